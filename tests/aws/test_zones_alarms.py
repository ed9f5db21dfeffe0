"""Who hears when something of a zone breaks: one topic in the zone's own account, for all that raises alarms there."""

from typing import Any

from tests.aws.recording import Recording
from tests.aws.zone_plans import build, document, zone_of

PEERS = {"records-system": {"kind": "ehr-feed", "zone": "phi", "link": "private-circuit", "cidr": "172.20.8.0/24", "port": 2575}}
OWN_LINE = {"connection": {"location": "EqDB2", "bandwidth": "10Gbps"}, "vlan": 101, "customer_asn": 65010}
TUNNEL = {"customer_address": "203.0.113.9"}


def built(peers: dict[str, Any], **changes: Any) -> Recording:
    return build(document(peers=peers), **changes)


def told(recording: Recording) -> set[tuple[str, str]]:
    """(alarm, topic) of every alarm."""
    return {(alarm.name, topic) for alarm in recording.of("cloudwatch/metricAlarm:MetricAlarm") for topic in alarm.inputs["alarmActions"]}


def test_the_zones_own_line_tells_the_topic_that_its_backups_tell() -> None:
    recording = built(PEERS, circuits={"phi": OWN_LINE}, backups=True)
    assert [zone_of(topic.name) for topic in recording.of("sns/topic:Topic")] == ["phi"]
    assert told(recording) == {("clinic-test-phi-peers-circuit-down", "arn-of-clinic-test-phi-alarms-topic")}
    (vault,) = recording.of("backup/vaultNotifications:VaultNotifications")
    assert vault.inputs["snsTopicArn"] == "arn-of-clinic-test-phi-alarms-topic"


def test_a_line_without_backups_has_a_topic_too() -> None:
    assert [topic for _, topic in told(built(PEERS, circuits={"phi": OWN_LINE}))] == ["arn-of-clinic-test-phi-alarms-topic"]


def test_an_adopted_line_is_watched_by_whoever_built_it() -> None:
    recording = built(PEERS, circuits={"phi": {"dx_gateway_id": "dxgw-1", "encrypted": True}})
    assert recording.of("cloudwatch/metricAlarm:MetricAlarm") == recording.of("sns/topic:Topic") == []


def test_tunnels_tell_the_topic_of_their_zone() -> None:
    recording = built({"records-system": {**PEERS["records-system"], "link": "vpn"}}, tunnels={"records-system": TUNNEL})
    alarms = recording.of("cloudwatch/metricAlarm:MetricAlarm")
    assert alarms
    assert [alarm.inputs["alarmActions"] for alarm in alarms] == [["arn-of-clinic-test-phi-alarms-topic"]] * len(alarms)
    assert {alarm.name for alarm in alarms} == {name for name, _ in told(recording)}
