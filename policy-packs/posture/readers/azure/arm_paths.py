"""Where a resource stands in Azure Resource Manager, from the SDK's input names: what a preview, which knows no ids, can still tell.

`posture.inputs.arm_paths.json` holds the paths that the rehearsal knows; these are the ones that readers need besides. Without a leading slash a path stands in a
resource group. Source: Azure REST API reference (one page for each type); Azure Resource
Manager documentation, "Azure resource ID".
"""

from typing import Final

_N: Final = "azure-native:network:"
_R: Final = "azure-native:dnsresolver:"
_P: Final = "azure-native:privatedns:"

PATHS: Final[dict[str, str]] = {
    "azure-native:resources:ResourceGroup": "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}",
    "azure-native:authorization:RoleAssignment": "/{scope}/providers/Microsoft.Authorization/roleAssignments/{roleAssignmentName}",
    f"{_N}VirtualNetwork": "Microsoft.Network/virtualNetworks/{virtualNetworkName}",
    f"{_N}Subnet": "Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}",
    f"{_N}VirtualNetworkPeering": (
        "Microsoft.Network/virtualNetworks/{virtualNetworkName}/virtualNetworkPeerings/{virtualNetworkPeeringName}"
    ),
    f"{_N}NetworkSecurityGroup": "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}",
    f"{_N}SecurityRule": "Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}/securityRules/{securityRuleName}",
    f"{_N}ApplicationSecurityGroup": "Microsoft.Network/applicationSecurityGroups/{applicationSecurityGroupName}",
    f"{_N}RouteTable": "Microsoft.Network/routeTables/{routeTableName}",
    f"{_N}Route": "Microsoft.Network/routeTables/{routeTableName}/routes/{routeName}",
    f"{_N}NatGateway": "Microsoft.Network/natGateways/{natGatewayName}",
    f"{_N}PublicIPAddress": "Microsoft.Network/publicIPAddresses/{publicIpAddressName}",
    f"{_N}PublicIPPrefix": "Microsoft.Network/publicIPPrefixes/{publicIpPrefixName}",
    f"{_N}NetworkInterface": "Microsoft.Network/networkInterfaces/{networkInterfaceName}",
    f"{_N}IpGroup": "Microsoft.Network/ipGroups/{ipGroupsName}",
    f"{_N}BastionHost": "Microsoft.Network/bastionHosts/{bastionHostName}",
    f"{_N}ServiceEndpointPolicy": "Microsoft.Network/serviceEndpointPolicies/{serviceEndpointPolicyName}",
    f"{_N}ServiceEndpointPolicyDefinition": (
        "Microsoft.Network/serviceEndpointPolicies/{serviceEndpointPolicyName}"
        "/serviceEndpointPolicyDefinitions/{serviceEndpointPolicyDefinitionName}"
    ),
    f"{_N}AzureFirewall": "Microsoft.Network/azureFirewalls/{azureFirewallName}",
    f"{_N}FirewallPolicy": "Microsoft.Network/firewallPolicies/{firewallPolicyName}",
    f"{_N}FirewallPolicyRuleCollectionGroup": (
        "Microsoft.Network/firewallPolicies/{firewallPolicyName}/ruleCollectionGroups/{ruleCollectionGroupName}"
    ),
    f"{_N}LoadBalancer": "Microsoft.Network/loadBalancers/{loadBalancerName}",
    f"{_N}LoadBalancerBackendAddressPool": "Microsoft.Network/loadBalancers/{loadBalancerName}/backendAddressPools/{backendAddressPoolName}",
    f"{_N}InboundNatRule": "Microsoft.Network/loadBalancers/{loadBalancerName}/inboundNatRules/{inboundNatRuleName}",
    f"{_N}ApplicationGateway": "Microsoft.Network/applicationGateways/{applicationGatewayName}",
    f"{_N}PrivateEndpoint": "Microsoft.Network/privateEndpoints/{privateEndpointName}",
    f"{_N}PrivateDnsZoneGroup": "Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}",
    f"{_N}PrivateLinkService": "Microsoft.Network/privateLinkServices/{serviceName}",
    f"{_N}VirtualNetworkGateway": "Microsoft.Network/virtualNetworkGateways/{virtualNetworkGatewayName}",
    f"{_N}LocalNetworkGateway": "Microsoft.Network/localNetworkGateways/{localNetworkGatewayName}",
    f"{_N}VirtualNetworkGatewayConnection": "Microsoft.Network/connections/{virtualNetworkGatewayConnectionName}",
    f"{_N}ExpressRouteCircuit": "Microsoft.Network/expressRouteCircuits/{circuitName}",
    f"{_N}ExpressRouteCircuitPeering": "Microsoft.Network/expressRouteCircuits/{circuitName}/peerings/{peeringName}",
    f"{_N}ExpressRouteCircuitConnection": (
        "Microsoft.Network/expressRouteCircuits/{circuitName}/peerings/{peeringName}/connections/{connectionName}"
    ),
    f"{_N}VirtualWan": "Microsoft.Network/virtualWans/{virtualWANName}",
    f"{_N}VirtualHub": "Microsoft.Network/virtualHubs/{virtualHubName}",
    f"{_N}HubVirtualNetworkConnection": "Microsoft.Network/virtualHubs/{virtualHubName}/hubVirtualNetworkConnections/{connectionName}",
    f"{_N}HubRouteTable": "Microsoft.Network/virtualHubs/{virtualHubName}/hubRouteTables/{routeTableName}",
    f"{_N}RoutingIntent": "Microsoft.Network/virtualHubs/{virtualHubName}/routingIntent/{routingIntentName}",
    f"{_N}VpnGateway": "Microsoft.Network/vpnGateways/{gatewayName}",
    f"{_N}VpnConnection": "Microsoft.Network/vpnGateways/{gatewayName}/vpnConnections/{connectionName}",
    f"{_N}VpnSite": "Microsoft.Network/vpnSites/{vpnSiteName}",
    f"{_N}ExpressRouteGateway": "Microsoft.Network/expressRouteGateways/{expressRouteGatewayName}",
    f"{_N}ExpressRouteConnection": "Microsoft.Network/expressRouteGateways/{expressRouteGatewayName}/expressRouteConnections/{connectionName}",
    f"{_N}P2sVpnGateway": "Microsoft.Network/p2svpnGateways/{gatewayName}",
    f"{_N}NetworkManager": "Microsoft.Network/networkManagers/{networkManagerName}",
    f"{_N}NetworkGroup": "Microsoft.Network/networkManagers/{networkManagerName}/networkGroups/{networkGroupName}",
    f"{_N}StaticMember": (
        "Microsoft.Network/networkManagers/{networkManagerName}/networkGroups/{networkGroupName}/staticMembers/{staticMemberName}"
    ),
    f"{_N}ConnectivityConfiguration": (
        "Microsoft.Network/networkManagers/{networkManagerName}/connectivityConfigurations/{configurationName}"
    ),
    f"{_N}SecurityAdminConfiguration": (
        "Microsoft.Network/networkManagers/{networkManagerName}/securityAdminConfigurations/{configurationName}"
    ),
    f"{_N}AdminRuleCollection": (
        "Microsoft.Network/networkManagers/{networkManagerName}/securityAdminConfigurations/{configurationName}"
        "/ruleCollections/{ruleCollectionName}"
    ),
    f"{_N}AdminRule": (
        "Microsoft.Network/networkManagers/{networkManagerName}/securityAdminConfigurations/{configurationName}"
        "/ruleCollections/{ruleCollectionName}/rules/{ruleName}"
    ),
    f"{_N}NetworkSecurityPerimeter": "Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}",
    f"{_P}PrivateZone": "Microsoft.Network/privateDnsZones/{privateZoneName}",
    f"{_P}VirtualNetworkLink": "Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}",
    f"{_R}DnsResolver": "Microsoft.Network/dnsResolvers/{dnsResolverName}",
    f"{_R}InboundEndpoint": "Microsoft.Network/dnsResolvers/{dnsResolverName}/inboundEndpoints/{inboundEndpointName}",
    f"{_R}OutboundEndpoint": "Microsoft.Network/dnsResolvers/{dnsResolverName}/outboundEndpoints/{outboundEndpointName}",
    f"{_R}DnsForwardingRuleset": "Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}",
    f"{_R}ForwardingRule": "Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}/forwardingRules/{forwardingRuleName}",
    f"{_R}PrivateResolverVirtualNetworkLink": (
        "Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}/virtualNetworkLinks/{virtualNetworkLinkName}"
    ),
    f"{_R}DnsResolverPolicy": "Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}",
    f"{_R}DnsResolverPolicyVirtualNetworkLink": (
        "Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}/virtualNetworkLinks/{dnsResolverPolicyVirtualNetworkLinkName}"
    ),
    f"{_R}DnsSecurityRule": "Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}/dnsSecurityRules/{dnsSecurityRuleName}",
    f"{_R}DnsResolverDomainList": "Microsoft.Network/dnsResolverDomainLists/{dnsResolverDomainListName}",
    # What private endpoints, network rules and role assignments name by id.
    "azure-native:storage:StorageAccount": "Microsoft.Storage/storageAccounts/{accountName}",
    "azure-native:keyvault:Vault": "Microsoft.KeyVault/vaults/{vaultName}",
    "azure-native:keyvault:ManagedHsm": "Microsoft.KeyVault/managedHSMs/{name}",
    "azure-native:containerregistry:Registry": "Microsoft.ContainerRegistry/registries/{registryName}",
    "azure-native:dbforpostgresql:Server": "Microsoft.DBforPostgreSQL/flexibleServers/{serverName}",
    "azure-native:dbformysql:Server": "Microsoft.DBforMySQL/flexibleServers/{serverName}",
    "azure-native:sql:Server": "Microsoft.Sql/servers/{serverName}",
    "azure-native:sql:ManagedInstance": "Microsoft.Sql/managedInstances/{managedInstanceName}",
    "azure-native:cosmosdb:DatabaseAccount": "Microsoft.DocumentDB/databaseAccounts/{accountName}",
    "azure-native:cognitiveservices:Account": "Microsoft.CognitiveServices/accounts/{accountName}",
    "azure-native:search:Service": "Microsoft.Search/searchServices/{searchServiceName}",
    "azure-native:machinelearningservices:Workspace": "Microsoft.MachineLearningServices/workspaces/{workspaceName}",
    "azure-native:machinelearningservices:Registry": "Microsoft.MachineLearningServices/registries/{registryName}",
    "azure-native:servicebus:Namespace": "Microsoft.ServiceBus/namespaces/{namespaceName}",
    "azure-native:eventhub:Namespace": "Microsoft.EventHub/namespaces/{namespaceName}",
    "azure-native:eventgrid:Topic": "Microsoft.EventGrid/topics/{topicName}",
    "azure-native:healthcareapis:Workspace": "Microsoft.HealthcareApis/workspaces/{workspaceName}",
    "azure-native:monitor:PrivateLinkScope": "Microsoft.Insights/privateLinkScopes/{scopeName}",
    "azure-native:operationalinsights:Workspace": "Microsoft.OperationalInsights/workspaces/{workspaceName}",
    "azure-native:web:WebApp": "Microsoft.Web/sites/{name}",
    "azure-native:app:ManagedEnvironment": "Microsoft.App/managedEnvironments/{environmentName}",
    "azure-native:app:ContainerApp": "Microsoft.App/containerApps/{containerAppName}",
    "azure-native:containerservice:ManagedCluster": "Microsoft.ContainerService/managedClusters/{resourceName}",
    "azure-native:redis:Redis": "Microsoft.Cache/redis/{name}",
    "azure-native:compute:VirtualMachine": "Microsoft.Compute/virtualMachines/{vmName}",
    "azure-native:compute:VirtualMachineScaleSet": "Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}",
    "azure-native:compute:Disk": "Microsoft.Compute/disks/{diskName}",
    "azure-native:compute:DiskAccess": "Microsoft.Compute/diskAccesses/{diskAccessName}",
    "azure-native:compute:DiskEncryptionSet": "Microsoft.Compute/diskEncryptionSets/{diskEncryptionSetName}",
    "azure-native:managedidentity:UserAssignedIdentity": "Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}",
}


def more_paths(paths: dict[str, str]) -> None:
    """Adds the paths of types that another reader knows."""
    PATHS.update(paths)
