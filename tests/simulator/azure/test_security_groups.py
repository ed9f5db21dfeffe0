"""Security groups and their rules, route tables and their routes."""

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.network_places import ANY_RULE, interface, route_table, security_group
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import Subscription

RULE, NSG, ROUTE, TABLE = "network:SecurityRule", "network:NetworkSecurityGroup", "network:Route", "network:RouteTable"


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    places.group(azure)
    return azure


def rule(name: str = "in", **inputs: object) -> dict[str, object]:
    given = {**ANY_RULE, "resourceGroupName": GROUP, "networkSecurityGroupName": "nsg", "securityRuleName": name, **inputs}
    return {key: value for key, value in given.items() if value is not None}


def route(name: str = "out", prefix: str = "0.0.0.0/0", hop: str = "None", **inputs: object) -> dict[str, object]:
    inputs = {"addressPrefix": prefix, "nextHopType": hop, **inputs}
    return {"resourceGroupName": GROUP, "routeTableName": "table", "routeName": name, **inputs}


# Rules.


@pytest.mark.parametrize(("priority", "sound"), [(99, False), (100, True), (4096, True), (4097, False)])
def test_priorities_run_from_100_to_4096(azure: Subscription, priority: int, sound: bool) -> None:
    assert (azure.faults(RULE, **rule(priority=priority)) == []) is sound


@pytest.mark.parametrize(
    "prefix",
    ["*", "10.0.0.4", "10.0.0.0/24", "VirtualNetwork", "AzureLoadBalancer", "Internet", "Storage.WestEurope", "storage", "fd00::/64"],
)
def test_a_source_is_an_address_a_block_a_tag_or_everything(azure: Subscription, prefix: str) -> None:
    assert azure.faults(RULE, **rule(sourceAddressPrefix=prefix)) == []


@pytest.mark.parametrize("prefix", ["clinic.example", "10.0.0.0/33", "VirtualNetworks", "Storage.West.Europe", "10.0.0.1-10.0.0.9"])
def test_anything_else_is_no_source(azure: Subscription, prefix: str) -> None:
    assert [fault.split(":")[0] for fault in azure.faults(RULE, **rule(sourceAddressPrefix=prefix))] == ["sourceAddressPrefix"]


@pytest.mark.parametrize(
    ("port", "sound"), [("*", True), ("443", True), ("8000-8080", True), ("70000", False), ("90-80", False), ("https", False)]
)
def test_ports_are_numbers_ranges_or_all(azure: Subscription, port: str, sound: bool) -> None:
    assert (azure.faults(RULE, **rule(destinationPortRange=port)) == []) is sound


def test_a_rule_has_one_form_of_each_side(azure: Subscription) -> None:
    both = azure.faults(RULE, **rule(sourceAddressPrefixes=["10.0.1.0/24"]))
    assert [fault.split(":")[0] for fault in both] == ["sourceAddressPrefix"]
    assert "not none" in azure.faults(RULE, **rule(destinationAddressPrefix=None))[0]
    assert azure.faults(RULE, **rule(sourceAddressPrefix=None, sourceAddressPrefixes=["10.0.1.0/24", "10.0.2.0/24"])) == []
    assert len(azure.faults(RULE, **rule(sourceAddressPrefix=None, sourceAddressPrefixes=["*"]))) == 1
    assert len(azure.faults(RULE, **rule(destinationPortRanges=["80"]))) == 1


def test_words_of_rules_are_azures_in_letters_large_or_small(azure: Subscription) -> None:
    assert azure.faults(RULE, **rule(protocol="tcp", access="deny", direction="OUTBOUND")) == []
    assert len(azure.faults(RULE, **rule(protocol="HTTP", access="Drop", direction="In"))) == 3


def test_a_description_has_at_most_140_characters(azure: Subscription) -> None:
    assert azure.faults(RULE, **rule(description="x" * 140)) == []
    assert azure.faults(RULE, **rule(description="x" * 141)) != []


def test_a_priority_is_taken_once_a_direction(here: Subscription) -> None:
    security_group(here)
    here.make(RULE, **rule())
    here.refuses("SecurityRuleConflict", RULE, match="100 Inbound", **rule("again"))
    here.make(RULE, **rule("out", direction="Outbound"))
    other = here.make(RULE, **rule("later", priority=101))
    here.refuses_change("SecurityRuleConflict", other, priority=100)


def test_a_group_has_six_rules_that_nobody_wrote(here: Subscription) -> None:
    group = security_group(here)
    rules = {one["name"]: (one["priority"], one["access"]) for one in group["defaultSecurityRules"]}
    assert len(rules) == 6
    assert rules["AllowInternetOutBound"] == (65001, "Allow")
    assert rules["DenyAllInBound"] == (65500, "Deny")


def test_written_rules_and_rules_apart_give_one_list(here: Subscription) -> None:
    group = security_group(here, securityRules=[{"name": "first", **ANY_RULE}])
    assert [one["name"] for one in group["securityRules"]] == ["first"]
    here.refuses("SecurityRuleConflict", RULE, match="first", **rule("second"))
    here.make(RULE, **rule("second", priority=200))
    assert [one["name"] for one in here.read(group)[0]["securityRules"]] == ["first", "second"]
    here.change(group, securityRules=[{"name": "second", **ANY_RULE, "priority": 300}])
    assert [(one["name"], one["priority"]) for one in here.read(group)[0]["securityRules"]] == [("second", 300)]


def test_written_rules_are_judged_alike(here: Subscription) -> None:
    inputs = {"resourceGroupName": GROUP, "networkSecurityGroupName": "nsg"}
    assert here.faults(NSG, **inputs, securityRules=[{"name": "a", **ANY_RULE, "priority": 99}]) != []
    assert [f.split(":")[0] for f in here.faults(NSG, **inputs, securityRules=[ANY_RULE])] == ["securityRules[0].name"]
    two = [{"name": "a", **ANY_RULE}, {"name": "b", **ANY_RULE}]
    here.refuses("SecurityRuleConflict", NSG, **inputs, securityRules=two)


def test_an_application_group_in_a_rule_stays(here: Subscription) -> None:
    group = here.make("network:ApplicationSecurityGroup", resourceGroupName=GROUP, applicationSecurityGroupName="web")
    security_group(here)
    here.make(RULE, **rule(sourceAddressPrefix=None, sourceApplicationSecurityGroups=[{"id": group.id}]))
    here.refuses_delete("ApplicationSecurityGroupInUse", group)


def test_a_group_in_use_stays_and_shows_its_users(here: Subscription) -> None:
    group = security_group(here)
    vnet = places.network(here)
    place = places.subnet(here, vnet, networkSecurityGroup={"id": group.id})
    nic = here.make(
        "network:NetworkInterface",
        resourceGroupName=GROUP,
        networkInterfaceName="nic",
        networkSecurityGroup={"id": group.id},
        ipConfigurations=[{"name": "a", "subnet": {"id": place.id}}],
    )
    shown = here.read(group)[0]
    assert shown["subnets"] == [{"id": place.id}]
    assert shown["networkInterfaces"] == [{"id": nic.id}]
    here.refuses_delete("InUseNetworkSecurityGroupCannotBeDeleted", group)


def test_a_refresh_of_a_group_brings_no_rules_of_others_into_its_inputs(here: Subscription) -> None:
    group = security_group(here)
    here.make(RULE, **rule())
    assert "securityRules" not in here.read(group)[1]


# Routes.


def test_only_an_appliance_has_an_address(azure: Subscription) -> None:
    appliance = {"hop": "VirtualAppliance"}
    assert azure.faults(ROUTE, **route(**appliance)) == ["nextHopIpAddress: is required when nextHopType is VirtualAppliance"]
    assert azure.faults(ROUTE, **route(**appliance, nextHopIpAddress="10.0.1.4")) == []
    assert len(azure.faults(ROUTE, **route(nextHopIpAddress="10.0.1.4"))) == 1
    assert len(azure.faults(ROUTE, **route(**appliance, nextHopIpAddress="firewall"))) == 1
    assert len(azure.faults(ROUTE, **route(**appliance, nextHopIpAddress="127.0.0.1"))) == 1


@pytest.mark.parametrize(
    ("prefix", "sound"), [("0.0.0.0/0", True), ("AzureMonitor", True), ("10.0.0.1/8", False), ("10.0.0.0", False), ("all", False)]
)
def test_a_route_leads_to_a_block_or_a_tag(azure: Subscription, prefix: str, sound: bool) -> None:
    assert (azure.faults(ROUTE, **route(prefix=prefix)) == []) is sound


def test_a_route_has_a_hop_that_azure_knows(azure: Subscription) -> None:
    assert [f.split(":")[0] for f in azure.faults(ROUTE, **route(hop="Blackhole"))] == ["nextHopType"]
    assert azure.faults(ROUTE, **route(hop="vnetlocal")) == []


def test_a_table_has_one_route_to_a_prefix(here: Subscription) -> None:
    route_table(here)
    here.make(ROUTE, **route())
    here.refuses("RouteConflict", ROUTE, match="0.0.0.0/0", **route("again"))
    here.refuses("ParentResourceNotFound", ROUTE, **{**route(), "routeTableName": "nowhere"})


def test_written_routes_and_routes_apart_give_one_list(here: Subscription) -> None:
    table = route_table(here, routes=[{"name": "none", "addressPrefix": "0.0.0.0/0", "nextHopType": "None"}])
    here.refuses("RouteConflict", ROUTE, **route())
    here.make(ROUTE, **route("peer", "10.9.0.0/16", "VnetLocal"))
    outputs, inputs = here.read(table)
    assert [one["name"] for one in outputs["routes"]] == ["none", "peer"]
    assert outputs["disableBgpRoutePropagation"] is False
    here.change(table, routes=[])
    assert here.read(table)[0]["routes"] == []
    assert here.faults(TABLE, **inputs | {"routes": [{"name": "x", "nextHopType": "None"}]}) == ["routes[0].addressPrefix: is required"]


def test_a_table_in_use_stays(here: Subscription) -> None:
    table = route_table(here)
    place = places.subnet(here, places.network(here), routeTable={"id": table.id})
    assert here.read(table)[0]["subnets"] == [{"id": place.id}]
    here.refuses_delete("InUseRouteTableCannotBeDeleted", table)
    here.change(place, routeTable=None)
    here.delete(table)


def test_an_interface_is_no_place_for_another_networks_pool(here: Subscription) -> None:
    place = places.subnet(here, places.network(here))
    pool = f"/subscriptions/{here.id}/resourceGroups/{GROUP}/providers/Microsoft.Network/loadBalancers/lb/backendAddressPools/pool"
    with pytest.raises(Exception, match="does not exist"):
        interface(here, place, loadBalancerBackendAddressPools=[{"id": pool}])
