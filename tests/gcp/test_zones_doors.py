"""People and peers of a whole plan: each enters where the plan says, and somebody is told of what changes."""

from typing import Any

import pytest

from ai_zones.gcp.validation import InvalidInputError
from tests.gcp import recording as gcp
from tests.gcp.recording import REGION, Recording
from tests.gcp.zone_plans import FOLDER, MADE, POLICY, PROJECTS, build, document

PEERS = {
    "records": {"kind": "ehr-feed", "zone": "phi", "link": "private-circuit", "cidr": "172.20.8.0/24", "port": 2575},
    "results": {"kind": "ehr-api", "zone": "deidentification", "link": "vpn", "cidr": "172.20.9.0/24"},
}
LINE = "projects/clinic-lines/global/interconnects/frankfurt-"
CIRCUITS: dict[str, Any] = {
    "records": {
        "peer_asn": 65010,
        "encrypted": True,
        "bgp_key": "b" * 40,
        "attachments": {
            "a": {"interconnect": f"{LINE}1", "link_cidr": "169.254.20.0/29"},
            "b": {"interconnect": f"{LINE}2", "link_cidr": "169.254.20.8/29"},
        },
    },
    "results": {"peer_asn": 65020, "gateway_addresses": ["8.8.4.4"], "shared_key": "k" * 40, "link_cidr": "169.254.10.0/28"},
}
FRONT: dict[str, Any] = {
    "applications": {
        "assistant": {
            "host_name": "assistant.clinic.example",
            "members": ["group:clinicians@clinic.example"],
            "access_levels": ["runners"],
            "port": 8443,
        }
    }
}
OPEN: dict[str, Any] = {"create": MADE, "access_policy": POLICY, "log_folder_id": FOLDER, "front": FRONT, "circuits": CIRCUITS}
RULE = "compute/networkFirewallPolicyRule:NetworkFirewallPolicyRule"
CHANNEL, POLICIES = "monitoring/notificationChannel:NotificationChannel", "monitoring/alertPolicy:AlertPolicy"


@pytest.fixture(scope="module")
def opened() -> Recording:
    changed = pytest.MonkeyPatch()
    # Monitoring chooses the names of channels and policies.
    changed.setitem(gcp._MADE_UP, CHANNEL, ("name",))
    changed.setitem(gcp._MADE_UP, POLICIES, ("name",))
    try:
        return build(document(peers=PEERS), **OPEN, alarm_receivers={"security": "security@clinic.example"})
    finally:
        changed.undo()


def match(recording: Recording, zone: str, label: str) -> Any:
    return next(one.inputs["match"] for one in recording.of(RULE) if (one.project, one.inputs["ruleName"]) == (PROJECTS[zone], label))


def test_people_enter_access_by_the_fronts_proxies_at_its_applications_port(opened: Recording) -> None:
    front = opened.one("compute/forwardingRule:ForwardingRule", "clinic-test-access-front-listener")
    proxies = opened.one("compute/subnetwork:Subnetwork", "clinic-test-access-subnet-proxy")
    assert (front.project, front.inputs["loadBalancingScheme"]) == (PROJECTS["access"], "EXTERNAL_MANAGED")
    assert match(opened, "access", "from-fronts") == {
        "srcIpRanges": [proxies.inputs["ipCidrRange"]], "destIpRanges": ["10.68.0.0/17"], "layer4Configs": [{"ipProtocol": "tcp", "ports": ["8443"]}],
    }  # fmt: skip
    assert opened.waits(front, proxies)


def test_the_front_asks_for_a_level_of_the_plans_policy(opened: Recording) -> None:
    people = opened.one("iap/webRegionBackendServiceIamBinding:WebRegionBackendServiceIamBinding")
    level = opened.one("accesscontextmanager/accessLevel:AccessLevel")
    assert people.inputs["condition"]["expression"] == f'"{level.inputs["name"]}" in request.auth.access_levels'


def test_what_the_front_needs_is_enabled_in_access_alone(opened: Recording) -> None:
    enabled = {one.project for one in opened.of("projects/service:Service") if one.inputs["service"] == "iap.googleapis.com"}
    assert enabled == {PROJECTS["access"]}
    front = opened.one("iap/settings:Settings")
    assert all(opened.waits(front, one) for one in opened.of("projects/service:Service") if one.project == PROJECTS["access"])


def test_a_peer_that_enters_is_told_of_its_door_and_one_that_is_asked_of_the_programs(opened: Recording) -> None:
    told = {one.name: one.inputs["bgp"]["advertisedIpRanges"] for one in opened.of("compute/router:Router") if "road" in one.name}
    door = opened.one("compute/address:Address", "clinic-test-phi-door-records-address").inputs
    assert told == {
        "clinic-test-phi-road-records-line-router": [{"range": f"{door['address']}/32"}],
        "clinic-test-deidentification-road-results-router": [{"range": "10.65.0.0/17"}],
    }


def test_each_peer_passes_on_its_port_and_its_road_stands_in_its_zones_project(opened: Recording) -> None:
    assert match(opened, "phi", "peer-records")["layer4Configs"] == [{"ipProtocol": "tcp", "ports": ["2575"]}]
    assert match(opened, "deidentification", "peer-results")["destIpRanges"] == ["172.20.9.0/24"]
    assert {one.project for one in opened.of("compute/interconnectAttachment:InterconnectAttachment")} == {PROJECTS["phi"]}
    assert {one.project for one in opened.of("compute/vPNTunnel:VPNTunnel")} == {PROJECTS["deidentification"]}
    assert not [one for one in opened.of("compute/forwardingRule:ForwardingRule") if "door-results" in one.name]


def test_who_connects_to_us_can_be_told_where(opened: Recording) -> None:
    assert opened.one("compute/haVpnGateway:HaVpnGateway").project == PROJECTS["deidentification"]
    roads = {one.name for one in opened.resources if one.type == "ai-zones:index:GcpPeerRoad"}
    assert roads == {"clinic-test-phi-road-records", "clinic-test-deidentification-road-results"}


def test_every_project_has_alarms_and_tunnels_are_watched_where_there_are_peers(opened: Recording) -> None:
    assert {one.project for one in opened.of(CHANNEL)} == set(PROJECTS.values())
    watched = {one.project for one in opened.of(POLICIES) if one.name.endswith("-alarms-tunnels")}
    assert watched == {PROJECTS["phi"], PROJECTS["deidentification"]}


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"circuits": {"records": CIRCUITS["records"]}}, "circuits.results: is required"),
        ({"circuits": {**CIRCUITS, "other": {}}}, "circuits.other: is the road of no peer"),
        ({"circuits": CIRCUITS, "front": {}}, "front.applications: is required"),
        ({"circuits": CIRCUITS, "front": FRONT}, "access_levels: given runners, access_policy.access_levels has none"),
        (
            {"circuits": CIRCUITS, "front": {"applications": {"a": FRONT["applications"]["assistant"], "b": {"port": 443}}}},
            "must all have one port",
        ),
    ],
)
def test_a_door_that_leads_nowhere_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        build(document(peers=PEERS), **changes)


def test_a_front_without_its_zone_is_refused() -> None:
    zones = {zone: {"account": PROJECTS[zone]} for zone in ("phi", "management")}
    with pytest.raises(InvalidInputError, match="front: the plan does not declare access"):
        build(document(zones=zones, flows={}, providers={}, residency=[REGION]), front=FRONT)
