"""Networks, roads, fronts and names: what Google takes for what is left out, and what it refuses without it."""

from typing import Any

import pytest

from simulator.rules.gcp.connectivity import HUB
from simulator.rules.gcp.kinds import (
    DNS_POLICY,
    FIREWALL,
    FORWARDING_RULE,
    GATEWAY,
    GATEWAY_POLICY,
    HIERARCHICAL_POLICY_RULE,
    INSPECTION,
    INTERCONNECT_ATTACHMENT,
    NETWORK_POLICY_RULE,
    PEERING,
    REGION_BACKEND_SERVICE,
    REGION_HEALTH_CHECK,
    SUBNETWORK,
    ZONE,
)
from simulator.rules.gcp.peer_roads import SESSION
from simulator.rules.gcp.web_fronts import AUTHORIZATION, CERTIFICATE, REGION_POLICY
from tests.simulator.gcp.project import PROJECT, REGION, Project

SPOKE = "gcp:networkconnectivity/spoke:Spoke"
PROXY = {"name": "out", "location": REGION, "type": "SECURE_WEB_GATEWAY", "ports": [443], "subnetwork": "s"}
POOL = f"projects/{PROJECT}/locations/{REGION}/caPools/signs"
RULE = {"action": "deny", "direction": "EGRESS", "priority": 1, "firewallPolicy": "p"}
MATCH = {"match": {"destIpRanges": ["0.0.0.0/0"], "layer4Configs": [{"ipProtocol": "all"}]}}
LIMITS = {"conformAction": "allow", "exceedAction": "deny(429)", "rateLimitThreshold": {"count": 300, "intervalSec": 60}}
LAST = {
    "priority": 2147483647, "action": "deny(403)", "match": {"versionedExpr": "SRC_IPS_V1", "config": {"srcIpRanges": ["*"]}},
}  # fmt: skip


def _throttled(**more: Any) -> dict[str, Any]:
    slow = {"priority": 1, "action": "throttle", "match": {"expr": {"expression": "true"}}}
    return {"rules": [LAST, {**slow, "rateLimitOptions": {**LIMITS, **more}}]}


@pytest.mark.parametrize(
    ("type_", "needed", "less", "more"),
    [
        (PEERING, {"name": "a", "network": "n", "peerNetwork": "m"}, {}, {"importSubnetRoutesWithPublicIp": False}),
        (FIREWALL, {"network": "n", "sourceRanges": ["10.0.0.0/8"], "allows": [{"protocol": "tcp"}]}, {}, {"disabled": False}),
        (NETWORK_POLICY_RULE, {**RULE, **MATCH}, {}, {"disabled": False, "enableLogging": False}),
        (HIERARCHICAL_POLICY_RULE, {**RULE, **MATCH}, {}, {"disabled": False, "enableLogging": False}),
        (INTERCONNECT_ATTACHMENT, {"name": "a", "router": "r", "interconnect": "i"}, {}, {"adminEnabled": True, "type": "DEDICATED"}),
        (SESSION, {"name": "a", "router": "r", "interface": "i", "peerAsn": 65001}, {}, {"enableIpv6": False, "enable": True}),
        (REGION_HEALTH_CHECK, {"name": "a", "tcpHealthCheck": {"port": 1}}, {}, {"logConfig": {"enable": False}}),
        (
            REGION_BACKEND_SERVICE,
            {"name": "a"},
            {"logConfig": {"enable": True}},
            {"logConfig": {"enable": True, "sampleRate": 1.0, "optionalMode": "EXCLUDE_ALL_OPTIONAL"}},
        ),
        (FORWARDING_RULE, {"name": "a", "backendService": "b"}, {}, {"allowGlobalAccess": False, "allowPscGlobalAccess": False}),
        (DNS_POLICY, {"name": "a"}, {}, {"enableInboundForwarding": False, "enableLogging": False}),
        (REGION_POLICY, {"name": "a"}, {}, {"type": "CLOUD_ARMOR"}),
        (
            REGION_POLICY,
            {"name": "a"},
            {"advancedOptionsConfig": {"requestBodyInspectionSize": "64KB"}},
            {"advancedOptionsConfig": {"requestBodyInspectionSize": "64KB", "jsonParsing": "DISABLED", "logLevel": "NORMAL"}},
        ),
        (REGION_POLICY, {"name": "a"}, _throttled(), _throttled(enforceOnKey="ALL")),
        (INSPECTION, {"name": "a", "location": REGION, "caPool": POOL}, {}, {"excludePublicCaSet": False}),
        (GATEWAY_POLICY, {"name": "a"}, {}, {"location": "global"}),
        (
            GATEWAY,
            {**PROXY, "network": "n", "gatewaySecurityPolicy": "p"},
            {},
            {"allowGlobalAccess": False, "routingMode": "EXPLICIT_ROUTING_MODE"},
        ),
        (HUB, {"name": "a"}, {}, {"presetTopology": "MESH"}),
    ],
)
def test_what_is_left_out_is_what_the_api_takes(
    gcp: Project, type_: str, needed: dict[str, Any], less: dict[str, Any], more: dict[str, Any]
) -> None:
    assert gcp.plan(type_, "one", **{**needed, **less}) == gcp.plan(type_, "one", **{**needed, **more})


@pytest.mark.parametrize("location", ["global", REGION])
def test_an_authorization_is_of_the_kind_that_its_location_has(gcp: Project, location: str) -> None:
    kind = "FIXED_RECORD" if location == "global" else "PER_PROJECT_RECORD"
    assert gcp.make(AUTHORIZATION, name="own", domain="a.example", location=location).outputs["type"] == kind


def test_a_denial_without_destinations_is_of_every_address(gcp: Project) -> None:
    deny = {"network": gcp.network().id, "direction": "EGRESS", "denies": [{"protocol": "all"}]}
    left, written = (
        gcp.make(FIREWALL, name, name=name, **deny, **more) for name, more in (("left", {}), ("all", {"destinationRanges": ["0.0.0.0/0"]}))
    )
    assert [left.outputs[name] for name in ("destinationRanges", "sourceRanges")] == [["0.0.0.0/0"], []]
    assert [written.outputs[name] for name in ("destinationRanges", "sourceRanges")] == [["0.0.0.0/0"], []]


@pytest.mark.parametrize(
    ("type_", "inputs", "where"),
    [
        (SUBNETWORK, {"network": "n", "ipCidrRange": "10.0.0.0/24", "secondaryIpRanges": [{"rangeName": "pods"}]}, "secondaryIpRanges[0].ipCidrRange"),
        (ZONE, {"name": "z", "dnsName": "z.", "visibility": "private", "privateVisibilityConfig": {}}, "privateVisibilityConfig.networks"),
        (
            ZONE,
            {"name": "z", "dnsName": "z.", "visibility": "private", "privateVisibilityConfig": {"networks": []}},
            "privateVisibilityConfig.networks",
        ),
        (CERTIFICATE, {"name": "c", "managed": {"issuanceConfig": "i"}}, "managed.domains"),
        (INSPECTION, {"name": "a", "caPool": POOL}, "location"),
    ],
)  # fmt: skip
def test_what_google_asks_for_is_refused_without_it(gcp: Project, type_: str, inputs: dict[str, Any], where: str) -> None:
    assert {fault.partition(":")[0] for fault in gcp.faults(type_, **inputs)} == {where}


def test_a_proxys_policy_is_of_its_region(gcp: Project) -> None:
    network = gcp.network()
    gcp.subnet(network, "10.0.9.0/24", "proxies", purpose="REGIONAL_MANAGED_PROXY", role="ACTIVE")
    given = {**PROXY, "network": network.id, "subnetwork": gcp.subnet(network).id}
    elsewhere, here = (gcp.make(GATEWAY_POLICY, name, name=name, location=name) for name in ("global", REGION))
    gcp.refuses("invalidArgument", GATEWAY, match=f"is not in {REGION}", **{**given, "gatewaySecurityPolicy": elsewhere.id})
    assert gcp.make(GATEWAY, **{**given, "gatewaySecurityPolicy": here.id})


def test_a_spoke_is_of_a_group_of_its_hub(gcp: Project) -> None:
    mesh, star = (gcp.make(HUB, name, name=name, **more) for name, more in (("mesh", {}), ("star", {"presetTopology": "STAR"})))
    spoke = {"location": "global", "linkedVpcNetwork": {"uri": gcp.network().id}}
    assert gcp.make(SPOKE, "one", name="one", hub=mesh.id, **spoke).outputs["group"] == f"{mesh.id}/groups/default"
    gcp.refuses("invalid", SPOKE, match="is of .center. or .edge.", name="two", hub=star.id, **spoke)
    assert gcp.make(SPOKE, "three", name="three", hub=star.id, group=f"{star.id}/groups/edge", **spoke)
