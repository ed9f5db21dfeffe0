"""ARM paths of the types that rules look at: how an id is made of the names that a program gives.

Source: Azure REST API reference, the request URI of each resource's "Create Or Update". The names in braces are the SDK's inputs.
A resource in a group stands below `/subscriptions/{subscription}/resourceGroups/{group}/providers/`.
"""

import re
from functools import cache
from typing import Final

from posture.inputs.arm_ids import arm_paths

PREFIX: Final = "azure-native:"
_WRITTEN: Final = """
network:VirtualNetwork Microsoft.Network/virtualNetworks/{virtualNetworkName}
network:Subnet Microsoft.Network/virtualNetworks/{virtualNetworkName}/subnets/{subnetName}
network:VirtualNetworkPeering Microsoft.Network/virtualNetworks/{virtualNetworkName}/virtualNetworkPeerings/{virtualNetworkPeeringName}
network:NetworkSecurityGroup Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}
network:SecurityRule Microsoft.Network/networkSecurityGroups/{networkSecurityGroupName}/securityRules/{securityRuleName}
network:ApplicationSecurityGroup Microsoft.Network/applicationSecurityGroups/{applicationSecurityGroupName}
network:RouteTable Microsoft.Network/routeTables/{routeTableName}
network:Route Microsoft.Network/routeTables/{routeTableName}/routes/{routeName}
network:NatGateway Microsoft.Network/natGateways/{natGatewayName}
network:PublicIPAddress Microsoft.Network/publicIPAddresses/{publicIpAddressName}
network:PublicIPPrefix Microsoft.Network/publicIPPrefixes/{publicIpPrefixName}
network:NetworkInterface Microsoft.Network/networkInterfaces/{networkInterfaceName}
network:LoadBalancer Microsoft.Network/loadBalancers/{loadBalancerName}
network:PrivateEndpoint Microsoft.Network/privateEndpoints/{privateEndpointName}
network:PrivateDnsZoneGroup Microsoft.Network/privateEndpoints/{privateEndpointName}/privateDnsZoneGroups/{privateDnsZoneGroupName}
network:PrivateLinkService Microsoft.Network/privateLinkServices/{serviceName}
network:AzureFirewall Microsoft.Network/azureFirewalls/{azureFirewallName}
network:FirewallPolicy Microsoft.Network/firewallPolicies/{firewallPolicyName}
network:FirewallPolicyRuleCollectionGroup Microsoft.Network/firewallPolicies/{firewallPolicyName}/ruleCollectionGroups/{ruleCollectionGroupName}
network:IpGroup Microsoft.Network/ipGroups/{ipGroupsName}
network:ApplicationGateway Microsoft.Network/applicationGateways/{applicationGatewayName}
network:WebApplicationFirewallPolicy Microsoft.Network/ApplicationGatewayWebApplicationFirewallPolicies/{policyName}
network:BastionHost Microsoft.Network/bastionHosts/{bastionHostName}
network:VirtualNetworkGateway Microsoft.Network/virtualNetworkGateways/{virtualNetworkGatewayName}
network:LocalNetworkGateway Microsoft.Network/localNetworkGateways/{localNetworkGatewayName}
network:VirtualNetworkGatewayConnection Microsoft.Network/connections/{virtualNetworkGatewayConnectionName}
network:ExpressRouteCircuit Microsoft.Network/expressRouteCircuits/{circuitName}
network:NetworkWatcher Microsoft.Network/networkWatchers/{networkWatcherName}
network:FlowLog Microsoft.Network/networkWatchers/{networkWatcherName}/flowLogs/{flowLogName}
network:ServiceEndpointPolicy Microsoft.Network/serviceEndpointPolicies/{serviceEndpointPolicyName}
network:NetworkSecurityPerimeter Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}
network:NetworkSecurityPerimeterProfile Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}/profiles/{profileName}
network:NetworkSecurityPerimeterAssociation Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}/resourceAssociations/{associationName}
network:NetworkSecurityPerimeterAccessRule Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}/profiles/{profileName}/accessRules/{accessRuleName}
network:VirtualHub Microsoft.Network/virtualHubs/{virtualHubName}
network:HubVirtualNetworkConnection Microsoft.Network/virtualHubs/{virtualHubName}/hubVirtualNetworkConnections/{connectionName}
privatedns:PrivateZone Microsoft.Network/privateDnsZones/{privateZoneName}
privatedns:VirtualNetworkLink Microsoft.Network/privateDnsZones/{privateZoneName}/virtualNetworkLinks/{virtualNetworkLinkName}
dnsresolver:DnsResolverPolicy Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}
dnsresolver:DnsSecurityRule Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}/dnsSecurityRules/{dnsSecurityRuleName}
dnsresolver:DnsResolverPolicyVirtualNetworkLink Microsoft.Network/dnsResolverPolicies/{dnsResolverPolicyName}/virtualNetworkLinks/{dnsResolverPolicyVirtualNetworkLinkName}
dnsresolver:DnsResolverDomainList Microsoft.Network/dnsResolverDomainLists/{dnsResolverDomainListName}
dnsresolver:DnsResolver Microsoft.Network/dnsResolvers/{dnsResolverName}
dnsresolver:DnsForwardingRuleset Microsoft.Network/dnsForwardingRulesets/{dnsForwardingRulesetName}
storage:StorageAccount Microsoft.Storage/storageAccounts/{accountName}
storage:BlobServiceProperties Microsoft.Storage/storageAccounts/{accountName}/blobServices/{blobServicesName}
storage:FileServiceProperties Microsoft.Storage/storageAccounts/{accountName}/fileServices/{fileServicesName}
storage:BlobContainer Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}
storage:BlobContainerImmutabilityPolicy Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}/immutabilityPolicies/{immutabilityPolicyName}
storage:FileShare Microsoft.Storage/storageAccounts/{accountName}/fileServices/default/shares/{shareName}
storage:Queue Microsoft.Storage/storageAccounts/{accountName}/queueServices/default/queues/{queueName}
storage:Table Microsoft.Storage/storageAccounts/{accountName}/tableServices/default/tables/{tableName}
storage:ManagementPolicy Microsoft.Storage/storageAccounts/{accountName}/managementPolicies/{managementPolicyName}
storage:ObjectReplicationPolicy Microsoft.Storage/storageAccounts/{accountName}/objectReplicationPolicies/{objectReplicationPolicyId}
storage:LocalUser Microsoft.Storage/storageAccounts/{accountName}/localUsers/{username}
storage:EncryptionScope Microsoft.Storage/storageAccounts/{accountName}/encryptionScopes/{encryptionScopeName}
keyvault:Vault Microsoft.KeyVault/vaults/{vaultName}
keyvault:Key Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}
keyvault:Secret Microsoft.KeyVault/vaults/{vaultName}/secrets/{secretName}
keyvault:ManagedHsm Microsoft.KeyVault/managedHSMs/{name}
dbforpostgresql:Server Microsoft.DBforPostgreSQL/flexibleServers/{serverName}
dbforpostgresql:Configuration Microsoft.DBforPostgreSQL/flexibleServers/{serverName}/configurations/{configurationName}
dbforpostgresql:FirewallRule Microsoft.DBforPostgreSQL/flexibleServers/{serverName}/firewallRules/{firewallRuleName}
dbforpostgresql:Administrator Microsoft.DBforPostgreSQL/flexibleServers/{serverName}/administrators/{objectId}
dbforpostgresql:Database Microsoft.DBforPostgreSQL/flexibleServers/{serverName}/databases/{databaseName}
dbformysql:Server Microsoft.DBforMySQL/flexibleServers/{serverName}
sql:Server Microsoft.Sql/servers/{serverName}
sql:Database Microsoft.Sql/servers/{serverName}/databases/{databaseName}
cosmosdb:DatabaseAccount Microsoft.DocumentDB/databaseAccounts/{accountName}
cosmosdb:SqlResourceSqlDatabase Microsoft.DocumentDB/databaseAccounts/{accountName}/sqlDatabases/{databaseName}
servicebus:Namespace Microsoft.ServiceBus/namespaces/{namespaceName}
servicebus:Queue Microsoft.ServiceBus/namespaces/{namespaceName}/queues/{queueName}
servicebus:Topic Microsoft.ServiceBus/namespaces/{namespaceName}/topics/{topicName}
servicebus:NamespaceNetworkRuleSet Microsoft.ServiceBus/namespaces/{namespaceName}/networkRuleSets/default
servicebus:NamespaceAuthorizationRule Microsoft.ServiceBus/namespaces/{namespaceName}/authorizationRules/{authorizationRuleName}
eventhub:Namespace Microsoft.EventHub/namespaces/{namespaceName}
eventhub:EventHub Microsoft.EventHub/namespaces/{namespaceName}/eventhubs/{eventHubName}
eventhub:NamespaceNetworkRuleSet Microsoft.EventHub/namespaces/{namespaceName}/networkRuleSets/default
eventgrid:Topic Microsoft.EventGrid/topics/{topicName}
search:Service Microsoft.Search/searchServices/{searchServiceName}
cognitiveservices:Account Microsoft.CognitiveServices/accounts/{accountName}
cognitiveservices:Deployment Microsoft.CognitiveServices/accounts/{accountName}/deployments/{deploymentName}
cognitiveservices:RaiPolicy Microsoft.CognitiveServices/accounts/{accountName}/raiPolicies/{raiPolicyName}
machinelearningservices:Workspace Microsoft.MachineLearningServices/workspaces/{workspaceName}
machinelearningservices:Compute Microsoft.MachineLearningServices/workspaces/{workspaceName}/computes/{computeName}
machinelearningservices:ManagedNetworkSettingsRule Microsoft.MachineLearningServices/workspaces/{workspaceName}/outboundRules/{ruleName}
containerregistry:Registry Microsoft.ContainerRegistry/registries/{registryName}
containerregistry:Replication Microsoft.ContainerRegistry/registries/{registryName}/replications/{replicationName}
healthcareapis:Workspace Microsoft.HealthcareApis/workspaces/{workspaceName}
healthcareapis:FhirService Microsoft.HealthcareApis/workspaces/{workspaceName}/fhirservices/{fhirServiceName}
healthcareapis:DicomService Microsoft.HealthcareApis/workspaces/{workspaceName}/dicomservices/{dicomServiceName}
redis:Redis Microsoft.Cache/redis/{name}
redisenterprise:RedisEnterprise Microsoft.Cache/redisEnterprise/{clusterName}
redisenterprise:Database Microsoft.Cache/redisEnterprise/{clusterName}/databases/{databaseName}
compute:Disk Microsoft.Compute/disks/{diskName}
compute:DiskAccess Microsoft.Compute/diskAccesses/{diskAccessName}
compute:DiskEncryptionSet Microsoft.Compute/diskEncryptionSets/{diskEncryptionSetName}
compute:Snapshot Microsoft.Compute/snapshots/{snapshotName}
compute:VirtualMachine Microsoft.Compute/virtualMachines/{vmName}
compute:VirtualMachineExtension Microsoft.Compute/virtualMachines/{vmName}/extensions/{vmExtensionName}
compute:VirtualMachineScaleSet Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}
operationalinsights:Workspace Microsoft.OperationalInsights/workspaces/{workspaceName}
operationalinsights:Cluster Microsoft.OperationalInsights/clusters/{clusterName}
operationalinsights:LinkedService Microsoft.OperationalInsights/workspaces/{workspaceName}/linkedServices/{linkedServiceName}
operationalinsights:Table Microsoft.OperationalInsights/workspaces/{workspaceName}/tables/{tableName}
operationalinsights:DataExport Microsoft.OperationalInsights/workspaces/{workspaceName}/dataExports/{dataExportName}
monitor:PrivateLinkScope microsoft.insights/privateLinkScopes/{scopeName}
monitor:ActionGroup microsoft.insights/actionGroups/{actionGroupName}
monitor:ActivityLogAlert microsoft.insights/activityLogAlerts/{activityLogAlertName}
monitor:MetricAlert microsoft.insights/metricAlerts/{ruleName}
monitor:ScheduledQueryRule microsoft.insights/scheduledQueryRules/{ruleName}
monitor:PrivateLinkScopedResource microsoft.insights/privateLinkScopes/{scopeName}/scopedResources/{name}
applicationinsights:Component microsoft.insights/components/{resourceName}
managedidentity:UserAssignedIdentity Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}
managedidentity:FederatedIdentityCredential Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}/federatedIdentityCredentials/{federatedIdentityCredentialResourceName}
recoveryservices:Vault Microsoft.RecoveryServices/vaults/{vaultName}
recoveryservices:ProtectionPolicy Microsoft.RecoveryServices/vaults/{vaultName}/backupPolicies/{policyName}
dataprotection:BackupVault Microsoft.DataProtection/backupVaults/{vaultName}
dataprotection:BackupPolicy Microsoft.DataProtection/backupVaults/{vaultName}/backupPolicies/{backupPolicyName}
dataprotection:BackupInstance Microsoft.DataProtection/backupVaults/{vaultName}/backupInstances/{backupInstanceName}
web:WebApp Microsoft.Web/sites/{name}
web:AppServicePlan Microsoft.Web/serverfarms/{name}
app:ManagedEnvironment Microsoft.App/managedEnvironments/{environmentName}
app:ContainerApp Microsoft.App/containerApps/{containerAppName}
containerinstance:ContainerGroup Microsoft.ContainerInstance/containerGroups/{containerGroupName}
containerservice:ManagedCluster Microsoft.ContainerService/managedClusters/{resourceName}
containerservice:AgentPool Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}
datafactory:Factory Microsoft.DataFactory/factories/{factoryName}
resources:ResourceGroup {resourceGroupName}
"""
IN_GROUP: Final = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/"
_NAME: Final = re.compile(r"\{(\w+)\}")


@cache
def paths() -> dict[str, tuple[str, ...]]:
    """Type token → the steps of its path, names in braces: `("microsoft.network", "virtualnetworks", "{virtualNetworkName}")`."""
    rows = (line.split() for line in _WRITTEN.strip().splitlines())
    listed = {f"{PREFIX}{token}": path for token, path in rows} | {
        token: path.removeprefix(IN_GROUP) for token, path in arm_paths().items() if path.startswith(IN_GROUP)
    }
    return {token: tuple(step if step[0] == "{" else step.lower() for step in path.split("/")) for token, path in listed.items()}


@cache
def parent_of(token: str, prop: str) -> tuple[tuple[str, ...], str] | None:
    """The path of what an input names (`virtualNetworkName` of a subnet) and that type's token; None for its own name and for other inputs."""
    steps = paths().get(token, ())
    step = "{" + prop + "}"
    if prop == "resourceGroupName" and token != GROUP:
        return ("{resourceGroupName}",), GROUP
    if step not in steps or steps.index(step) == len(steps) - 1:
        return None
    above = steps[: steps.index(step) + 1]
    return next(((above, other) for other, path in paths().items() if _shape(path) == _shape(above)), None)


@cache
def names_in(token: str) -> tuple[str, ...]:
    """The inputs that name a resource's parents and itself, outermost first."""
    return tuple(found[1] for step in paths().get(token, ()) if (found := _NAME.fullmatch(step)))


def _shape(steps: tuple[str, ...]) -> tuple[str, ...]:
    return tuple("{}" if step[0] == "{" else step for step in steps)


GROUP: Final = "azure-native:resources:ResourceGroup"
