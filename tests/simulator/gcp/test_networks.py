"""Networks, subnets, routes, peerings, routers and roads to other places."""

from typing import Any

import pytest

from simulator.rules.gcp.kinds import (
    ADDRESS,
    EXTERNAL_GATEWAY,
    FIREWALL,
    GLOBAL_ADDRESS,
    INTERCONNECT_ATTACHMENT,
    NETWORK,
    PEERING,
    ROUTE,
    ROUTER,
    ROUTER_NAT,
    SUBNETWORK,
    VPN_GATEWAY,
    VPN_TUNNEL,
)
from tests.simulator.gcp.project import LINK, REGION, Made, Project

ALL = "ALL_SUBNETWORKS_ALL_IP_RANGES"


def test_a_network_is_born_with_a_way_to_the_internet_unless_it_is_deleted(gcp: Project) -> None:
    gcp.network("closed")
    assert gcp.cloud.world.find(ROUTE) == []
    network = gcp.network("open", deleteDefaultRoutesOnCreate=False)
    [route] = gcp.cloud.world.find(ROUTE)
    assert (route.outputs["destRange"], route.outputs["network"]) == ("0.0.0.0/0", network["selfLink"])
    assert route.outputs["nextHopGateway"].endswith("default-internet-gateway")
    gcp.delete(network)
    assert gcp.cloud.world.find(ROUTE) == []


def test_auto_mode_is_the_default_and_brings_subnets(gcp: Project) -> None:
    network = gcp.make(NETWORK, name="auto")
    assert network["autoCreateSubnetworks"] is True
    assert {one.outputs["region"] for one in gcp.cloud.world.find(SUBNETWORK)} >= {"europe-west3", "us-central1"}


@pytest.mark.parametrize("changed", ["name", "description", "autoCreateSubnetworks", "internalIpv6Range", "networkProfile"])
def test_what_a_network_is_can_not_be_changed(gcp: Project, changed: str) -> None:
    assert gcp.replaced_by(gcp.network(), **{changed: "other"}) == [changed]


def test_how_a_network_routes_can(gcp: Project) -> None:
    assert gcp.change(gcp.network(), routingMode="GLOBAL", mtu=8896)["routingMode"] == "GLOBAL"
    assert any(fault.startswith("mtu") for fault in gcp.faults(NETWORK, name="n", mtu=9000))


def test_a_network_in_use_is_not_deleted(gcp: Project) -> None:
    network = gcp.network()
    subnet = gcp.subnet(network)
    gcp.refuses_delete("resourceInUseByAnotherResource", network)
    gcp.delete(subnet)
    gcp.delete(network)


def test_a_network_that_a_type_without_rules_needs_is_not_deleted(gcp: Project) -> None:
    network = gcp.network()
    gcp.make("gcp:compute/networkEndpointGroup:NetworkEndpointGroup", name="neg", network=network["selfLink"], zone=f"{REGION}-a")
    gcp.refuses_delete("resourceInUseByAnotherResource", network)


def test_a_subnet_needs_its_network(gcp: Project) -> None:
    gcp.refuses("notFound", SUBNETWORK, name="a", network="projects/hospital-phi/global/networks/none", ipCidrRange="10.0.0.0/24")


def test_a_subnet_shows_its_gateway_and_what_nobody_asked(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    assert subnet["gatewayAddress"] == "10.0.0.1"
    assert (subnet["purpose"], subnet["stackType"], subnet["privateIpGoogleAccess"]) == ("PRIVATE", "IPV4_ONLY", False)


@pytest.mark.parametrize("range_", ["10.0.0.1/24", "10.0.0.0/30", "169.254.0.0/16", "199.36.153.8/30", "224.0.0.0/8", None])
def test_a_subnet_has_a_range_that_may_be_used(gcp: Project, range_: str | None) -> None:
    given = {"ipCidrRange": range_} if range_ else {}
    assert any(fault.startswith("ipCidrRange") for fault in gcp.faults(SUBNETWORK, name="a", network="n", **given))


def test_ranges_of_a_network_do_not_overlap(gcp: Project) -> None:
    network = gcp.network()
    first = gcp.subnet(network, secondaryIpRanges=[{"rangeName": "pods", "ipCidrRange": "10.4.0.0/20"}])
    taken = {"name": "b", "network": network.id}
    gcp.refuses("invalid", SUBNETWORK, "conflicts", **taken, ipCidrRange="10.0.0.128/25")
    gcp.refuses("invalid", SUBNETWORK, "conflicts", **taken, ipCidrRange="10.4.1.0/24")
    gcp.make(SUBNETWORK, name="b", network=gcp.network("other").id, ipCidrRange="10.0.0.0/24")
    assert gcp.change(first, ipCidrRange="10.0.0.0/23")["gatewayAddress"] == "10.0.0.1"


def test_a_range_is_expanded_in_place_and_shrunk_by_another_subnet(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    assert gcp.replaced_by(subnet, ipCidrRange="10.0.0.0/23") == []
    assert gcp.replaced_by(subnet, ipCidrRange="10.0.0.0/25") == ["ipCidrRange"]
    assert gcp.replaced_by(subnet, ipCidrRange="10.9.0.0/24") == ["ipCidrRange"]


def test_proxies_subnets_have_a_role_and_no_logs(gcp: Project) -> None:
    given: dict[str, Any] = {"name": "p", "network": "n", "ipCidrRange": "10.0.0.0/24", "purpose": "REGIONAL_MANAGED_PROXY"}
    assert any(fault.startswith("role") for fault in gcp.faults(SUBNETWORK, **given))
    assert any(fault.startswith("logConfig") for fault in gcp.faults(SUBNETWORK, **given, role="ACTIVE", logConfig={"flowSampling": 1}))
    assert gcp.faults(SUBNETWORK, **given, role="ACTIVE") == []
    assert gcp.faults(SUBNETWORK, **{**given, "purpose": "PUBLIC"}) != []


def test_how_much_is_logged_is_a_share(gcp: Project) -> None:
    given = {"name": "p", "network": "n", "ipCidrRange": "10.0.0.0/24"}
    assert any("flowSampling" in fault for fault in gcp.faults(SUBNETWORK, **given, logConfig={"flowSampling": 50}))


def test_a_route_has_one_next_hop_and_a_block(gcp: Project) -> None:
    given = {"name": "r", "network": "n", "destRange": "199.36.153.4/30"}
    assert gcp.faults(ROUTE, **given) != []
    assert gcp.faults(ROUTE, **given, nextHopGateway="default-internet-gateway", nextHopIp="10.0.0.9") != []
    assert gcp.faults(ROUTE, **given, nextHopGateway="other-gateway") != []
    assert gcp.faults(ROUTE, **{**given, "destRange": "everywhere"}, nextHopIp="10.0.0.9") != []
    assert gcp.faults(ROUTE, **given, nextHopIp="10.0.0.9", priority=70000) != []


def test_a_route_never_changes_and_shows_its_gateway_as_a_link(gcp: Project) -> None:
    route = gcp.make(ROUTE, name="r", network=gcp.network().id, destRange="199.36.153.4/30", nextHopGateway="default-internet-gateway")
    assert route["nextHopGateway"] == LINK + "projects/hospital-phi/global/gateways/default-internet-gateway"
    assert (route["priority"], route["nextHopHub"], route["nextHopPeering"]) == (1000, "", "")
    assert gcp.replaced_by(route, priority=7) == ["priority"]
    assert gcp.replaced_by(route, tags=["a"]) == ["tags"]


def test_a_route_does_not_hide_a_subnet(gcp: Project) -> None:
    network = gcp.network()
    gcp.subnet(network)
    gcp.refuses("invalid", ROUTE, "hides", name="r", network=network.id, destRange="10.0.0.0/25", nextHopGateway="default-internet-gateway")


def test_a_peering_is_active_once_both_sides_ask(gcp: Project) -> None:
    here, there = gcp.network("here"), gcp.network("there")
    one = gcp.make(PEERING, name="out", network=here.id, peerNetwork=there.id)
    assert (one.id, one["state"]) == ("here/out", "INACTIVE")
    gcp.make(PEERING, name="back", network=there.id, peerNetwork=here.id)
    assert gcp.read(one)[0]["state"] == "ACTIVE"
    gcp.refuses("invalid", PEERING, "already", name="again", network=here.id, peerNetwork=there.id)
    gcp.refuses("invalid", PEERING, "itself", name="self", network=here.id, peerNetwork=here.id)


def test_peers_do_not_overlap(gcp: Project) -> None:
    here, there = gcp.network("here"), gcp.network("there")
    gcp.subnet(here, "10.0.0.0/16", "a")
    gcp.subnet(there, "10.0.4.0/24", "b")
    gcp.refuses("invalid", PEERING, "overlaps", name="out", network=here.id, peerNetwork=there.id)


def test_a_subnet_does_not_overlap_a_peers(gcp: Project) -> None:
    here, there = gcp.network("here"), gcp.network("there")
    gcp.subnet(here, "10.0.0.0/16", "a")
    gcp.make(PEERING, name="out", network=there.id, peerNetwork=here.id)
    gcp.refuses("invalid", SUBNETWORK, "conflicts", name="b", network=there.id, ipCidrRange="10.0.4.0/24")


# Addresses.


def test_an_internal_address_is_the_next_free_one_of_its_subnet(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    found = [gcp.make(ADDRESS, name=f"a{one}", subnetwork=subnet.id, addressType="INTERNAL")["address"] for one in range(2)]
    assert found == ["10.0.0.2", "10.0.0.3"]


def test_a_chosen_address_is_in_the_range_and_free(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network())
    wanted = {"subnetwork": subnet.id, "addressType": "INTERNAL"}
    gcp.make(ADDRESS, name="a", address="10.0.0.9", **wanted)
    gcp.refuses("resourceInUseByAnotherResource", ADDRESS, name="b", address="10.0.0.9", **wanted)
    gcp.refuses("invalid", ADDRESS, "out of range", name="b", address="10.9.0.9", **wanted)


def test_a_full_subnet_says_so(gcp: Project) -> None:
    subnet = gcp.subnet(gcp.network(), "10.0.0.0/29")
    for one in range(4):
        gcp.make(ADDRESS, name=f"a{one}", subnetwork=subnet.id, addressType="INTERNAL")
    gcp.refuses("IP_SPACE_EXHAUSTED", ADDRESS, name="last", subnetwork=subnet.id, addressType="INTERNAL")


def test_an_external_address_stands_in_no_subnet(gcp: Project) -> None:
    assert any(fault.startswith("subnetwork") for fault in gcp.faults(ADDRESS, name="a", subnetwork="s"))
    assert any(fault.startswith("networkTier") for fault in gcp.faults(ADDRESS, name="a", addressType="INTERNAL", networkTier="PREMIUM"))
    made = gcp.make(ADDRESS, name="a")
    assert made["address"].startswith("34.")
    assert gcp.replaced_by(made, purpose="GCE_ENDPOINT") == ["purpose"]


def test_a_range_for_peering_names_its_network_and_size(gcp: Project) -> None:
    given = {"name": "g", "purpose": "VPC_PEERING"}
    assert {fault.partition(":")[0] for fault in gcp.faults(GLOBAL_ADDRESS, **given)} == {"addressType", "network", "prefixLength"}
    network = gcp.network()
    made = gcp.make(GLOBAL_ADDRESS, **given, addressType="INTERNAL", network=network.id, prefixLength=20)
    assert made["address"].startswith("10.")


# Routers and roads.


def _router(gcp: Project, name: str = "r", network: str = "phi") -> Made:
    home = gcp.network(network)
    return gcp.make(ROUTER, name=name, network=home.id)


def test_a_router_speaks_by_a_private_number(gcp: Project) -> None:
    assert any(fault.startswith("bgp.asn") for fault in gcp.faults(ROUTER, name="r", network="n", bgp={"asn": 15169}))
    assert gcp.faults(ROUTER, name="r", network="n", bgp={"asn": 64514}) == []


def test_translation_names_what_it_needs(gcp: Project) -> None:
    given = {"name": "n", "router": "r", "sourceSubnetworkIpRangesToNat": ALL}
    assert any(fault.startswith("natIpAllocateOption") for fault in gcp.faults(ROUTER_NAT, **given))
    assert any(fault.startswith("natIps") for fault in gcp.faults(ROUTER_NAT, **given, natIpAllocateOption="MANUAL_ONLY"))
    assert any(fault.startswith("natIps") for fault in gcp.faults(ROUTER_NAT, **given, natIpAllocateOption="AUTO_ONLY", natIps=["a"]))
    listed = {**given, "sourceSubnetworkIpRangesToNat": "LIST_OF_SUBNETWORKS", "natIpAllocateOption": "AUTO_ONLY"}
    assert any(fault.startswith("subnetworks") for fault in gcp.faults(ROUTER_NAT, **listed))
    subnets = [{"name": "a", "sourceIpRangesToNats": ["ALL_IP_RANGES"]}]
    assert any(
        fault.startswith("subnetworks") for fault in gcp.faults(ROUTER_NAT, **given, natIpAllocateOption="AUTO_ONLY", subnetworks=subnets)
    )


def test_one_translation_takes_the_whole_network(gcp: Project) -> None:
    router = _router(gcp)
    given = {"router": router["name"], "sourceSubnetworkIpRangesToNat": ALL, "natIpAllocateOption": "AUTO_ONLY"}
    nat = gcp.make(ROUTER_NAT, name="one", **given)
    assert nat.id == "hospital-phi/europe-west3/r/one"
    gcp.refuses("invalid", ROUTER_NAT, "already", name="two", **given)
    assert gcp.change(nat, minPortsPerVm=128)["minPortsPerVm"] == 128
    gcp.delete(router)
    assert gcp.cloud.world.find(ROUTER_NAT) == []


def test_a_tunnel_needs_its_gateways(gcp: Project) -> None:
    router = _router(gcp)
    gateway = gcp.make(VPN_GATEWAY, name="g", network=router["network"])
    assert [one["id"] for one in gateway["vpnInterfaces"]] == [0, 1]
    peer = gcp.make(
        EXTERNAL_GATEWAY, name="p", redundancyType="SINGLE_IP_INTERNALLY_REDUNDANT", interfaces=[{"id": 0, "ipAddress": "203.0.113.9"}]
    )
    given = {"vpnGateway": gateway.id, "peerExternalGateway": peer.id, "sharedSecret": "s", "router": router.id}
    tunnel = gcp.make(VPN_TUNNEL, name="t", **given, vpnGatewayInterface=0, peerExternalGatewayInterface=0)
    assert tunnel["ikeVersion"] == 2
    gcp.refuses_delete("resourceInUseByAnotherResource", gateway)
    ends = {"vpnGatewayInterface": 0, "peerExternalGatewayInterface": 0}
    gcp.refuses("notFound", VPN_TUNNEL, name="u", **{**given, **ends, "vpnGateway": "none"})


def test_an_attachment_of_interconnect_holds_its_router(gcp: Project) -> None:
    router = _router(gcp)
    made = gcp.make(INTERCONNECT_ATTACHMENT, name="i", router=router.id, interconnect="projects/lines/global/interconnects/frankfurt-1")
    assert made["state"] == "ACTIVE"
    gcp.refuses_delete("resourceInUseByAnotherResource", router)


# Firewall rules of a network.

TCP = [{"protocol": "tcp", "ports": ["443"]}]


@pytest.mark.parametrize(
    ("inputs", "where"),
    [
        ({}, "denies"),
        ({"allows": TCP, "denies": TCP, "sourceRanges": ["10.0.0.0/8"]}, "denies"),
        ({"allows": TCP}, "sourceRanges"),
        ({"allows": TCP, "sourceRanges": ["10.0.0.1/8"]}, "sourceRanges[0]"),
        ({"allows": TCP, "direction": "EGRESS", "sourceTags": ["a"]}, "sourceTags"),
        ({"allows": TCP, "sourceTags": ["a"], "sourceServiceAccounts": ["b"]}, "sourceServiceAccounts"),
        ({"allows": TCP, "sourceTags": ["a"], "targetTags": ["a"], "targetServiceAccounts": ["b"]}, "targetServiceAccounts"),
        ({"allows": TCP, "sourceTags": ["a"], "priority": 65536}, "priority"),
        ({"allows": TCP, "sourceTags": ["a"], "direction": "SIDEWAYS"}, "direction"),
    ],
)
def test_a_firewall_rule_makes_sense(gcp: Project, inputs: dict[str, Any], where: str) -> None:
    assert where in {fault.partition(":")[0] for fault in gcp.faults(FIREWALL, name="f", network="n", **inputs)}


def test_a_rule_for_egress_without_destination_means_the_whole_internet(gcp: Project) -> None:
    rule = gcp.make(FIREWALL, name="f", network=gcp.network().id, direction="EGRESS", denies=[{"protocol": "all"}])
    assert (rule["destinationRanges"], rule["priority"]) == (["0.0.0.0/0"], 1000)
    assert gcp.replaced_by(rule, direction="INGRESS") == ["direction"]
    assert gcp.change(rule, priority=900)["priority"] == 900


def test_a_rule_for_ingress_names_its_sources(gcp: Project) -> None:
    rule = gcp.make(FIREWALL, name="f", network=gcp.network().id, allows=TCP, sourceRanges=["10.0.0.0/8"])
    assert (rule["direction"], rule["sourceRanges"], rule["destinationRanges"]) == ("INGRESS", ["10.0.0.0/8"], [])


def test_a_short_name_is_of_the_resources_own_project(gcp: Project, other: Project) -> None:
    theirs, mine = other.network(), gcp.network()
    assert gcp.subnet(mine)["network"] == mine["selfLink"]
    assert gcp.make(ROUTER, name="r", network="phi")["network"] == mine["selfLink"]
    assert gcp.make(ROUTER, name="s", network="phi", project="hospital-access")["network"] == theirs["selfLink"]
    gcp.make(ROUTE, name="r", network="phi", destRange="10.0.0.0/8", nextHopGateway="default-internet-gateway", project="hospital-access")
