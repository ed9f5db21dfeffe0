"""Cloud DNS: zones, records, response policies, server policies."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import DNS_POLICY, RECORD, RESPONSE_POLICY, RESPONSE_RULE, ZONE
from tests.simulator.gcp.project import Made, Project


def zone(gcp: Project, *networks: Made, name: str = "googleapis", **inputs: Any) -> Made:
    """A private zone that these networks see."""
    seen = {"networks": [{"networkUrl": one.id} for one in networks]}
    wanted = {"dnsName": "googleapis.com.", "visibility": "private", "privateVisibilityConfig": seen, **inputs}
    return gcp.make(ZONE, name=name, **wanted)


def record(gcp: Project, home: Made, name: str = "storage.googleapis.com.", kind: str = "A", data: str = "199.36.153.4") -> Made:
    """A record."""
    return gcp.make(RECORD, managedZone=home["name"], name=name, type=kind, ttl=300, rrdatas=[data])


FORWARDS: dict[str, Any] = {"forwardingConfig": {"targetNameServers": []}}


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({"name": "Zone", "dnsName": "a.example."}, "name"),
        ({"name": "z", "dnsName": "a.example"}, "dnsName"),
        ({"name": "z", "dnsName": "a.example.", "visibility": "secret"}, "visibility"),
        ({"name": "z", "dnsName": "a.example.", "forwardingConfig": {"targetNameServers": []}}, "forwardingConfig"),
        (
            {
                "name": "z",
                "dnsName": "a.example.",
                "visibility": "private",
                **FORWARDS,
                "peeringConfig": {"targetNetwork": {"networkUrl": "n"}},
            },
            "peeringConfig",
        ),
    ],
)
def test_a_zone_makes_sense(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(ZONE, **inputs)}


def test_a_zone_has_records_of_its_own_and_is_emptied_first(gcp: Project) -> None:
    home = zone(gcp, gcp.network())
    assert home.id == "projects/hospital-phi/managedZones/googleapis"
    assert {one.outputs["type"] for one in gcp.cloud.world.find(RECORD)} == {"NS", "SOA"}
    one = record(gcp, home)
    gcp.refuses_delete("containerNotEmpty", home)
    gcp.delete(one)
    gcp.delete(home)
    assert gcp.cloud.world.find(RECORD) == []


def test_a_zone_may_be_deleted_with_all_it_holds(gcp: Project) -> None:
    home = zone(gcp, gcp.network(), forceDestroy=True)
    record(gcp, home)
    gcp.delete(home)
    assert gcp.cloud.world.find(RECORD) == []


def test_a_network_sees_one_zone_of_a_name(gcp: Project) -> None:
    network = gcp.network()
    home = zone(gcp, network)
    given = {
        "dnsName": "googleapis.com.",
        "visibility": "private",
        "privateVisibilityConfig": {"networks": [{"networkUrl": network["selfLink"]}]},
    }
    gcp.refuses("conflict", ZONE, name="again", **given)
    zone(gcp, gcp.network("other"), name="elsewhere")
    gcp.refuses_delete("resourceInUseByAnotherResource", network)
    assert gcp.replaced_by(home, dnsName="other.") == ["dnsName"]


def test_a_zone_needs_its_networks(gcp: Project) -> None:
    seen = {"networks": [{"networkUrl": "projects/hospital-phi/global/networks/none"}]}
    gcp.refuses("notFound", ZONE, name="z", dnsName="a.example.", visibility="private", privateVisibilityConfig=seen)


def test_a_record_stands_in_its_zone_once(gcp: Project) -> None:
    home = zone(gcp, gcp.network())
    one = record(gcp, home)
    assert one.id == "projects/hospital-phi/managedZones/googleapis/rrsets/storage.googleapis.com./A"
    given = {"managedZone": home["name"], "ttl": 300, "rrdatas": ["199.36.153.4"]}
    gcp.refuses("invalid", RECORD, name="a.example.", type="A", **given)
    gcp.refuses("cnameResourceRecordSetConflict", RECORD, name="storage.googleapis.com.", type="CNAME", **given)
    gcp.refuses("alreadyExists", RECORD, name="storage.googleapis.com.", type="A", **given)
    gcp.refuses("notFound", RECORD, name="a.googleapis.com.", type="A", **{**given, "managedZone": "none"})
    assert gcp.replaced_by(one, type="AAAA") == ["type"]
    assert gcp.change(one, ttl=60)["ttl"] == 60


def test_a_record_makes_sense(gcp: Project) -> None:
    assert gcp.faults(RECORD, managedZone="z", name="a.example", type="A", rrdatas=["1.2.3.4"]) != []
    assert gcp.faults(RECORD, managedZone="z", name="a.example.", type="AX", rrdatas=["1.2.3.4"]) != []
    assert gcp.faults(RECORD, managedZone="z", name="a.example.", type="A") != []


def test_a_network_has_one_response_policy_and_one_server_policy(gcp: Project) -> None:
    network = gcp.network()
    bound = [{"networkUrl": network.id}]
    first = gcp.make(RESPONSE_POLICY, responsePolicyName="closed", networks=bound)
    assert first.id == "projects/hospital-phi/responsePolicies/closed"
    gcp.refuses("networkAlreadyBound", RESPONSE_POLICY, responsePolicyName="again", networks=bound)
    second = gcp.make(RESPONSE_POLICY, responsePolicyName="free")
    gcp.refuses_change("networkAlreadyBound", second, networks=bound)
    gcp.make(DNS_POLICY, name="logged", enableLogging=True, networks=bound)
    gcp.refuses("networkAlreadyBound", DNS_POLICY, name="again", networks=bound)


LOCAL = {"localDatas": [{"name": "*.", "type": "A", "ttl": 300, "rrdatas": ["0.0.0.0"]}]}


def test_a_rule_answers_or_steps_aside_and_a_name_has_one(gcp: Project) -> None:
    policy = gcp.make(RESPONSE_POLICY, responsePolicyName="closed")
    given = {"responsePolicy": policy["responsePolicyName"], "dnsName": "*."}
    made = gcp.make(RESPONSE_RULE, ruleName="none", localData=LOCAL, **given)
    assert made.id == "projects/hospital-phi/responsePolicies/closed/rules/none"
    gcp.refuses("alreadyExists", RESPONSE_RULE, ruleName="more", localData=LOCAL, **given)
    gcp.refuses_delete("resourceInUseByAnotherResource", policy)
    gcp.make(RESPONSE_RULE, ruleName="but", responsePolicy=policy.id, dnsName="*.googleapis.com.", behavior="bypassResponsePolicy")
    gcp.refuses("notFound", RESPONSE_RULE, ruleName="x", responsePolicy="none", dnsName="a.", localData=LOCAL)


def test_a_rule_makes_sense(gcp: Project) -> None:
    given = {"responsePolicy": "p", "ruleName": "r", "dnsName": "*."}
    assert gcp.faults(RESPONSE_RULE, **given) != []
    assert gcp.faults(RESPONSE_RULE, **given, behavior="drop") != []
    assert gcp.faults(RESPONSE_RULE, **given, behavior="bypassResponsePolicy", localData=LOCAL) != []
    assert gcp.faults(RESPONSE_RULE, **{**given, "dnsName": "*"}, localData=LOCAL) != []


def test_zones_and_policies_of_one_name_in_two_projects_are_two(gcp: Project, other: Project) -> None:
    for project in (gcp, other):
        home = zone(project, project.network())
        record(project, home)
        project.make(RECORD, managedZone="googleapis", name="*.googleapis.com.", type="CNAME", rrdatas=["storage.googleapis.com."])
        project.make(RESPONSE_POLICY, responsePolicyName="closed")
        project.make(RESPONSE_RULE, responsePolicy="closed", ruleName="none", dnsName="*.", localData=LOCAL)
    assert len([one for one in gcp.cloud.world.find(RECORD) if one.keeper is None]) == 4
