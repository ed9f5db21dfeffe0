"""People are told of what changes a zone's borders: every subject has an alarm, each alarm tells everybody who is named."""

from typing import Any

import pytest

from ai_zones.gcp.alarm_subjects import SUBJECTS
from ai_zones.gcp.alarms import GcpAlarms
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp import recording
from tests.gcp.recording import PROJECT, Recording, record

POLICY, METRIC, CHANNEL = (
    "monitoring/alertPolicy:AlertPolicy",
    "logging/metric:Metric",
    "monitoring/notificationChannel:NotificationChannel",
)
OWN = f"projects/{PROJECT}/notificationChannels/7"


@pytest.fixture(autouse=True)
def names(monkeypatch: pytest.MonkeyPatch) -> None:
    """Monitoring chooses the names of channels and policies."""
    monkeypatch.setitem(recording._MADE_UP, CHANNEL, ("name",))
    monkeypatch.setitem(recording._MADE_UP, POLICY, ("name",))


def alarms(**changes: Any) -> Recording:
    args: Any = {"zone": "phi", "project": PROJECT, "emails": {"security": "security@example.com"}, **changes}
    return record(lambda: GcpAlarms("phi-alarms", args).channels)


def policy(recording: Recording, label: str) -> dict[str, Any]:
    return recording.one(POLICY, f"phi-alarms-{label}").inputs


def test_every_subject_has_an_alarm_that_matches_entries_as_they_come() -> None:
    recording = alarms()
    assert {one.name.removeprefix("phi-alarms-") for one in recording.of(POLICY)} == set(SUBJECTS)
    for label, subject in SUBJECTS.items():
        built = policy(recording, label)
        assert [one["conditionMatchedLog"]["filter"] for one in built["conditions"]] == [subject.filter]
        assert built["alertStrategy"]["notificationRateLimit"] == {"period": "300s"}
        assert (built["severity"], built["enabled"]) == (subject.severity, True)


def test_no_alarm_draws_content_out_of_an_entry() -> None:
    assert not any("labelExtractors" in one["conditionMatchedLog"] for built in alarms().of(POLICY) for one in built.inputs["conditions"])


def test_what_the_benchmark_names_is_counted_too() -> None:
    counted = {one.name.removeprefix("phi-alarms-").removesuffix("-count"): one.inputs["filter"] for one in alarms().of(METRIC)}
    assert set(counted) == {
        "ownership", "audit-configuration", "custom-roles", "firewall", "routes", "networks", "bucket-access", "database",
    }  # fmt: skip
    assert counted["bucket-access"] == 'resource.type="gcs_bucket" AND protoPayload.methodName="storage.setIamPermissions"'


def test_everybody_who_is_named_is_told_of_everything() -> None:
    recording = alarms(
        emails={"a": "a@example.com", "b": "b@example.com"}, topics={"soc": "projects/acme-soc/topics/alarms"}, channels=[OWN]
    )
    made = {one.name: (one.inputs["type"], one.inputs["labels"]) for one in recording.of(CHANNEL)}
    assert made == {
        "phi-alarms-to-a": ("email", {"email_address": "a@example.com"}),
        "phi-alarms-to-b": ("email", {"email_address": "b@example.com"}),
        "phi-alarms-to-soc": ("pubsub", {"topic": "projects/acme-soc/topics/alarms"}),
    }
    assert {len(one.inputs["notificationChannels"]) for one in recording.of(POLICY)} == {4}
    assert all(OWN in one.inputs["notificationChannels"] for one in recording.of(POLICY))


def test_where_there_are_peers_a_tunnel_that_is_down_is_told_by_itself() -> None:
    assert not {"phi-alarms-tunnels", "phi-alarms-sessions"} & {one.name for one in alarms().of(POLICY)}
    condition = policy(alarms(peers=True), "tunnels")["conditions"][0]["conditionThreshold"]
    assert (condition["comparison"], condition["thresholdValue"], condition["duration"]) == ("COMPARISON_LT", 1, "300s")
    assert condition["filter"] == 'metric.type="vpn.googleapis.com/tunnel_established" AND resource.type="vpn_gateway"'
    assert "crossSeriesReducer" not in condition["aggregations"][0]


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"emails": {}}, "nobody else hears"),
        ({"emails": {"a": "nobody"}}, "an e-mail address"),
        ({"topics": {"security": "projects/acme-soc/topics/alarms"}}, "is a name of emails too"),
        ({"channels": ["projects/other-project/notificationChannels/7"]}, "its own project alone"),
    ],
)
def test_alarms_that_nobody_hears_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        alarms(**changes)
