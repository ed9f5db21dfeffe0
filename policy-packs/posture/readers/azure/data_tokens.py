"""Types of Azure that hold, read or carry data.

Source: Azure REST API reference (resource types); Pulumi Registry, azure-native 3 (tokens).
"""

from typing import Final

_PREFIX: Final = "azure-native:"
_DATA_TYPES: Final = """
storage:StorageAccount
storage:BlobContainer
storage:FileShare
storage:Queue
storage:Table
keyvault:Vault
keyvault:ManagedHsm
dbforpostgresql:Server
dbforpostgresql:SingleServer
dbforpostgresql:ServerGroupCluster
dbformysql:Server
dbformysql:SingleServer
dbformariadb:Server
sql:Server
sql:Database
sql:ManagedInstance
sql:ManagedDatabase
cosmosdb:DatabaseAccount
cosmosdb:MongoCluster
cosmosdb:CassandraCluster
mongocluster:MongoCluster
servicebus:Namespace
servicebus:Queue
servicebus:Topic
eventhub:Namespace
eventhub:EventHub
eventgrid:Topic
eventgrid:Domain
eventgrid:DomainTopic
eventgrid:SystemTopic
eventgrid:Namespace
eventgrid:PartnerTopic
relay:Namespace
cognitiveservices:Account
cognitiveservices:Project
search:Service
machinelearningservices:Workspace
machinelearningservices:Registry
machinelearningservices:Compute
machinelearningservices:OnlineEndpoint
machinelearningservices:BatchEndpoint
healthcareapis:Workspace
healthcareapis:FhirService
healthcareapis:DicomService
healthcareapis:IotConnector
healthcareapis:Service
containerregistry:Registry
redis:Redis
redisenterprise:RedisEnterprise
redisenterprise:Database
operationalinsights:Workspace
applicationinsights:Component
monitor:AzureMonitorWorkspace
recoveryservices:Vault
dataprotection:BackupVault
compute:VirtualMachine
compute:VirtualMachineScaleSet
compute:Disk
compute:Snapshot
compute:Image
compute:Gallery
compute:GalleryImage
compute:GalleryImageVersion
compute:RestorePointCollection
compute:DiskAccess
web:WebApp
web:WebAppSlot
web:StaticSite
app:ManagedEnvironment
app:ContainerApp
app:Job
containerinstance:ContainerGroup
logic:Workflow
web:Connection
containerservice:ManagedCluster
containerservice:AgentPool
datafactory:Factory
datafactory:LinkedService
synapse:Workspace
synapse:SqlPool
streamanalytics:StreamingJob
databricks:Workspace
hdinsight:Cluster
batch:BatchAccount
kusto:Cluster
datashare:Account
datashare:Share
storagemover:Endpoint
managedidentity:UserAssignedIdentity
authorization:RoleDefinition
managedservices:RegistrationDefinition
eventhub:NamespaceAuthorizationRule
servicebus:NamespaceAuthorizationRule
cognitiveservices:Deployment
keyvault:Key
monitor:DataCollectionRule
monitor:DataCollectionEndpoint
network:NetworkSecurityPerimeter
network:NetworkSecurityPerimeterProfile
network:NspProfile
web:WebAppFunction
eventhub:EventHubAuthorizationRule
search:SharedPrivateLinkResource
"""


def tokens(*names: str) -> tuple[str, ...]:
    """`storage:StorageAccount` → the token."""
    return tuple(f"{_PREFIX}{name}" for name in names)


DATA_TYPES: Final = tokens(*_DATA_TYPES.split())
"""All of them."""
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
