"""Ways out of a subnet: default outbound access, NAT, public addresses, load balancers, user-defined routes."""

import pytest

from posture.graph.facts import SubnetFact, Unreadable
from tests.posture.readers.azure.networks import T1, T4, THEIRS, Azure, route

PRIVATE_FROM = "2025-07-01"


@pytest.fixture
def azure() -> Azure:
    return Azure()


def test_a_private_subnet_reaches_its_own_network_only(azure: Azure, form: str) -> None:
    subnet = azure.subnet("workload", azure.vnet("phi"))
    assert azure.roads(form, subnet) == {"phi": True}
    assert not list(azure.facts(form).of(Unreadable))


def test_default_outbound_access_is_a_road_to_the_internet(azure: Azure, form: str) -> None:
    subnet = azure.subnet("workload", azure.vnet("phi", zone="phi"), private=False, defaultOutboundAccess=True)
    assert azure.roads(form, subnet) == {"phi": True, "internet": True}
    assert azure.verdict(form, T1) == "violated"


@pytest.mark.parametrize(("version", "out"), [("2023-04-01", True), ("2025-05-01", True), (PRIVATE_FROM, False), ("2026-01-01", False)])
def test_default_outbound_access_left_out_is_decided_by_the_api_version(azure: Azure, form: str, version: str, out: bool) -> None:
    vnet = azure.vnet("phi")
    subnet = azure.subnet("workload", vnet, private=False, version=version)
    assert azure.roads(form, subnet) == ({"phi": True, "internet": True} if out else {"phi": True})


def test_default_outbound_access_without_any_known_api_version_is_unproven(azure: Azure, form: str) -> None:
    subnet = azure.subnet("workload", azure.vnet("phi", zone="phi"), private=False, version="")
    assert azure.roads(form, subnet)["internet"] is False
    assert azure.verdict(form, T1) == "unproven"


def test_an_inline_subnet_is_decided_by_its_networks_api_version(azure: Azure, form: str) -> None:
    inline = [{"name": "Workload", "addressPrefix": "10.0.1.0/24"}]
    old = azure.vnet("phi", subnets=inline)
    new = azure.vnet("training", subnets=inline, version=PRIVATE_FROM)
    assert azure.roads(form, f"{old.urn}#subnets/workload") == {"phi": True, "internet": True}
    assert azure.roads(form, f"{new.urn}#subnets/workload") == {"training": True}


def test_inline_and_separate_subnets_give_the_same_roads(form: str) -> None:
    one, other = Azure(), Azure()
    table = one.table("rt", route("out", "0.0.0.0/0", "Internet"))
    vnet = one.vnet(
        "phi", subnets=[{"name": "a", "addressPrefix": "10.0.1.0/24", "routeTable": {"id": table.id}, "defaultOutboundAccess": True}]
    )
    table = other.table("rt", route("out", "0.0.0.0/0", "Internet"))
    subnet = other.subnet("a", other.vnet("phi"), private=False, defaultOutboundAccess=True, routeTable={"id": table.id})
    assert one.roads(form, f"{vnet.urn}#subnets/a") == other.roads(form, subnet) == {"phi": True, "internet": True}


def test_a_subnet_that_is_inline_and_a_resource_is_one_node(azure: Azure, form: str) -> None:
    vnet = azure.vnet("phi", subnets=[{"name": "Workload", "addressPrefix": "10.0.1.0/24", "defaultOutboundAccess": False}])
    subnet = azure.subnet("workload", vnet)
    assert {fact.urn for fact in azure.facts(form).of(SubnetFact)} == {subnet.urn}


def test_a_subnet_declared_twice_and_differently_is_said(azure: Azure, form: str) -> None:
    vnet = azure.vnet("phi", zone="phi", subnets=[{"name": "workload", "addressPrefix": "10.0.1.0/24", "defaultOutboundAccess": True}])
    azure.subnet("workload", vnet)
    assert azure.verdict(form, T1) == "unproven"


def test_a_nat_gateway_is_a_road_to_the_internet(azure: Azure, form: str) -> None:
    nat = azure.add("network:NatGateway", "nat", publicIpAddresses=[{"id": azure.public_address("ip").id}])
    subnet = azure.subnet("workload", azure.vnet("phi", zone="phi"), natGateway={"id": nat.id})
    assert azure.roads(form, subnet) == {"phi": True, "internet": True}
    assert azure.verdict(form, T1) == "violated"


def test_a_nat_gateway_without_a_public_address_translates_nothing(azure: Azure, form: str) -> None:
    nat = azure.add("network:NatGateway", "nat")
    subnet = azure.subnet("workload", azure.vnet("phi"), natGateway={"id": nat.id})
    assert azure.roads(form, subnet) == {"phi": True}


def test_a_nat_gateway_of_another_stack_is_a_road_too(azure: Azure, form: str) -> None:
    nat = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Network/natGateways/theirs"
    subnet = azure.subnet("workload", azure.vnet("phi"), natGateway={"id": nat})
    assert azure.roads(form, subnet) == {"phi": True, "internet": True}


def test_a_public_address_on_an_interface_opens_its_subnet(azure: Azure, form: str) -> None:
    subnet = azure.subnet("workload", azure.vnet("phi", zone="phi"))
    azure.machine("vm", azure.nic("nic", subnet, publicIPAddress={"id": azure.public_address("ip").id}))
    assert azure.roads(form, subnet) == {"phi": True, "internet": True}
    assert azure.verdict(form, T1) == "violated"


def test_an_interface_without_a_public_address_opens_nothing(azure: Azure, form: str) -> None:
    subnet = azure.subnet("workload", azure.vnet("phi"))
    azure.machine("vm", azure.nic("nic", subnet))
    assert azure.roads(form, subnet) == {"phi": True}


@pytest.mark.parametrize(
    ("sku", "more", "out"),
    [
        ("Standard", {"outboundRules": [{"name": "out", "protocol": "All"}]}, True),
        ("Standard", {"loadBalancingRules": [{"name": "in", "protocol": "Tcp", "frontendPort": 443}]}, True),
        ("Standard", {"loadBalancingRules": [{"name": "in", "protocol": "Tcp", "frontendPort": 443, "disableOutboundSnat": True}]}, True),
        ("Standard", {}, False),
        ("Basic", {}, True),
    ],
)
def test_a_public_load_balancer_gives_those_behind_it_a_way_out(azure: Azure, form: str, sku: str, more: dict, out: bool) -> None:  # type: ignore[type-arg]
    subnet = azure.subnet("workload", azure.vnet("phi"))
    front = [{"name": "front", "publicIPAddress": {"id": azure.public_address("ip").id}}]
    balancer = azure.add(
        "network:LoadBalancer", "lb", sku={"name": sku}, frontendIPConfigurations=front, backendAddressPools=[{"name": "pool"}], **more
    )
    azure.nic("nic", subnet, loadBalancerBackendAddressPools=[{"id": balancer.part("backendAddressPools/pool")}])
    assert azure.roads(form, subnet) == ({"phi": True, "internet": True} if out else {"phi": True})


def test_a_route_to_none_ends_default_outbound_access(azure: Azure, form: str) -> None:
    table = azure.table("rt", route("nowhere", "0.0.0.0/0", "None"))
    subnet = azure.subnet("workload", azure.vnet("phi", zone="phi"), private=False, defaultOutboundAccess=True, routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"phi": True}
    assert azure.verdict(form, T1) == "proven"


def test_a_longer_prefix_wins_over_the_route_to_none(azure: Azure, form: str) -> None:
    table = azure.table("rt", route("nowhere", "0.0.0.0/0", "None"), route("half", "128.0.0.0/1", "Internet"))
    subnet = azure.subnet("workload", azure.vnet("phi"), private=False, defaultOutboundAccess=True, routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"phi": True, "internet": True}


def test_a_route_of_its_own_counts_as_an_inline_one(azure: Azure, form: str) -> None:
    table = azure.table("rt")
    azure.add("network:Route", "nowhere", routeTableName="rt", addressPrefix="0.0.0.0/0", nextHopType="None")
    subnet = azure.subnet("workload", azure.vnet("phi"), private=False, defaultOutboundAccess=True, routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"phi": True}


def test_a_route_to_the_internet_of_a_private_subnet_is_never_a_pass_and_never_a_certain_leak(azure: Azure, form: str) -> None:
    table = azure.table("rt", route("out", "0.0.0.0/0", "Internet"))
    subnet = azure.subnet("workload", azure.vnet("phi", zone="phi"), routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"phi": True, "internet": False}
    assert azure.verdict(form, T1) == "unproven"


def test_a_route_table_outside_the_stack_is_unproven(azure: Azure, form: str) -> None:
    theirs = f"/subscriptions/{THEIRS}/resourceGroups/x/providers/Microsoft.Network/routeTables/theirs"
    azure.subnet("workload", azure.vnet("phi", zone="phi"), routeTable={"id": theirs})
    assert azure.verdict(form, T1) == "unproven"


def test_a_route_to_an_appliance_goes_on_by_its_subnet(azure: Azure, form: str) -> None:
    vnet = azure.vnet("egress")
    outer = azure.subnet("outer", vnet, "10.0.9.0/24", private=False, defaultOutboundAccess=True)
    azure.machine("appliance", azure.nic("appliance-nic", outer, privateIPAddress="10.0.9.4", enableIPForwarding=True))
    table = azure.table("rt", route("out", "0.0.0.0/0", "VirtualAppliance", "10.0.9.4"))
    subnet = azure.subnet("workload", vnet, routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"egress": True, "internet": True}


def test_a_route_to_an_address_that_nobody_has_is_unproven(azure: Azure, form: str) -> None:
    table = azure.table("rt", route("out", "0.0.0.0/0", "VirtualAppliance", "10.77.0.4"))
    subnet = azure.subnet("workload", azure.vnet("phi", zone="phi"), routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"phi": True, "10.77.0.4": False}
    assert azure.verdict(form, T1) == "unproven"


def test_a_route_by_service_tag_to_the_internet_is_a_road(azure: Azure, form: str) -> None:
    table = azure.table("rt", route("nowhere", "0.0.0.0/0", "None"), route("storage", "Storage", "Internet"))
    subnet = azure.subnet("workload", azure.vnet("phi"), private=False, defaultOutboundAccess=True, routeTable={"id": table.id})
    assert azure.roads(form, subnet) == {"phi": True, "internet": True}


def test_ids_are_compared_without_regard_to_case(azure: Azure, form: str) -> None:
    table = azure.table("rt", route("nowhere", "0.0.0.0/0", "None"))
    subnet = azure.subnet("workload", azure.vnet("phi"), private=False, defaultOutboundAccess=True, routeTable={"id": table.arm.upper()})
    assert azure.roads(form, subnet) == {"phi": True}


def test_training_with_a_way_out_breaks_segmentation(azure: Azure, form: str) -> None:
    azure.subnet("workload", azure.vnet("training", zone="training"), private=False, defaultOutboundAccess=True)
    assert azure.verdict(form, T4) == "violated"


def test_a_subnet_of_a_network_outside_the_stack_is_unproven(azure: Azure, form: str) -> None:
    azure.add("network:Subnet", "workload", virtualNetworkName="theirs", addressPrefix="10.0.1.0/24", defaultOutboundAccess=False)
    azure.vnet("phi", zone="phi")
    assert "which no resource of the stack is" in str([u.reason for u in azure.facts(form).of(Unreadable)])


@pytest.mark.parametrize(("space", "verdict"), [(("10.1.0.0/16",), "proven"), (("10.1.0.0/16", "fd00:1::/48"), "violated")])
def test_a_route_to_none_for_one_family_leaves_the_other_open(azure: Azure, form: str, space: tuple[str, ...], verdict: str) -> None:
    table = azure.table("rt", route("nowhere", "0.0.0.0/0", "None"))
    subnet = azure.subnet("workload", azure.vnet("phi", *space, zone="phi"), "10.1.1.0/24", routeTable={"id": table.id})
    azure.machine("vm", azure.nic("nic", subnet, publicIPAddress={"id": azure.public_address("ip").id}))
    assert azure.verdict(form, T1) == verdict


def test_a_subnet_that_is_shared_with_others_is_no_pass(azure: Azure, form: str) -> None:
    azure.subnet("workload", azure.vnet("phi", zone="phi"), sharingScope="Tenant")
    assert azure.verdict(form, T1) == "unproven"
