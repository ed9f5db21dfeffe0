"""Azure Classic's networks. Source: Pulumi Registry, `azure.network`, `azure.privatelink`, `azure.privatedns` (azurerm's documentation)."""

from typing import Final

from posture.inputs.classic.shape import INVERTED, Blocks, Classic, To, ids, switched

NATIVE = "azure-native:network:"
_RULE_WORDS: Final = (
    "name",
    "priority",
    "direction",
    "access",
    "protocol",
    "sourcePortRange",
    "sourcePortRanges",
    "destinationPortRange",
    "destinationPortRanges",
    "sourceAddressPrefix",
    "sourceAddressPrefixes",
    "destinationAddressPrefix",
    "destinationAddressPrefixes",
)
_RULE: Final = (
    *(To(name, name) for name in _RULE_WORDS),
    To("sourceApplicationSecurityGroups", "sourceApplicationSecurityGroupIds", ids),
    To("destinationApplicationSecurityGroups", "destinationApplicationSecurityGroupIds", ids),
)
_ROUTE: Final = (
    To("name", "name"),
    To("addressPrefix", "addressPrefix"),
    To("nextHopType", "nextHopType"),
    To("nextHopIpAddress", "nextHopInIpAddress"),
)


def _service_endpoints(value: object) -> object:
    return [{"service": one} for one in value] if isinstance(value, (list, tuple)) else value


_DELEGATIONS: Final = Blocks("delegations", "delegations", (To("name", "name"), To("serviceName", "serviceDelegation.name")))
# azurerm's own default is true, whatever the API's is.
_DEFAULT_OUTBOUND: Final = To("defaultOutboundAccess", "defaultOutboundAccessEnabled", default=True)
_SUBNET: Final = (
    To("addressPrefixes", "addressPrefixes"),
    _DEFAULT_OUTBOUND,
    To("serviceEndpoints", "serviceEndpoints", _service_endpoints),
    To("serviceEndpointPolicies", "serviceEndpointPolicyIds", ids),
    To("privateEndpointNetworkPolicies", "privateEndpointNetworkPolicies"),
    To("privateLinkServiceNetworkPolicies", "privateLinkServiceNetworkPoliciesEnabled", switched("Enabled", "Disabled")),
    _DELEGATIONS,
)
_PEERING: Final = (
    To("virtualNetworkPeeringName", "name"),
    To("virtualNetworkName", "virtualNetworkName"),
    To("remoteVirtualNetwork.id", "remoteVirtualNetworkId"),
    To("allowVirtualNetworkAccess", "allowVirtualNetworkAccess", default=True),
    To("allowForwardedTraffic", "allowForwardedTraffic", default=False),
    To("allowGatewayTransit", "allowGatewayTransit", default=False),
    To("useRemoteGateways", "useRemoteGateways", default=False),
)

NETWORKS: Final[dict[str, Classic]] = {
    "azure:core/resourceGroup:ResourceGroup": Classic("azure-native:resources:ResourceGroup", (To("resourceGroupName", "name"),)),
    "azure:network/virtualNetwork:VirtualNetwork": Classic(
        f"{NATIVE}VirtualNetwork",
        (
            To("virtualNetworkName", "name"),
            To("addressSpace.addressPrefixes", "addressSpaces"),
            To("dhcpOptions.dnsServers", "dnsServers"),
            Blocks(
                "subnets",
                "subnets",
                (
                    To("name", "name"),
                    To("id", "id"),
                    To("addressPrefix", "addressPrefix"),
                    To("networkSecurityGroup.id", "securityGroup"),
                    To("routeTable.id", "routeTableId"),
                    *_SUBNET,
                ),
            ),
        ),
    ),
    "azure:network/subnet:Subnet": Classic(
        f"{NATIVE}Subnet", (To("subnetName", "name"), To("virtualNetworkName", "virtualNetworkName"), *_SUBNET)
    ),
    "azure:network/networkSecurityGroup:NetworkSecurityGroup": Classic(
        f"{NATIVE}NetworkSecurityGroup", (To("networkSecurityGroupName", "name"), Blocks("securityRules", "securityRules", _RULE))
    ),
    "azure:network/networkSecurityRule:NetworkSecurityRule": Classic(
        f"{NATIVE}SecurityRule", (To("securityRuleName", "name"), To("networkSecurityGroupName", "networkSecurityGroupName"), *_RULE)
    ),
    "azure:network/applicationSecurityGroup:ApplicationSecurityGroup": Classic(
        f"{NATIVE}ApplicationSecurityGroup", (To("applicationSecurityGroupName", "name"),)
    ),
    "azure:network/routeTable:RouteTable": Classic(
        f"{NATIVE}RouteTable",
        (
            To("routeTableName", "name"),
            Blocks("routes", "routes", _ROUTE),
            To("disableBgpRoutePropagation", "disableBgpRoutePropagation"),
            To("disableBgpRoutePropagation", "bgpRoutePropagationEnabled", INVERTED),
        ),
    ),
    "azure:network/route:Route": Classic(f"{NATIVE}Route", (To("routeName", "name"), To("routeTableName", "routeTableName"), *_ROUTE)),
    "azure:network/natGateway:NatGateway": Classic(f"{NATIVE}NatGateway", (To("natGatewayName", "name"),)),
    "azure:network/publicIp:PublicIp": Classic(
        f"{NATIVE}PublicIPAddress",
        (To("publicIpAddressName", "name"), To("publicIPAllocationMethod", "allocationMethod"), To("sku.name", "sku")),
    ),
    "azure:network/networkInterface:NetworkInterface": Classic(
        f"{NATIVE}NetworkInterface",
        (
            To("networkInterfaceName", "name"),
            To("enableIPForwarding", "ipForwardingEnabled"),
            To("enableIPForwarding", "enableIpForwarding"),
            Blocks(
                "ipConfigurations",
                "ipConfigurations",
                (
                    To("name", "name"),
                    To("subnet.id", "subnetId"),
                    To("privateIPAddress", "privateIpAddress"),
                    To("publicIPAddress.id", "publicIpAddressId"),
                ),
            ),
        ),
    ),
    "azure:network/virtualNetworkPeering:VirtualNetworkPeering": Classic(f"{NATIVE}VirtualNetworkPeering", _PEERING),
    "azure:privatelink/endpoint:Endpoint": Classic(
        f"{NATIVE}PrivateEndpoint",
        (
            To("privateEndpointName", "name"),
            To("subnet.id", "subnetId"),
            Blocks(
                "privateLinkServiceConnections",
                "privateServiceConnection",
                (To("name", "name"), To("privateLinkServiceId", "privateConnectionResourceId"), To("groupIds", "subresourceNames")),
                wrap=True,
            ),
        ),
    ),
    "azure:privatedns/linkService:LinkService": Classic(
        f"{NATIVE}PrivateLinkService",
        (
            To("serviceName", "name"),
            To("visibility.subscriptions", "visibilitySubscriptionIds"),
            To("autoApproval.subscriptions", "autoApprovalSubscriptionIds"),
            To("loadBalancerFrontendIpConfigurations", "loadBalancerFrontendIpConfigurationIds", ids),
            Blocks("ipConfigurations", "natIpConfigurations", (To("name", "name"), To("subnet.id", "subnetId"))),
        ),
    ),
    "azure:privatedns/zone:Zone": Classic("azure-native:privatedns:PrivateZone", (To("privateZoneName", "name"),)),
    "azure:privatedns/zoneVirtualNetworkLink:ZoneVirtualNetworkLink": Classic(
        "azure-native:privatedns:VirtualNetworkLink",
        (
            To("virtualNetworkLinkName", "name"),
            To("privateZoneName", "privateDnsZoneName"),
            To("virtualNetwork.id", "virtualNetworkId"),
            To("registrationEnabled", "registrationEnabled", default=False),
        ),
    ),
    "azure:network/bastionHost:BastionHost": Classic(
        f"{NATIVE}BastionHost",
        (
            To("bastionHostName", "name"),
            Blocks(
                "ipConfigurations",
                "ipConfiguration",
                (To("name", "name"), To("subnet.id", "subnetId"), To("publicIPAddress.id", "publicIpAddressId")),
                wrap=True,
            ),
        ),
    ),
    "azure:network/firewall:Firewall": Classic(
        f"{NATIVE}AzureFirewall",
        (
            To("azureFirewallName", "name"),
            To("sku.tier", "skuTier"),
            To("sku.name", "skuName"),
            To("firewallPolicy.id", "firewallPolicyId"),
            To("threatIntelMode", "threatIntelMode"),
            Blocks(
                "ipConfigurations",
                "ipConfigurations",
                (
                    To("name", "name"),
                    To("subnet.id", "subnetId"),
                    To("publicIPAddress.id", "publicIpAddressId"),
                    To("privateIPAddress", "privateIpAddress"),
                ),
            ),
        ),
    ),
    "azure:network/firewallPolicy:FirewallPolicy": Classic(
        f"{NATIVE}FirewallPolicy",
        (
            To("firewallPolicyName", "name"),
            To("sku.tier", "sku"),
            To("threatIntelMode", "threatIntelligenceMode"),
            To("intrusionDetection.mode", "intrusionDetection.mode"),
            To("basePolicy.id", "basePolicyId"),
        ),
    ),
}
