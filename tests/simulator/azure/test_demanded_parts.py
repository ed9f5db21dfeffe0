"""What network resources need and can't have together: one line a documented demand, each judged alone."""

from typing import Any

import pytest

from simulator.rules.azure_native.kinds import PUBLIC_IP
from simulator.world import Object
from tests.simulator.azure import places
from tests.simulator.azure.network_places import (
    balancer_inputs,
    firewall_inputs,
    gateway_inputs,
    interface,
    link_service_inputs,
    peer,
    public_ip,
)
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import Made, Subscription
from tests.simulator.azure.test_entries import gateway as application_gateway
from tests.simulator.azure.test_private_dns import DELEGATED

IN = {"resourceGroupName": GROUP}
PLACE = Made("", "/v/subnets/GatewaySubnet", {}, {})
FIREWALLS = Made("", "/v/subnets/AzureFirewallSubnet", {}, {})
ADDRESS = Made("", "/p", {}, {})
SKU = {"name": "Standard_MeteredData", "tier": "Standard", "family": "MeteredData"}
CIRCUIT_PEERING = {
    **IN,
    "circuitName": "line",
    "peeringName": "AzurePrivatePeering",
    "peeringType": "AzurePrivatePeering",
    "peerASN": 65010,
    "vlanId": 100,
    "primaryPeerAddressPrefix": "192.168.15.16/30",
    "secondaryPeerAddressPrefix": "192.168.15.20/30",
}
ENDPOINT = {**IN, "subnet": {"id": "/s"}}
GATEWAY = gateway_inputs(PLACE, ADDRESS)
MANAGED = {"managedRuleSets": [{"ruleSetType": "Microsoft_DefaultRuleSet", "ruleSetVersion": "2.1"}]}
NAT = [{"name": "n", "subnet": {"id": "/s"}}]
FRONT = [{"id": "/x/loadBalancers/y/frontendIPConfigurations/z"}]
APPLICATION = {"ruleType": "ApplicationRule", "name": "a", "sourceAddresses": ["*"]}
HTTPS = [{"protocolType": "Https", "port": 443}]


def rules(*given: dict[str, Any], **inputs: Any) -> dict[str, Any]:
    one = {
        "ruleCollectionType": "FirewallPolicyFilterRuleCollection",
        "name": "c",
        "priority": 100,
        "action": {"type": "Allow"},
        "rules": list(given),
    }
    return {**IN, "firewallPolicyName": "p", "priority": 100, "ruleCollections": [one], **inputs}


def without(inputs: dict[str, Any], *names: str, **changes: Any) -> dict[str, Any]:
    return {key: value for key, value in inputs.items() if key not in names} | changes


CASES: list[tuple[str, dict[str, Any], str]] = [
    (
        "BastionHost",
        {
            **IN,
            "sku": {"name": "Developer"},
            "virtualNetwork": {"id": "/v"},
            "ipConfigurations": [{"subnet": {"id": "/v/subnets/AzureBastionSubnet"}, "publicIPAddress": {"id": "/p"}}],
        },
        "ipConfigurations",
    ),
    ("ExpressRouteCircuit", {**IN, "sku": SKU, "expressRoutePort": {"id": "/p"}}, "bandwidthInGbps"),
    ("ExpressRouteCircuit", {**IN, "expressRoutePort": {"id": "/p"}, "bandwidthInGbps": 1}, "sku"),
    (
        "ExpressRouteCircuit",
        {**IN, "sku": SKU, "serviceProviderProperties": {"peeringLocation": "A", "bandwidthInMbps": 50}},
        "serviceProviderProperties.serviceProviderName",
    ),
    ("ExpressRouteCircuitPeering", without(CIRCUIT_PEERING, "vlanId"), "vlanId"),
    ("ExpressRouteCircuitPeering", without(CIRCUIT_PEERING, "primaryPeerAddressPrefix"), "primaryPeerAddressPrefix"),
    (
        "ExpressRouteCircuitPeering",
        {**CIRCUIT_PEERING, "peeringName": "MicrosoftPeering", "peeringType": "MicrosoftPeering"},
        "microsoftPeeringConfig",
    ),
    ("FirewallPolicy", {**IN, "dnsSettings": {"servers": ["dns.clinic"]}}, "dnsSettings.servers[0]"),
    ("FirewallPolicyRuleCollectionGroup", without(rules(), "priority"), "priority"),
    (
        "FirewallPolicyRuleCollectionGroup",
        rules({**APPLICATION, "fqdnTags": ["WindowsUpdate"], "targetFqdns": ["api.example.com"], "protocols": HTTPS}),
        "ruleCollections[0].rules[0].fqdnTags",
    ),
    (
        "FirewallPolicyRuleCollectionGroup",
        rules(ruleCollections=[{"ruleCollectionType": "FirewallPolicyFilterRuleCollection", "name": "c", "priority": 100}]),
        "ruleCollections[0].action",
    ),
    (
        "AzureFirewall",
        without(firewall_inputs(FIREWALLS, ADDRESS), ipConfigurations=[{"name": "a", "publicIPAddress": {"id": "/p"}}]),
        "ipConfigurations",
    ),
    ("AzureFirewall", firewall_inputs(FIREWALLS, ADDRESS, sku={"name": "AZFW_VNet", "tier": "Basic"}), "managementIpConfiguration"),
    (
        "AzureFirewall",
        firewall_inputs(FIREWALLS, ADDRESS, sku={"name": "AZFW_Hub", "tier": "Premium"}, virtualHub={"id": "/h"}),
        "ipConfigurations",
    ),
    (
        "AzureFirewall",
        firewall_inputs(FIREWALLS, ADDRESS, managementIpConfiguration={"subnet": {"id": "/v/subnets/AzureFirewallManagementSubnet"}}),
        "managementIpConfiguration.publicIPAddress",
    ),
    (
        "LoadBalancer",
        {**IN, "frontendIPConfigurations": [{"name": "f", "subnet": {"id": "/s"}, "privateIPAllocationMethod": "Static"}]},
        "frontendIPConfigurations[0].privateIPAddress",
    ),
    ("LoadBalancer", {**IN, "probes": [{"name": "p", "protocol": "Tcp", "port": 1, "requestPath": "/"}]}, "probes[0].requestPath"),
    ("LoadBalancer", {**IN, "probes": [{"protocol": "Tcp", "port": 1}]}, "probes[0].name"),
    ("LoadBalancer", {**IN, "backendAddressPools": [{"name": "p"}, {"name": "P"}]}, "backendAddressPools[1].name"),
    ("NetworkInterface", {**IN, "ipConfigurations": [{"name": "a"}]}, "ipConfigurations[0].subnet"),
    (
        "AdminRule",
        {
            **IN,
            "networkManagerName": "m",
            "configurationName": "c",
            "ruleCollectionName": "r",
            "kind": "Custom",
            "priority": 1,
            "direction": "Inbound",
            "access": "Deny",
            "protocol": "Any",
            "sources": [{"addressPrefix": "ten", "addressPrefixType": "IPPrefix"}],
        },
        "sources[0].addressPrefix",
    ),
    (
        "VirtualNetworkPeering",
        {**IN, "virtualNetworkName": "v", "remoteVirtualNetwork": {"id": "/v"}, "peerCompleteVnets": False},
        "localSubnetNames",
    ),
    (
        "NetworkSecurityPerimeterAccessRule",
        {**IN, "networkSecurityPerimeterName": "n", "profileName": "p", "addressPrefixes": ["10.0.0.0/8"]},
        "direction",
    ),
    ("NetworkSecurityPerimeterLink", {**IN, "networkSecurityPerimeterName": "n"}, "autoApprovedRemotePerimeterResourceId"),
    (
        "PrivateEndpoint",
        {**ENDPOINT, "privateLinkServiceConnections": [{"name": "c"}]},
        "privateLinkServiceConnections[0].privateLinkServiceId",
    ),
    (
        "PrivateEndpoint",
        {**ENDPOINT, "privateLinkServiceConnections": [{"name": "c", "privateLinkServiceId": "/x", "requestMessage": "x" * 141}]},
        "privateLinkServiceConnections[0].requestMessage",
    ),
    ("PrivateLinkService", {**IN, "loadBalancerFrontendIpConfigurations": FRONT}, "ipConfigurations"),
    (
        "PrivateLinkService",
        {**IN, "loadBalancerFrontendIpConfigurations": FRONT, "ipConfigurations": [{"name": "n"}]},
        "ipConfigurations[0].subnet",
    ),
    (
        "PrivateLinkService",
        {
            **IN,
            "loadBalancerFrontendIpConfigurations": FRONT,
            "ipConfigurations": [{**NAT[0], "primary": True}, {**NAT[0], "primary": True}],
        },
        "ipConfigurations",
    ),
    ("RouteTable", {**IN, "routes": [{"addressPrefix": "10.0.0.0/8", "nextHopType": "None"}]}, "routes[0].name"),
    ("ServiceEndpointPolicyDefinition", {**IN, "serviceEndpointPolicyName": "p", "service": "Microsoft.Storage"}, "serviceResources"),
    (
        "ServiceEndpointPolicy",
        {**IN, "serviceEndpointPolicyDefinitions": [{"service": "Microsoft.Storage", "serviceResources": ["/subscriptions/s"]}]},
        "serviceEndpointPolicyDefinitions[0].name",
    ),
    ("HubVirtualNetworkConnection", {**IN, "virtualHubName": "h"}, "remoteVirtualNetwork"),
    ("VpnGateway", IN, "virtualHub"),
    ("VirtualHub", {**IN, "addressPrefix": "ten"}, "addressPrefix"),
    ("VirtualNetworkGateway", without(GATEWAY, "gatewayType"), "gatewayType"),
    ("VirtualNetworkGateway", without(GATEWAY, "ipConfigurations"), "ipConfigurations"),
    ("VirtualNetworkGateway", {**GATEWAY, "gatewayType": "ExpressRoute", "sku": {"name": "ErGw1AZ"}, "vpnType": "PolicyBased"}, "vpnType"),
    (
        "VirtualNetworkGateway",
        {**GATEWAY, "sku": {"name": "Basic"}, "activeActive": True, "ipConfigurations": [*GATEWAY["ipConfigurations"]] * 2},
        "activeActive",
    ),
    (
        "VirtualNetworkGateway",
        {**GATEWAY, "ipConfigurations": [{"name": "a", "publicIPAddress": {"id": "/p"}}]},
        "ipConfigurations[0].subnet",
    ),
    (
        "VirtualNetworkGatewayConnection",
        {**IN, "connectionType": "ExpressRoute", "virtualNetworkGateway1": {"id": "/g"}, "peer": {"id": "/c"}, "sharedKey": "x"},
        "sharedKey",
    ),
    (
        "VirtualNetworkGatewayConnection",
        {
            **IN,
            "connectionType": "IPsec",
            "virtualNetworkGateway1": {"id": "/g"},
            "localNetworkGateway2": {"id": "/l"},
            "usePolicyBasedTrafficSelectors": True,
        },
        "ipsecPolicies",
    ),
    (
        "WebApplicationFirewallPolicy",
        {**IN, "managedRules": {"managedRuleSets": [*MANAGED["managedRuleSets"], {"ruleSetType": "Own", "ruleSetVersion": "1"}]}},
        "managedRules.managedRuleSets[1].ruleSetType",
    ),
    ("PrivateDnsZoneGroup", {**IN, "privateEndpointName": "e"}, "privateDnsZoneConfigs"),
    (
        "PrivateDnsZoneGroup",
        {**IN, "privateEndpointName": "e", "privateDnsZoneConfigs": [{"privateDnsZoneId": "/z"}]},
        "privateDnsZoneConfigs[0].name",
    ),
    (
        "PrivateDnsZoneGroup",
        {
            **IN,
            "privateEndpointName": "e",
            "privateDnsZoneConfigs": [{"name": "a", "privateDnsZoneId": "/z"}, {"name": "A", "privateDnsZoneId": "/y"}],
        },
        "privateDnsZoneConfigs[1].name",
    ),
]


WHOLE = {"privateEndpointNetworkPolicies": "Disabled", "privateLinkServiceNetworkPolicies": "Enabled"}
"""What an SDK fills in by itself where a program hands over a subnet."""
BY_ID: list[tuple[str, dict[str, Any], str]] = [
    ("LoadBalancer", {"frontendIPConfigurations": [{"name": "f", "subnet": WHOLE}]}, "frontendIPConfigurations[0].subnet.id"),
    (
        "LoadBalancer",
        {"frontendIPConfigurations": [{"name": "f", "publicIPAddress": {"location": "westeurope"}}]},
        "frontendIPConfigurations[0].publicIPAddress.id",
    ),
    (
        "PrivateLinkService",
        {"loadBalancerFrontendIpConfigurations": FRONT, "ipConfigurations": [*NAT, {"name": "m", "subnet": WHOLE}]},
        "ipConfigurations[1].subnet.id",
    ),
    (
        "PrivateEndpoint",
        {"subnet": WHOLE, "privateLinkServiceConnections": [{"name": "c", "privateLinkServiceId": "/x"}]},
        "subnet.id",
    ),
    ("NetworkInterface", {"ipConfigurations": [{"name": "a", "subnet": WHOLE}]}, "ipConfigurations[0].subnet.id"),
    (
        "AzureFirewall",
        firewall_inputs(FIREWALLS, ADDRESS, ipConfigurations=[{"name": "a", "subnet": {"id": ""}, "publicIPAddress": {"id": "/p"}}]),
        "ipConfigurations[0].subnet.id",
    ),
    (
        "BastionHost",
        {"ipConfigurations": [{"name": "a", "subnet": {"id": "/v/subnets/AzureBastionSubnet"}, "publicIPAddress": {"id": ""}}]},
        "ipConfigurations[0].publicIPAddress.id",
    ),
    (
        "VirtualNetworkGateway",
        {**GATEWAY, "ipConfigurations": [{"name": "a", "subnet": {"id": ""}, "publicIPAddress": {"id": "/p"}}]},
        "ipConfigurations[0].subnet.id",
    ),
]


@pytest.mark.parametrize(("kind", "inputs", "path"), BY_ID, ids=[f"{kind}-{path}" for kind, _, path in BY_ID])
def test_a_reference_names_its_target_by_id(azure: Subscription, kind: str, inputs: dict[str, Any], path: str) -> None:
    assert azure.faults(f"network:{kind}", **{**IN, **inputs}) == [f"{path}: is required: a reference names its target by id"]


@pytest.mark.parametrize(("kind", "inputs", "path"), CASES, ids=[f"{kind}-{path}" for kind, _, path in CASES])
def test_one_fault_is_found_where_it_is(azure: Subscription, kind: str, inputs: dict[str, Any], path: str) -> None:
    assert [fault.split(":")[0] for fault in azure.faults(f"network:{kind}", **inputs)] == [path]


def test_records_and_links_of_private_dns_are_whole(azure: Subscription) -> None:
    record = {
        **IN,
        "privateZoneName": "clinic.internal",
        "recordType": "A",
        "relativeRecordSetName": "a",
        "aRecords": [{"ipv4Address": "10.0.0.1"}],
    }
    assert azure.faults("privatedns:PrivateRecordSet", **record) == ["ttl: is required"]
    link = {**IN, "privateZoneName": "clinic.internal", "virtualNetworkLinkName": "link", "location": "global"}
    assert azure.faults("privatedns:VirtualNetworkLink", **link) == ["virtualNetwork: is required"]


@pytest.mark.parametrize(
    ("change", "path"),
    [
        ({"frontendPorts": [{"port": 443}]}, "frontendPorts[0].name"),
        ({"backendAddressPools": [{"name": "pool"}, {"name": "POOL"}]}, "backendAddressPools[1].name"),
        ({"sku": None}, "sku"),
        ({"gatewayIPConfigurations": [{"name": "own", "subnet": {"id": ""}}]}, "gatewayIPConfigurations[0].subnet.id"),
        ({"httpListeners": [{"name": "in", "protocol": "Http", "frontendPort": {"id": "/p"}}]}, "httpListeners[0].frontendIPConfiguration"),
        ({"httpListeners": [{"name": "in", "protocol": "Http", "frontendIPConfiguration": {"id": "/f"}}]}, "httpListeners[0].frontendPort"),
        ({"sslCertificates": [{"name": "cert"}]}, "sslCertificates[0].keyVaultSecretId"),
        ({"sslCertificates": [{"name": "cert", "keyVaultSecretId": "https://v.vault.azure.net/secrets/c"}]}, "identity"),
        ({"identity": {"userAssignedIdentities": ["/i"]}}, "identity.type"),
        ({"identity": {"type": "UserAssigned"}}, "identity.userAssignedIdentities"),
    ],
)
def test_parts_of_an_application_gateway_are_named_and_referred_to_by_id(azure: Subscription, change: dict[str, Any], path: str) -> None:
    inputs = application_gateway(azure, Made("", "/v/subnets/entry", {}, {}), ADDRESS) | change
    assert [f.split(":")[0] for f in azure.faults("network:ApplicationGateway", **{k: v for k, v in inputs.items() if v is not None})] == [
        path
    ]


# Refusals that need more of a world.


@pytest.fixture
def vnet(azure: Subscription) -> Made:
    places.group(azure)
    return places.network(azure)


def test_a_gateway_balancer_carries_no_link_service(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, privateLinkServiceNetworkPolicies="Disabled")
    chained = azure.make("network:LoadBalancer", **balancer_inputs(azure, place, sku={"name": "Gateway"}))
    azure.refuses("PrivateLinkServiceRequiresStandardLoadBalancer", "network:PrivateLinkService", **link_service_inputs(chained, place))


def test_a_basic_address_that_stands_from_before_fits_no_standard_resource(azure: Subscription, vnet: Made) -> None:
    id_ = f"/subscriptions/{azure.id}/resourceGroups/{GROUP}/providers/Microsoft.Network/publicIPAddresses/old"
    azure.cloud.world.put(Object(PUBLIC_IP, id_, azure.id, "global", {"sku": {"name": "Basic"}, "location": "westeurope"}))
    azure.refuses("PublicIPAddressSkuMismatch", "network:NatGateway", **IN, natGatewayName="nat", publicIpAddresses=[{"id": id_}])


def test_configurations_of_an_interface_stand_in_one_network(azure: Subscription, vnet: Made) -> None:
    second = places.network(azure, "second", "10.1.0.0/16")
    subnets = [places.subnet(azure, vnet), places.subnet(azure, second, cidr="10.1.0.0/24")]
    parts = [{"name": f"c{i}", "primary": i == 0, "subnet": {"id": one.id}} for i, one in enumerate(subnets)]
    azure.refuses(
        "NetworkInterfaceSubnetsInDifferentVirtualNetworks",
        "network:NetworkInterface",
        **IN,
        networkInterfaceName="n",
        ipConfigurations=parts,
    )


def test_a_delegation_in_use_stays(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, cidr="10.0.0.0/28", delegations=DELEGATED)
    azure.make("dnsresolver:DnsResolver", **IN, dnsResolverName="r", virtualNetwork={"id": vnet.id})
    out = azure.make("dnsresolver:OutboundEndpoint", **IN, dnsResolverName="r", outboundEndpointName="o", subnet={"id": place.id})
    azure.refuses_change("SubnetDelegationInUse", place, delegations=[])
    azure.delete(out)
    azure.change(place, delegations=[])


def test_an_endpoint_of_a_resolver_stands_in_its_region(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, cidr="10.0.0.0/28", delegations=DELEGATED)
    azure.make("dnsresolver:DnsResolver", **IN, dnsResolverName="r", virtualNetwork={"id": vnet.id})
    inputs = {**IN, "dnsResolverName": "r", "outboundEndpointName": "o", "subnet": {"id": place.id}}
    azure.refuses(
        "InvalidResourceReference", "dnsresolver:OutboundEndpoint", match="region of its resolver", **inputs, location="northeurope"
    )


def test_a_link_of_a_zone_does_not_move(azure: Subscription, vnet: Made) -> None:
    second = places.network(azure, "second", "10.1.0.0/16")
    places.private_zone(azure, "clinic.internal")
    inputs = {**IN, "privateZoneName": "clinic.internal", "virtualNetworkLinkName": "link", "location": "global"}
    made = azure.make("privatedns:VirtualNetworkLink", **inputs, virtualNetwork={"id": vnet.id})
    azure.refuses_change("BadRequest", made, virtualNetwork={"id": second.id})


def test_a_network_with_a_gateway_borrows_none(azure: Subscription, vnet: Made) -> None:
    second = places.network(azure, "second", "10.1.0.0/16")
    for i, (network, cidr) in enumerate(((vnet, "10.0.255.0/27"), (second, "10.1.255.0/27"))):
        place = places.subnet(azure, network, "GatewaySubnet", cidr)
        azure.make("network:VirtualNetworkGateway", **gateway_inputs(place, public_ip(azure, f"p{i}"), f"g{i}"))
    made = peer(azure, vnet, second)
    azure.refuses_change("VnetWithGatewayCannotUseRemoteGateways", made, useRemoteGateways=True)


def test_vlans_of_a_circuit_differ_and_a_running_line_stays(azure: Subscription, vnet: Made) -> None:
    provider = {"serviceProviderName": "Equinix", "peeringLocation": "Amsterdam", "bandwidthInMbps": 50}
    inputs = {**IN, "circuitName": "line", "sku": SKU, "serviceProviderProperties": provider}
    line = azure.make("network:ExpressRouteCircuit", **inputs, serviceProviderProvisioningState="Provisioned")
    azure.make("network:ExpressRouteCircuitPeering", **CIRCUIT_PEERING)
    again = {
        **CIRCUIT_PEERING,
        "peeringName": "MicrosoftPeering",
        "peeringType": "MicrosoftPeering",
        "microsoftPeeringConfig": {"customerASN": 1},
    }
    azure.refuses("VlanIdInUse", "network:ExpressRouteCircuitPeering", **again)
    azure.refuses_delete("CircuitIsProvisioned", line)


def test_a_perimeter_is_not_linked_to_itself(azure: Subscription, vnet: Made) -> None:
    made = azure.make("network:NetworkSecurityPerimeter", **IN, networkSecurityPerimeterName="nsp")
    inputs = {**IN, "networkSecurityPerimeterName": "nsp", "linkName": "self", "autoApprovedRemotePerimeterResourceId": made.id}
    azure.refuses("InvalidNetworkSecurityPerimeterLink", "network:NetworkSecurityPerimeterLink", **inputs)


def test_a_flow_log_keeps_its_flows_in_a_store_that_stands_and_watches_its_own_subscription(
    azure: Subscription, other: Subscription, vnet: Made
) -> None:
    azure.make("network:NetworkWatcher", **IN, networkWatcherName="w")
    missing = f"/subscriptions/{azure.id}/resourceGroups/{GROUP}/providers/Microsoft.Storage/storageAccounts/nowhere"
    inputs = {**IN, "networkWatcherName": "w", "flowLogName": "log"}
    azure.refuses("InvalidResourceReference", "network:FlowLog", match="nowhere", **inputs, targetResourceId=vnet.id, storageId=missing)
    places.group(other)
    theirs = places.network(other)
    store = azure.make(
        "storage:StorageAccount", **IN, accountName="clinicstore", kind="StorageV2", sku={"name": "Standard_LRS"}, location="westeurope"
    )
    azure.refuses("InvalidFlowLogTarget", "network:FlowLog", **inputs, targetResourceId=theirs.id, storageId=store.id)


def test_a_hub_of_a_managed_connectivity_stands(azure: Subscription, vnet: Made) -> None:
    below = {**IN, "networkManagerName": "m"}
    scopes = {"subscriptions": [f"/subscriptions/{azure.id}"]}
    azure.make("network:NetworkManager", **below, networkManagerScopes=scopes, networkManagerScopeAccesses=["Connectivity"])
    group = azure.make("network:NetworkGroup", **below, networkGroupName="g")
    inputs = {**below, "configurationName": "c", "connectivityTopology": "HubAndSpoke"}
    applies = [{"networkGroupId": group.id, "groupConnectivity": "None"}]
    hubs = [{"resourceId": vnet.id + "x", "resourceType": "Microsoft.Network/virtualNetworks"}]
    azure.refuses(
        "InvalidResourceReference", "network:ConnectivityConfiguration", match="vnetx", **inputs, appliesToGroups=applies, hubs=hubs
    )


def test_a_firewall_of_another_hub_is_no_next_hop_and_a_connection_keeps_its_network(azure: Subscription, vnet: Made) -> None:
    wan = azure.make("network:VirtualWan", **IN, virtualWANName="wan")
    hubs = [
        azure.make("network:VirtualHub", **IN, virtualHubName=f"hub{i}", addressPrefix=f"10.5{i}.0.0/23", virtualWan={"id": wan.id})
        for i in range(2)
    ]
    sku = {"name": "AZFW_Hub", "tier": "Premium"}
    firewall = azure.make("network:AzureFirewall", **IN, azureFirewallName="f", sku=sku, virtualHub={"id": hubs[0].id})
    policies = [{"name": "a", "destinations": ["Internet"], "nextHop": firewall.id}]
    inputs = {**IN, "virtualHubName": "hub1", "routingIntentName": "intent", "routingPolicies": policies}
    azure.refuses("InvalidRoutingIntentNextHop", "network:RoutingIntent", **inputs)
    joined = azure.make(
        "network:HubVirtualNetworkConnection", **IN, virtualHubName="hub0", connectionName="c", remoteVirtualNetwork={"id": vnet.id}
    )
    second = places.network(azure, "second", "10.1.0.0/16")
    azure.refuses_change("HubConnectionNetworkCannotBeChanged", joined, remoteVirtualNetwork={"id": second.id})


def test_a_small_place_fills_up(azure: Subscription, vnet: Made) -> None:
    place = places.subnet(azure, vnet, cidr="10.0.0.0/29")
    for i in range(3):
        interface(azure, place, f"n{i}")
    azure.refuses("SubnetIsFull", "network:LoadBalancer", **balancer_inputs(azure, place))
