"""Roads between networks: peerings, gateways, circuits, virtual WANs."""

import pytest

from tests.simulator.azure import places
from tests.simulator.azure.network_places import gateway_inputs, peer, public_ip
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import Made, Subscription

PEERING, GATEWAY, CONNECTION = "network:VirtualNetworkPeering", "network:VirtualNetworkGateway", "network:VirtualNetworkGatewayConnection"
CIRCUIT, CIRCUIT_PEERING = "network:ExpressRouteCircuit", "network:ExpressRouteCircuitPeering"
HUB, HUB_CONNECTION, INTENT = "network:VirtualHub", "network:HubVirtualNetworkConnection", "network:RoutingIntent"
IN = {"resourceGroupName": GROUP}


@pytest.fixture
def vnet(azure: Subscription) -> Made:
    places.group(azure)
    return places.network(azure)


def side(from_: Made, to: Made, **inputs: object) -> dict[str, object]:
    return {**IN, "virtualNetworkName": from_.name, "virtualNetworkPeeringName": "side", "remoteVirtualNetwork": {"id": to.id}, **inputs}


def where(faults: list[str]) -> list[str]:
    return [fault.split(":")[0] for fault in faults]


# Peerings.


def test_a_peering_is_initiated_then_connected_then_disconnected(azure: Subscription, vnet: Made) -> None:
    other = places.network(azure, "other", "10.1.0.0/16")
    there = peer(azure, vnet, other)
    assert there["peeringState"] == "Initiated"
    back = peer(azure, other, vnet)
    assert back["peeringState"] == azure.read(there)[0]["peeringState"] == "Connected"
    azure.delete(back)
    outputs, inputs = azure.read(there)
    assert outputs["peeringState"] == "Disconnected"
    assert "peeringState" not in inputs


def test_peered_networks_share_no_addresses(azure: Subscription, vnet: Made) -> None:
    same = places.network(azure, "same", "10.0.128.0/17")
    azure.refuses("VnetAddressSpacesOverlap", PEERING, **side(vnet, same))
    first, second = places.network(azure, "first", "10.1.0.0/16"), places.network(azure, "second", "10.1.128.0/17")
    peer(azure, vnet, first)
    azure.refuses("VnetAddressSpaceOverlapsWithAlreadyPeeredVnet", PEERING, match="first", **side(vnet, second))


def test_two_networks_are_peered_once_and_none_with_itself(azure: Subscription, vnet: Made) -> None:
    other = places.network(azure, "other", "10.1.0.0/16")
    peer(azure, vnet, other)
    azure.refuses("AnotherPeeringAlreadyReferencesRemoteVnet", PEERING, **side(vnet, other))
    azure.refuses("InvalidPeering", PEERING, **side(vnet, vnet))
    assert where(azure.faults(PEERING, **IN, virtualNetworkName="vnet")) == ["remoteVirtualNetwork"]


def test_a_network_of_another_subscription_may_be_peered(azure: Subscription, other: Subscription, vnet: Made) -> None:
    places.group(other)
    theirs = places.network(other, "theirs", "10.1.0.0/16")
    made = peer(azure, vnet, theirs)
    peer(other, theirs, vnet)
    assert azure.read(made)[0]["peeringState"] == "Connected"
    assert made["remoteAddressSpace"] == {"addressPrefixes": ["10.1.0.0/16"]}


def gateway(azure: Subscription, vnet: Made, name: str = "gateway", cidr: str = "10.0.255.0/27") -> Made:
    return azure.make(GATEWAY, **gateway_inputs(places.subnet(azure, vnet, "GatewaySubnet", cidr), public_ip(azure, f"{name}-ip"), name))


def test_a_borrowed_gateway_exists_is_lent_and_the_only_one(azure: Subscription, vnet: Made) -> None:
    hub = places.network(azure, "hub", "10.1.0.0/16")
    assert where(azure.faults(PEERING, **side(vnet, hub, useRemoteGateways=True, allowGatewayTransit=True))) == ["useRemoteGateways"]
    azure.refuses("RemoteVnetHasNoGateways", PEERING, **side(vnet, hub, useRemoteGateways=True))
    gateway(azure, hub, "hub", "10.1.255.0/27")
    lending = peer(azure, hub, vnet)
    azure.refuses("RemotePeeringDoesNotAllowGatewayTransit", PEERING, **side(vnet, hub, useRemoteGateways=True))
    azure.change(lending, allowGatewayTransit=True)
    azure.make(PEERING, **side(vnet, hub, useRemoteGateways=True))
    third = places.network(azure, "third", "10.2.0.0/16")
    gateway(azure, third, "third", "10.2.255.0/27")
    azure.refuses("OnlyOnePeeringCanUseRemoteGateways", PEERING, **side(vnet, third, useRemoteGateways=True, virtualNetworkPeeringName="x"))


# Gateways.


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"sku": {"name": "ErGw1AZ"}}, "sku.name"),
        ({"gatewayType": "ExpressRoute", "sku": {"name": "VpnGw1"}}, "sku.name"),
        ({"gatewayType": "Tunnel"}, "gatewayType"),
        ({"activeActive": True}, "ipConfigurations"),
        (
            {"ipConfigurations": [{"name": "a", "subnet": {"id": "/v/subnets/workload"}, "publicIPAddress": {"id": "/p"}}]},
            "ipConfigurations[0].subnet.id",
        ),
        ({"ipConfigurations": [{"name": "a", "subnet": {"id": "/v/subnets/GatewaySubnet"}}]}, "ipConfigurations[0].publicIPAddress"),
    ],
)
def test_a_gateway_is_of_a_kind_and_size_that_go_together(azure: Subscription, change: dict[str, object], path: str) -> None:
    inputs = gateway_inputs(Made("", "/v/subnets/GatewaySubnet", {}, {}), Made("", "/p", {}, {}))
    assert azure.faults(GATEWAY, **inputs) == []
    assert where(azure.faults(GATEWAY, **inputs | change)) == [path]


def test_a_network_has_one_gateway_of_a_kind(azure: Subscription, vnet: Made) -> None:
    first = gateway(azure, vnet)
    assert first["bgpSettings"]["asn"] == 65515
    place = Made("", f"{vnet.id}/subnets/GatewaySubnet", {}, {})
    azure.refuses("GatewaySubnetHasGateway", GATEWAY, match=first.id, **gateway_inputs(place, public_ip(azure, "p2"), "second"))
    express = gateway_inputs(place, public_ip(azure, "p3"), "er", gatewayType="ExpressRoute", sku={"name": "ErGw1AZ", "tier": "ErGw1AZ"})
    azure.make(GATEWAY, **{k: v for k, v in express.items() if k != "vpnType"})


def connect(first: Made, kind: str = "IPsec", **inputs: object) -> dict[str, object]:
    return {**IN, "virtualNetworkGatewayConnectionName": "c", "connectionType": kind, "virtualNetworkGateway1": {"id": first.id}, **inputs}


def site(**inputs: object) -> dict[str, object]:
    space = {"addressPrefixes": ["192.168.0.0/24"]}
    return {**IN, "localNetworkGatewayName": "site", "gatewayIpAddress": "203.0.113.9", "localNetworkAddressSpace": space, **inputs}


def test_a_site_has_an_address_or_a_name_and_something_behind_it(azure: Subscription) -> None:
    local = "network:LocalNetworkGateway"
    assert azure.faults(local, **site()) == []
    assert len(azure.faults(local, **site(fqdn="vpn.example"))) == 1
    assert where(azure.faults(local, **{k: v for k, v in site().items() if k != "localNetworkAddressSpace"})) == [
        "localNetworkAddressSpace"
    ]
    assert where(azure.faults(local, **site(gatewayIpAddress="vpn"))) == ["gatewayIpAddress"]


def test_a_connection_names_the_other_side_of_its_kind(azure: Subscription, vnet: Made) -> None:
    first = gateway(azure, vnet)
    local = azure.make("network:LocalNetworkGateway", **site())
    assert where(azure.faults(CONNECTION, **connect(first))) == ["localNetworkGateway2"]
    assert where(azure.faults(CONNECTION, **connect(first, "ExpressRoute", localNetworkGateway2={"id": local.id}))) == [
        "localNetworkGateway2",
        "peer",
    ]
    made = azure.make(CONNECTION, **connect(first, localNetworkGateway2={"id": local.id}, sharedKey="x"))
    assert made["connectionStatus"] == "Unknown"
    azure.refuses_delete("GatewayConnectionsExist", first)
    azure.refuses_delete("LocalNetworkGatewayInUse", local)


def circuit(azure: Subscription, **inputs: object) -> Made:
    provider = {"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 200}
    sku = {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"}
    return azure.make(CIRCUIT, **{**IN, "circuitName": "line", "serviceProviderProperties": provider, "sku": sku, **inputs})


def test_a_circuit_is_a_providers_line_with_a_sku_that_says_itself(azure: Subscription) -> None:
    provider = {"serviceProviderName": "E", "peeringLocation": "A", "bandwidthInMbps": 300}
    sku = {"name": "Premium_MeteredData", "tier": "Standard", "family": "MeteredData"}
    faults = azure.faults(CIRCUIT, **IN, serviceProviderProperties=provider, sku=sku)
    assert where(faults) == ["serviceProviderProperties.bandwidthInMbps", "sku.name"]
    local = {"name": "Local_MeteredData", "tier": "Local", "family": "MeteredData"}
    assert where(azure.faults(CIRCUIT, **IN, sku=local)) == ["serviceProviderProperties", "sku.family"]


def line_peering(**inputs: object) -> dict[str, object]:
    blocks = {"primaryPeerAddressPrefix": "192.168.15.16/30", "secondaryPeerAddressPrefix": "192.168.15.20/30"}
    return {
        **IN,
        "circuitName": "line",
        "peeringName": "AzurePrivatePeering",
        "peeringType": "AzurePrivatePeering",
        "peerASN": 65010,
        "vlanId": 100,
        **blocks,
        **inputs,
    }


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"primaryPeerAddressPrefix": "192.168.15.0/29"}, "primaryPeerAddressPrefix"),
        ({"vlanId": 4095}, "vlanId"),
        ({"peerASN": 65515}, "peerASN"),
        ({"peeringName": "mine"}, "peeringName"),
    ],
)
def test_a_peering_of_a_circuit_has_two_blocks_a_vlan_and_a_number(azure: Subscription, change: dict[str, object], path: str) -> None:
    assert azure.faults(CIRCUIT_PEERING, **line_peering()) == []
    assert path in where(azure.faults(CIRCUIT_PEERING, **line_peering(**change)))


def test_a_circuit_of_another_subscription_needs_a_key(azure: Subscription, other: Subscription, vnet: Made) -> None:
    places.group(other)
    line = circuit(other)
    other.make(CIRCUIT_PEERING, **line_peering())
    key = other.make("network:ExpressRouteCircuitAuthorization", **IN, circuitName="line", authorizationName="clinic")
    place = places.subnet(azure, vnet, "GatewaySubnet", "10.0.255.0/27")
    inputs = gateway_inputs(place, public_ip(azure), gatewayType="ExpressRoute", sku={"name": "ErGw1AZ", "tier": "ErGw1AZ"})
    first = azure.make(GATEWAY, **{k: v for k, v in inputs.items() if k != "vpnType"})
    wanted = connect(first, "ExpressRoute", peer={"id": line.id})
    azure.refuses("AuthorizationKeyRequired", CONNECTION, **wanted)
    made = azure.make(CONNECTION, **wanted, authorizationKey=key["authorizationKey"])
    assert other.read(key)[0]["connectionResourceUri"] == made.id
    other.refuses_delete("CircuitAuthorizationInUse", key)
    other.refuses_delete("CircuitHasConnections", line)


def test_a_vpn_gateway_carries_no_circuit(azure: Subscription, vnet: Made) -> None:
    line = circuit(azure)
    azure.refuses("InvalidGatewayType", CONNECTION, **connect(gateway(azure, vnet), "ExpressRoute", peer={"id": line.id}))


# Virtual WANs.


@pytest.fixture
def hub(azure: Subscription, vnet: Made) -> Made:
    wan = azure.make("network:VirtualWan", **IN, virtualWANName="wan", type="Standard")
    return azure.make(HUB, **IN, virtualHubName="hub", addressPrefix="10.50.0.0/23", virtualWan={"id": wan.id}, sku="Standard")


def join(vnet: Made, name: str = "join", **inputs: object) -> dict[str, object]:
    return {**IN, "virtualHubName": "hub", "connectionName": name, "remoteVirtualNetwork": {"id": vnet.id}, **inputs}


def test_a_hub_has_a_24_at_least_and_holds_its_wan(azure: Subscription, hub: Made) -> None:
    inputs = {**IN, "virtualHubName": "h", "virtualWan": hub.inputs["virtualWan"]}
    assert where(azure.faults(HUB, **inputs)) == ["addressPrefix"]
    assert azure.faults(HUB, **inputs, addressPrefix="10.51.0.0/25") == [
        "addressPrefix: '10.51.0.0/25' has prefix length /25; a hub needs a /24 at least"
    ]
    wan = Made("urn:pulumi:dev::test::azure-native:network:VirtualWan::w", hub.inputs["virtualWan"]["id"], {}, {})
    azure.refuses_delete("VirtualWanInUse", wan)


def test_a_network_joins_one_hub_with_addresses_of_its_own(azure: Subscription, vnet: Made, hub: Made) -> None:
    made = azure.make(HUB_CONNECTION, **join(vnet))
    assert made["routingConfiguration"]["associatedRouteTable"]["id"].endswith("/defaultRouteTable")
    azure.refuses("VirtualNetworkIsConnectedToAnotherHub", HUB_CONNECTION, **join(vnet, "again"))
    azure.refuses("AddressSpaceOverlaps", HUB_CONNECTION, **join(places.network(azure, "like", "10.0.64.0/18"), "like"))
    azure.refuses("AddressSpaceOverlaps", HUB_CONNECTION, **join(places.network(azure, "inside", "10.50.0.0/24"), "inside"))
    azure.refuses_delete("VirtualHubInUse", hub)
    azure.refuses_delete("InUseVirtualNetworkCannotBeDeleted", vnet)


def test_a_network_with_a_gateway_joins_no_hub(azure: Subscription, vnet: Made, hub: Made) -> None:
    gateway(azure, vnet)
    azure.refuses("VirtualNetworkHasGateway", HUB_CONNECTION, **join(vnet))


def test_a_hub_is_born_with_two_tables_that_stay(azure: Subscription, hub: Made) -> None:
    default = f"{hub.id}/hubRouteTables/defaultRouteTable"
    assert azure.object(default)
    table = Made("urn:pulumi:dev::test::azure-native:network:HubRouteTable::t", default, {}, {})
    azure.refuses_delete("CannotDeleteDefaultHubRouteTable", table)
    route = {"name": "a", "destinationType": "CIDR", "destinations": ["0.0.0.0/0"], "nextHopType": "ResourceId", "nextHop": "/nowhere"}
    azure.refuses("InvalidResourceReference", "network:HubRouteTable", **IN, virtualHubName="hub", routeTableName="own", routes=[route])


def test_routing_intent_leads_into_the_hubs_own_firewall(azure: Subscription, hub: Made) -> None:
    firewall = azure.make(
        "network:AzureFirewall", **IN, azureFirewallName="f", sku={"name": "AZFW_Hub", "tier": "Premium"}, virtualHub={"id": hub.id}
    )
    inputs = {**IN, "virtualHubName": "hub", "routingIntentName": "intent"}
    policy = {"name": "all", "destinations": ["Internet", "PrivateTraffic"], "nextHop": firewall.id}
    assert azure.faults(INTENT, **inputs, routingPolicies=[{**policy, "destinations": ["Everything"]}]) != []
    assert len(azure.faults(INTENT, **inputs, routingPolicies=[policy, {**policy, "name": "again"}])) == 2
    azure.refuses("InvalidResourceReference", INTENT, **inputs, routingPolicies=[{**policy, "nextHop": "/nowhere"}])
    azure.make(INTENT, **inputs, routingPolicies=[policy])
    azure.refuses("RoutingIntentAlreadyExists", INTENT, **inputs | {"routingIntentName": "two"}, routingPolicies=[policy])


def test_a_hub_has_one_gateway_of_a_kind(azure: Subscription, hub: Made) -> None:
    azure.make("network:VpnGateway", **IN, gatewayName="vpn", virtualHub={"id": hub.id})
    azure.refuses("VirtualHubHasGateway", "network:VpnGateway", **IN, gatewayName="vpn2", virtualHub={"id": hub.id})
    azure.make("network:ExpressRouteGateway", **IN, expressRouteGatewayName="er", virtualHub={"id": hub.id})
    azure.refuses_delete("VirtualHubInUse", hub)


# What joins a WAN from outside.


def test_a_site_can_be_reached_and_is_joined_once(azure: Subscription, hub: Made) -> None:
    kind, wan = "network:VpnSite", hub.inputs["virtualWan"]
    assert where(azure.faults(kind, **IN, virtualWan=wan)) == ["vpnSiteLinks", "addressSpace"]
    site_ = azure.make(
        kind, **IN, vpnSiteName="branch", virtualWan=wan, ipAddress="203.0.113.8", addressSpace={"addressPrefixes": ["192.168.5.0/24"]}
    )
    gateway_ = azure.make("network:VpnGateway", **IN, gatewayName="vpn", virtualHub={"id": hub.id})
    inputs = {**IN, "gatewayName": "vpn", "remoteVpnSite": {"id": site_.id}}
    made = azure.make("network:VpnConnection", **inputs, connectionName="branch")
    azure.refuses("VpnSiteIsConnected", "network:VpnConnection", **inputs, connectionName="again")
    outputs, read_inputs = azure.read(gateway_)
    assert [one["id"] for one in outputs["connections"]] == [made.id]
    assert "connections" not in read_inputs
    assert where(azure.faults("network:VpnConnection", **IN, gatewayName="vpn")) == ["remoteVpnSite"]
    selectors = azure.faults("network:VpnConnection", **inputs, usePolicyBasedTrafficSelectors=True)
    assert where(selectors) == ["ipsecPolicies"]


def test_a_strangers_circuit_joins_a_hub_with_a_key(azure: Subscription, other: Subscription, hub: Made) -> None:
    places.group(other)
    circuit(other)
    peering = other.make(CIRCUIT_PEERING, **line_peering())
    azure.make("network:ExpressRouteGateway", **IN, expressRouteGatewayName="er", virtualHub={"id": hub.id})
    inputs = {**IN, "expressRouteGatewayName": "er", "connectionName": "line", "name": "line"}
    wanted = {**inputs, "expressRouteCircuitPeering": {"id": peering.id}}
    azure.refuses("AuthorizationKeyRequired", "network:ExpressRouteConnection", **wanted)
    azure.make("network:ExpressRouteConnection", **wanted, authorizationKey="key")
    other.refuses_delete("CircuitHasConnections", peering)
