"""Networks and subnets: what Azure takes and refuses."""

from typing import Any

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.network_places import interface, route_table, security_group
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import Made, Subscription

VNET, SUBNET = "network:VirtualNetwork", "network:Subnet"


@pytest.fixture
def vnet(azure: Subscription) -> Made:
    places.group(azure)
    return places.network(azure)


def part(vnet: Made, name: str = "workload", cidr: str = "10.0.0.0/24", **inputs: Any) -> dict[str, Any]:
    return {"resourceGroupName": GROUP, "virtualNetworkName": vnet.name, "subnetName": name, "addressPrefix": cidr, **inputs}


def inline(name: str = "workload", cidr: str = "10.0.0.0/24", **inputs: Any) -> dict[str, Any]:
    return {"name": name, "addressPrefix": cidr, **inputs}


def network(*subnets: dict[str, Any], name: str = "vnet2", cidr: str = "10.0.0.0/16", **inputs: Any) -> dict[str, Any]:
    space = {"addressPrefixes": [cidr]}
    return {"resourceGroupName": GROUP, "virtualNetworkName": name, "addressSpace": space, "subnets": list(subnets), **inputs}


# Networks.


@pytest.mark.parametrize(
    "cidr", ["10.0.0.0/30", "10.0.0.1/16", "10.0.0.0", "everywhere", "224.0.0.0/8", "169.254.1.0/24", "168.63.129.0/24"]
)
def test_a_network_takes_blocks_of_2_to_29_bits_that_azure_does_not_keep(azure: Subscription, cidr: str) -> None:
    assert [fault.split(":")[0] for fault in azure.faults(VNET, **network(cidr=cidr))] == ["addressSpace.addressPrefixes[0]"]


def test_blocks_of_a_network_do_not_overlap(azure: Subscription) -> None:
    space = {"addressPrefixes": ["10.0.0.0/16", "10.0.128.0/17"]}
    assert azure.faults(VNET, **network() | {"addressSpace": space}) == [
        "addressSpace.addressPrefixes: 10.0.128.0/17 overlaps with 10.0.0.0/16"
    ]


def test_a_network_needs_an_address_space(azure: Subscription) -> None:
    inputs = network()
    del inputs["addressSpace"]
    assert azure.faults(VNET, **inputs) == ["addressSpace.addressPrefixes: at least one address block must be given"]


@pytest.mark.parametrize(
    ("name", "sound"), [("v", False), ("vn", True), ("_vnet", False), ("vnet-", False), ("vnet_", True), ("x" * 65, False)]
)
def test_names_of_networks_have_2_to_64_letters_of_azures_form(azure: Subscription, name: str, sound: bool) -> None:
    assert (azure.faults(VNET, **network(name=name)) == []) is sound


def test_ddos_protection_needs_a_plan(azure: Subscription) -> None:
    assert azure.faults(VNET, **network(enableDdosProtection=True)) == ["ddosProtectionPlan: is required when enableDdosProtection is true"]


def test_a_dns_server_is_an_address(azure: Subscription) -> None:
    faults = azure.faults(VNET, **network(dhcpOptions={"dnsServers": ["10.0.0.4", "dns.clinic"]}))
    assert [fault.split(":")[0] for fault in faults] == ["dhcpOptions.dnsServers[1]"]


def test_a_network_moves_by_being_another_one(azure: Subscription, vnet: Made) -> None:
    assert azure.replaced_by(vnet, location="northeurope") == ["location"]
    assert azure.replaced_by(vnet, addressSpace={"addressPrefixes": ["10.0.0.0/15"]}) == []


# Subnets.


@pytest.mark.parametrize("cidr", ["10.0.0.0/30", "10.0.0.0/32", "10.0.0.3/24", "10.0.0.0"])
def test_the_smallest_subnet_has_eight_addresses(azure: Subscription, vnet: Made, cidr: str) -> None:
    assert [fault.split(":")[0] for fault in azure.faults(SUBNET, **part(vnet, cidr=cidr))] == ["addressPrefix"]
    assert azure.faults(SUBNET, **part(vnet, cidr="10.0.0.0/29")) == []


def test_an_ipv6_subnet_is_exactly_a_64(azure: Subscription, vnet: Made) -> None:
    prefixes = ["10.0.0.0/24", "fd00:1::/48"]
    faults = azure.faults(SUBNET, resourceGroupName=GROUP, virtualNetworkName="vnet", subnetName="two", addressPrefixes=prefixes)
    assert faults == ["addressPrefixes[1]: 'fd00:1::/48' has prefix length /48; the IPv6 block of a subnet is exactly /64"]


def test_a_subnet_has_one_form_of_block(azure: Subscription, vnet: Made) -> None:
    inputs = part(vnet, addressPrefixes=["10.0.1.0/24"])
    assert azure.faults(SUBNET, **inputs) == ["addressPrefixes: conflicts with addressPrefix: at most one of the two may be given"]
    del inputs["addressPrefix"], inputs["addressPrefixes"]
    assert [fault.split(":")[0] for fault in azure.faults(SUBNET, **inputs)] == ["addressPrefix"]


def test_a_subnet_lies_in_its_networks_space(azure: Subscription, vnet: Made) -> None:
    azure.refuses("NetcfgInvalidSubnet", SUBNET, **part(vnet, cidr="10.1.0.0/24"))


def test_subnets_do_not_overlap(azure: Subscription, vnet: Made) -> None:
    places.subnet(azure, vnet)
    azure.refuses("NetcfgSubnetRangesOverlap", SUBNET, match="workload", **part(vnet, "other", "10.0.0.128/25"))
    places.subnet(azure, vnet, "other", "10.0.1.0/24")


def test_a_subnet_needs_its_network(azure: Subscription) -> None:
    places.group(azure)
    missing = {"resourceGroupName": GROUP, "virtualNetworkName": "nowhere", "subnetName": "a", "addressPrefix": "10.0.0.0/24"}
    azure.refuses("ParentResourceNotFound", SUBNET, **missing)


@pytest.mark.parametrize(
    ("name", "cidr", "sound"),
    [
        ("AzureFirewallSubnet", "10.0.1.0/26", True),
        ("AzureFirewallSubnet", "10.0.1.0/27", False),
        ("azurefirewallsubnet", "10.0.1.0/27", False),
        ("AzureFirewallManagementSubnet", "10.0.1.0/27", False),
        ("AzureBastionSubnet", "10.0.1.0/26", True),
        ("AzureBastionSubnet", "10.0.1.0/27", False),
        ("GatewaySubnet", "10.0.1.0/29", True),
        ("RouteServerSubnet", "10.0.1.0/27", False),
    ],
)
def test_reserved_subnets_have_their_least_size(azure: Subscription, vnet: Made, name: str, cidr: str, sound: bool) -> None:
    assert (azure.faults(SUBNET, **part(vnet, name, cidr)) == []) is sound


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("AzureFirewallSubnet", "NetworkSecurityGroupNotAllowedOnAzureFirewallSubnet"),
        ("GatewaySubnet", "NetworkSecurityGroupCannotBeAttachedToGatewaySubnet"),
        ("RouteServerSubnet", "NetworkSecurityGroupCannotBeAttachedToRouteServerSubnet"),
    ],
)
def test_reserved_subnets_take_no_security_group(azure: Subscription, vnet: Made, name: str, code: str) -> None:
    group = security_group(azure)
    azure.refuses(code, SUBNET, **part(vnet, name, "10.0.1.0/26", networkSecurityGroup={"id": group.id}))
    azure.make(SUBNET, **part(vnet, "AzureBastionSubnet", "10.0.2.0/26", networkSecurityGroup={"id": group.id}))


def test_bastions_subnet_takes_no_route_table(azure: Subscription, vnet: Made) -> None:
    table = route_table(azure)
    inputs = part(vnet, "AzureBastionSubnet", "10.0.1.0/26", routeTable={"id": table.id})
    azure.refuses("RouteTableCannotBeAttachedForAzureBastionSubnet", SUBNET, **inputs)
    azure.make(SUBNET, **part(vnet, "AzureFirewallSubnet", "10.0.1.0/26", routeTable={"id": table.id}))


def test_a_subnet_is_delegated_to_one_service(azure: Subscription, vnet: Made) -> None:
    one = {"name": "a", "serviceName": "Microsoft.Network/dnsResolvers"}
    assert azure.faults(SUBNET, **part(vnet, delegations=[one])) == []
    two = [one, {"name": "b", "serviceName": "Microsoft.Web/serverFarms"}]
    assert azure.faults(SUBNET, **part(vnet, delegations=two)) == ["delegations: has length 2; a subnet is delegated to one service"]
    assert len(azure.faults(SUBNET, **part(vnet, delegations=[{"name": "a", "serviceName": "dnsResolvers"}]))) == 1
    assert len(azure.faults(SUBNET, **part(vnet, "GatewaySubnet", delegations=[one]))) == 1


def test_what_a_subnet_refers_to_must_stand_in_its_region(azure: Subscription, vnet: Made) -> None:
    azure.refuses("InvalidResourceReference", SUBNET, **part(vnet, networkSecurityGroup={"id": vnet.id.replace("virtualNetworks", "x")}))
    abroad = security_group(azure, location="northeurope")
    azure.refuses("InvalidResourceReference", SUBNET, match="same region", **part(vnet, networkSecurityGroup={"id": abroad.id}))


def test_what_a_subnet_refers_to_is_of_its_subscription(azure: Subscription, other: Subscription, vnet: Made) -> None:
    places.group(other)
    azure.refuses("InvalidResourceReference", SUBNET, **part(vnet, networkSecurityGroup={"id": security_group(other).id}))


def test_ids_are_compared_without_regard_to_case(azure: Subscription, vnet: Made) -> None:
    group = security_group(azure)
    azure.make(SUBNET, **part(vnet, networkSecurityGroup={"id": group.id.upper().replace("/SUBSCRIPTIONS", "/subscriptions")}))
    azure.refuses_delete("InUseNetworkSecurityGroupCannotBeDeleted", group)


def test_default_outbound_access_changes_in_place(azure: Subscription, vnet: Made) -> None:
    made = azure.make(SUBNET, **part(vnet, "open", "10.0.1.0/24"))
    assert azure.replaced_by(made, defaultOutboundAccess=False) == []
    assert azure.change(made, defaultOutboundAccess=False)["defaultOutboundAccess"] is False
    assert "defaultOutboundAccess" not in azure.change(made, defaultOutboundAccess=None)


def test_newer_api_versions_keep_what_a_subnet_was_made_with(azure: Subscription, vnet: Made) -> None:
    old = azure.make(SUBNET, **part(vnet, "old", "10.0.1.0/24", azureApiVersion="2024-05-01"))
    assert "defaultOutboundAccess" not in azure.change(old, azureApiVersion="2025-07-01")
    new = azure.make(SUBNET, **part(vnet, "new", "10.0.2.0/24", azureApiVersion="2025-07-01"))
    assert azure.change(new, serviceEndpoints=[])["defaultOutboundAccess"] is False


def test_the_api_version_decides_what_absent_default_outbound_access_means(azure: Subscription, vnet: Made) -> None:
    old = azure.make(SUBNET, **part(vnet, "old", "10.0.1.0/24", azureApiVersion="2024-05-01"))
    new = azure.make(SUBNET, **part(vnet, "new", "10.0.2.0/24", azureApiVersion="2025-07-01"))
    told = azure.make(SUBNET, **part(vnet, "told", "10.0.3.0/24", azureApiVersion="2025-07-01", defaultOutboundAccess=True))
    assert "defaultOutboundAccess" not in old.outputs
    assert new["defaultOutboundAccess"] is False
    assert told["defaultOutboundAccess"] is True


def test_sharing_needs_a_private_subnet(azure: Subscription, vnet: Made) -> None:
    assert azure.faults(SUBNET, **part(vnet, sharingScope="Tenant")) == [
        "sharingScope: can only be given together with defaultOutboundAccess false"
    ]
    assert azure.faults(SUBNET, **part(vnet, sharingScope="Tenant", defaultOutboundAccess=False)) == []


def test_a_subnet_in_use_stays_and_keeps_its_addresses(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet)
    nic = interface(azure, place)
    azure.refuses_delete("InUseSubnetCannotBeDeleted", place, "nic")
    azure.refuses_delete("InUseSubnetCannotBeDeleted", vnet, "nic")
    azure.refuses_change("InUsePrefixCannotBeDeleted", place, addressPrefix="10.0.1.0/24")
    azure.delete(nic)
    azure.change(place, addressPrefix="10.0.1.0/24")
    azure.delete(vnet)
    assert azure.object(place.id) is None


def test_a_subnet_shows_who_is_in_it(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet)
    assert place["ipConfigurations"] == []
    nic = interface(azure, place)
    assert azure.read(place)[0]["ipConfigurations"] == [{"id": f"{nic.id}/ipConfigurations/first"}]


def test_a_subnets_network_policies_have_their_defaults(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet)
    assert (place["privateEndpointNetworkPolicies"], place["privateLinkServiceNetworkPolicies"]) == ("Disabled", "Enabled")
    assert azure.faults(SUBNET, **part(vnet, privateEndpointNetworkPolicies="On")) != []


# Inline and apart.


def test_subnets_written_into_a_network_are_subnets(azure: Subscription) -> None:
    places.group(azure)
    vnet = azure.make(VNET, **network(inline()))
    nic = interface(azure, Made("", f"{vnet.id}/subnets/workload", {"resourceGroupName": GROUP}, {}))
    assert nic["ipConfigurations"][0]["privateIPAddress"].startswith("10.0.0.")
    azure.refuses_delete("InUseSubnetCannotBeDeleted", vnet, "nic")


def test_a_network_lists_its_subnets_whichever_way_they_were_made(azure: Subscription, vnet: Made) -> None:
    apart = places.subnet(azure, vnet)
    outputs, inputs = azure.read(vnet)
    assert [one["id"] for one in outputs["subnets"]] == [apart.id]
    assert "subnets" not in inputs


def test_both_ways_show_the_same_subnet(azure: Subscription, vnet: Made) -> None:
    wanted: dict[str, Any] = {"defaultOutboundAccess": False, "serviceEndpoints": [{"service": "Microsoft.Storage"}]}
    apart = azure.make(SUBNET, **part(vnet, **wanted))
    within = azure.make(VNET, **network(inline(**wanted)))["subnets"][0]
    same = ("addressPrefix", "defaultOutboundAccess", "serviceEndpoints", "privateEndpointNetworkPolicies", "type", "name")
    assert {name: apart[name] for name in same} == {name: within[name] for name in same}


def test_a_list_of_subnets_that_is_left_out_keeps_what_stands(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet)
    azure.change(vnet, tags={"ai-zone": "phi"})
    assert azure.object(place.id)


def test_a_list_of_subnets_is_whole(azure: Subscription) -> None:
    places.group(azure)
    vnet = azure.make(VNET, **network(inline(), inline("second", "10.0.1.0/24")))
    azure.change(vnet, subnets=[inline()])
    assert azure.object(f"{vnet.id}/subnets/second") is None
    interface(azure, Made("", f"{vnet.id}/subnets/workload", {"resourceGroupName": GROUP}, {}))
    azure.refuses_change("InUseSubnetCannotBeDeleted", vnet, subnets=[inline("second", "10.0.1.0/24")])


def test_subnets_written_into_a_network_are_judged_alike(azure: Subscription) -> None:
    places.group(azure)
    assert azure.faults(VNET, **network(inline("AzureFirewallSubnet", "10.0.0.0/27"))) != []
    assert azure.faults(VNET, **network(inline(), inline(cidr="10.0.1.0/24"))) == ["subnets[1].name: 'workload' is given twice"]
    assert azure.faults(VNET, **network({"addressPrefix": "10.0.0.0/24"})) == ["subnets[0].name: is required"]
    azure.refuses("NetcfgInvalidSubnet", VNET, **network(inline(cidr="10.1.0.0/24")))
    azure.refuses("NetcfgSubnetRangesOverlap", VNET, **network(inline(), inline("b", "10.0.0.0/25")))


def test_a_network_cannot_shrink_below_its_subnets(azure: Subscription, vnet: Made) -> None:
    places.subnet(azure, vnet, cidr="10.0.200.0/24")
    azure.refuses_change("NetcfgInvalidSubnet", vnet, addressSpace={"addressPrefixes": ["10.0.0.0/17"]})


def test_a_preview_knows_what_is_given_and_nothing_else(azure: Subscription, vnet: Made) -> None:
    planned = azure.plan(SUBNET, **part(vnet))
    assert planned["addressPrefix"] == "10.0.0.0/24"
    assert repr(planned["privateEndpointNetworkPolicies"]) == repr(planned["provisioningState"]) == "<unknown>"


def test_making_a_subnet_twice_is_refused(azure: Subscription, vnet: Made) -> None:
    places.subnet(azure, vnet)
    azure.refuses("", SUBNET, match="cannot create already existing resource", **part(vnet))
