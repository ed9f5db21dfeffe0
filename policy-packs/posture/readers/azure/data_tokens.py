"""Types of Azure that hold, read or carry data, and the path of each: what a preview, which knows no ids, can still tell.

Source: Azure REST API reference (the request URI of each resource's "Create Or Update"); Pulumi Registry, azure-native 3 (input names).
"""

from typing import Final

from posture.readers.azure.arm_paths import more_paths

_PREFIX: Final = "azure-native:"
_PATHS: Final = """
storage:StorageAccount Microsoft.Storage/storageAccounts/{accountName}
storage:BlobContainer Microsoft.Storage/storageAccounts/{accountName}/blobServices/default/containers/{containerName}
storage:FileShare Microsoft.Storage/storageAccounts/{accountName}/fileServices/default/shares/{shareName}
storage:Queue Microsoft.Storage/storageAccounts/{accountName}/queueServices/default/queues/{queueName}
storage:Table Microsoft.Storage/storageAccounts/{accountName}/tableServices/default/tables/{tableName}
keyvault:Vault Microsoft.KeyVault/vaults/{vaultName}
keyvault:ManagedHsm Microsoft.KeyVault/managedHSMs/{name}
dbforpostgresql:Server Microsoft.DBforPostgreSQL/flexibleServers/{serverName}
dbforpostgresql:SingleServer Microsoft.DBforPostgreSQL/servers/{serverName}
dbforpostgresql:ServerGroupCluster Microsoft.DBforPostgreSQL/serverGroupsv2/{clusterName}
dbformysql:Server Microsoft.DBforMySQL/flexibleServers/{serverName}
dbformysql:SingleServer Microsoft.DBforMySQL/servers/{serverName}
dbformariadb:Server Microsoft.DBforMariaDB/servers/{serverName}
sql:Server Microsoft.Sql/servers/{serverName}
sql:Database Microsoft.Sql/servers/{serverName}/databases/{databaseName}
sql:ManagedInstance Microsoft.Sql/managedInstances/{managedInstanceName}
sql:ManagedDatabase Microsoft.Sql/managedInstances/{managedInstanceName}/databases/{databaseName}
cosmosdb:DatabaseAccount Microsoft.DocumentDB/databaseAccounts/{accountName}
cosmosdb:MongoCluster Microsoft.DocumentDB/mongoClusters/{mongoClusterName}
cosmosdb:CassandraCluster Microsoft.DocumentDB/cassandraClusters/{clusterName}
mongocluster:MongoCluster Microsoft.DocumentDB/mongoClusters/{mongoClusterName}
servicebus:Namespace Microsoft.ServiceBus/namespaces/{namespaceName}
servicebus:Queue Microsoft.ServiceBus/namespaces/{namespaceName}/queues/{queueName}
servicebus:Topic Microsoft.ServiceBus/namespaces/{namespaceName}/topics/{topicName}
eventhub:Namespace Microsoft.EventHub/namespaces/{namespaceName}
eventhub:EventHub Microsoft.EventHub/namespaces/{namespaceName}/eventhubs/{eventHubName}
eventgrid:Topic Microsoft.EventGrid/topics/{topicName}
eventgrid:Domain Microsoft.EventGrid/domains/{domainName}
eventgrid:DomainTopic Microsoft.EventGrid/domains/{domainName}/topics/{domainTopicName}
eventgrid:SystemTopic Microsoft.EventGrid/systemTopics/{systemTopicName}
eventgrid:Namespace Microsoft.EventGrid/namespaces/{namespaceName}
eventgrid:PartnerTopic Microsoft.EventGrid/partnerTopics/{partnerTopicName}
relay:Namespace Microsoft.Relay/namespaces/{namespaceName}
cognitiveservices:Account Microsoft.CognitiveServices/accounts/{accountName}
cognitiveservices:Project Microsoft.CognitiveServices/accounts/{accountName}/projects/{projectName}
search:Service Microsoft.Search/searchServices/{searchServiceName}
machinelearningservices:Workspace Microsoft.MachineLearningServices/workspaces/{workspaceName}
machinelearningservices:Registry Microsoft.MachineLearningServices/registries/{registryName}
machinelearningservices:Compute Microsoft.MachineLearningServices/workspaces/{workspaceName}/computes/{computeName}
machinelearningservices:OnlineEndpoint Microsoft.MachineLearningServices/workspaces/{workspaceName}/onlineEndpoints/{endpointName}
machinelearningservices:BatchEndpoint Microsoft.MachineLearningServices/workspaces/{workspaceName}/batchEndpoints/{endpointName}
healthcareapis:Workspace Microsoft.HealthcareApis/workspaces/{workspaceName}
healthcareapis:FhirService Microsoft.HealthcareApis/workspaces/{workspaceName}/fhirservices/{fhirServiceName}
healthcareapis:DicomService Microsoft.HealthcareApis/workspaces/{workspaceName}/dicomservices/{dicomServiceName}
healthcareapis:IotConnector Microsoft.HealthcareApis/workspaces/{workspaceName}/iotconnectors/{iotConnectorName}
healthcareapis:Service Microsoft.HealthcareApis/services/{resourceName}
containerregistry:Registry Microsoft.ContainerRegistry/registries/{registryName}
redis:Redis Microsoft.Cache/redis/{name}
redisenterprise:RedisEnterprise Microsoft.Cache/redisEnterprise/{clusterName}
redisenterprise:Database Microsoft.Cache/redisEnterprise/{clusterName}/databases/{databaseName}
operationalinsights:Workspace Microsoft.OperationalInsights/workspaces/{workspaceName}
applicationinsights:Component Microsoft.Insights/components/{resourceName}
monitor:AzureMonitorWorkspace Microsoft.Monitor/accounts/{azureMonitorWorkspaceName}
recoveryservices:Vault Microsoft.RecoveryServices/vaults/{vaultName}
dataprotection:BackupVault Microsoft.DataProtection/backupVaults/{vaultName}
compute:VirtualMachine Microsoft.Compute/virtualMachines/{vmName}
compute:VirtualMachineScaleSet Microsoft.Compute/virtualMachineScaleSets/{vmScaleSetName}
compute:Disk Microsoft.Compute/disks/{diskName}
compute:Snapshot Microsoft.Compute/snapshots/{snapshotName}
compute:Image Microsoft.Compute/images/{imageName}
compute:Gallery Microsoft.Compute/galleries/{galleryName}
compute:GalleryImage Microsoft.Compute/galleries/{galleryName}/images/{galleryImageName}
compute:GalleryImageVersion Microsoft.Compute/galleries/{galleryName}/images/{galleryImageName}/versions/{galleryImageVersionName}
compute:RestorePointCollection Microsoft.Compute/restorePointCollections/{restorePointCollectionName}
compute:DiskAccess Microsoft.Compute/diskAccesses/{diskAccessName}
web:WebApp Microsoft.Web/sites/{name}
web:WebAppSlot Microsoft.Web/sites/{name}/slots/{slot}
web:StaticSite Microsoft.Web/staticSites/{name}
app:ManagedEnvironment Microsoft.App/managedEnvironments/{environmentName}
app:ContainerApp Microsoft.App/containerApps/{containerAppName}
app:Job Microsoft.App/jobs/{jobName}
containerinstance:ContainerGroup Microsoft.ContainerInstance/containerGroups/{containerGroupName}
logic:Workflow Microsoft.Logic/workflows/{workflowName}
web:Connection Microsoft.Web/connections/{connectionName}
containerservice:ManagedCluster Microsoft.ContainerService/managedClusters/{resourceName}
containerservice:AgentPool Microsoft.ContainerService/managedClusters/{resourceName}/agentPools/{agentPoolName}
datafactory:Factory Microsoft.DataFactory/factories/{factoryName}
datafactory:LinkedService Microsoft.DataFactory/factories/{factoryName}/linkedservices/{linkedServiceName}
synapse:Workspace Microsoft.Synapse/workspaces/{workspaceName}
synapse:SqlPool Microsoft.Synapse/workspaces/{workspaceName}/sqlPools/{sqlPoolName}
streamanalytics:StreamingJob Microsoft.StreamAnalytics/streamingjobs/{jobName}
databricks:Workspace Microsoft.Databricks/workspaces/{workspaceName}
hdinsight:Cluster Microsoft.HDInsight/clusters/{clusterName}
batch:BatchAccount Microsoft.Batch/batchAccounts/{accountName}
kusto:Cluster Microsoft.Kusto/clusters/{clusterName}
datashare:Account Microsoft.DataShare/accounts/{accountName}
datashare:Share Microsoft.DataShare/accounts/{accountName}/shares/{shareName}
storagemover:Endpoint Microsoft.StorageMover/storageMovers/{storageMoverName}/endpoints/{endpointName}
managedidentity:UserAssignedIdentity Microsoft.ManagedIdentity/userAssignedIdentities/{resourceName}
authorization:RoleDefinition /{scope}/providers/Microsoft.Authorization/roleDefinitions/{roleDefinitionId}
managedservices:RegistrationDefinition /{scope}/providers/Microsoft.ManagedServices/registrationDefinitions/{registrationDefinitionId}
eventhub:NamespaceAuthorizationRule Microsoft.EventHub/namespaces/{namespaceName}/authorizationRules/{authorizationRuleName}
servicebus:NamespaceAuthorizationRule Microsoft.ServiceBus/namespaces/{namespaceName}/authorizationRules/{authorizationRuleName}
cognitiveservices:Deployment Microsoft.CognitiveServices/accounts/{accountName}/deployments/{deploymentName}
keyvault:Key Microsoft.KeyVault/vaults/{vaultName}/keys/{keyName}
monitor:DataCollectionRule Microsoft.Insights/dataCollectionRules/{dataCollectionRuleName}
monitor:DataCollectionEndpoint Microsoft.Insights/dataCollectionEndpoints/{dataCollectionEndpointName}
network:NetworkSecurityPerimeter Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}
network:NetworkSecurityPerimeterProfile Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}/profiles/{profileName}
network:NspProfile Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}/profiles/{profileName}
web:WebAppFunction Microsoft.Web/sites/{name}/functions/{functionName}
"""

PATHS: Final[dict[str, str]] = {
    f"{_PREFIX}{token}": path for line in _PATHS.split("\n") if line for token, _, path in (line.partition(" "),)
} | {
    f"{_PREFIX}eventhub:EventHubAuthorizationRule": (
        "Microsoft.EventHub/namespaces/{namespaceName}/eventhubs/{eventHubName}/authorizationRules/{authorizationRuleName}"
    ),
    f"{_PREFIX}search:SharedPrivateLinkResource": (
        "Microsoft.Search/searchServices/{searchServiceName}/sharedPrivateLinkResources/{sharedPrivateLinkResourceName}"
    ),
}
more_paths(PATHS)


def tokens(*names: str) -> tuple[str, ...]:
    """`storage:StorageAccount` → the token."""
    return tuple(f"{_PREFIX}{name}" for name in names)


STORAGE: Final = tokens("storage:StorageAccount")
CONTAINER: Final = tokens("storage:BlobContainer")
VAULT: Final = tokens("keyvault:Vault")
MANAGED_HSM: Final = tokens("keyvault:ManagedHsm")
POSTGRES: Final = tokens("dbforpostgresql:Server")
MYSQL: Final = tokens("dbformysql:Server")
SQL_SERVER: Final = tokens("sql:Server")
SQL_DATABASE: Final = tokens("sql:Database")
SQL_INSTANCE: Final = tokens("sql:ManagedInstance")
COSMOS: Final = tokens("cosmosdb:DatabaseAccount")
SERVICE_BUS: Final = tokens("servicebus:Namespace")
EVENT_HUBS: Final = tokens("eventhub:Namespace")
EVENT_HUB: Final = tokens("eventhub:EventHub")
AI_ACCOUNT: Final = tokens("cognitiveservices:Account")
AI_PROJECT: Final = tokens("cognitiveservices:Project")
SEARCH: Final = tokens("search:Service")
ML_WORKSPACE: Final = tokens("machinelearningservices:Workspace")
HEALTH_WORKSPACE: Final = tokens("healthcareapis:Workspace")
FHIR: Final = tokens("healthcareapis:FhirService")
DICOM: Final = tokens("healthcareapis:DicomService")
HEALTH_API: Final = tokens("healthcareapis:Service")
REGISTRY: Final = tokens("containerregistry:Registry")
REDIS: Final = tokens("redis:Redis")
LOG_WORKSPACE: Final = tokens("operationalinsights:Workspace")
MONITOR_ACCOUNT: Final = tokens("monitor:AzureMonitorWorkspace")
RECOVERY_VAULT: Final = tokens("recoveryservices:Vault")
BACKUP_VAULT: Final = tokens("dataprotection:BackupVault")
MACHINE: Final = tokens("compute:VirtualMachine")
SCALE_SET: Final = tokens("compute:VirtualMachineScaleSet")
DISK: Final = tokens("compute:Disk", "compute:Snapshot")
IMAGE: Final = tokens("compute:Image", "compute:GalleryImageVersion")
WEB_APP: Final = tokens("web:WebApp", "web:WebAppSlot")
CONTAINER_ENVIRONMENT: Final = tokens("app:ManagedEnvironment")
CONTAINER_APP: Final = tokens("app:ContainerApp", "app:Job")
CONTAINER_GROUP: Final = tokens("containerinstance:ContainerGroup")
CLUSTER: Final = tokens("containerservice:ManagedCluster")
FACTORY: Final = tokens("datafactory:Factory")
SYNAPSE: Final = tokens("synapse:Workspace")
IDENTITY: Final = tokens("managedidentity:UserAssignedIdentity")
ROLE_DEFINITION: Final = tokens("authorization:RoleDefinition")
ROLE_ASSIGNMENT: Final = tokens("authorization:RoleAssignment")
SUBNET: Final = tokens("network:Subnet")
NIC: Final = tokens("network:NetworkInterface")
NSG: Final = tokens("network:NetworkSecurityGroup")
PRIVATE_ENDPOINT: Final = tokens("network:PrivateEndpoint")
RUNS: Final[dict[str, str]] = {
    **dict.fromkeys((*MACHINE, *SCALE_SET), "machine"),
    **dict.fromkeys(CLUSTER, "kubernetes"),
    **dict.fromkeys(WEB_APP, "web"),
    **dict.fromkeys((*CONTAINER_APP, *CONTAINER_ENVIRONMENT, *CONTAINER_GROUP), "containers"),
    **dict.fromkeys(ML_WORKSPACE, "machine-learning"),
    **dict.fromkeys((*FACTORY, *SYNAPSE), "pipelines"),
}
"""Types in which code runs → the word by which roles mean them."""
