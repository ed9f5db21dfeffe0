"""Types that can lead data out, and that nobody reads yet: said by name, never taken for harmless.

Each stands here with what it could do. Sources: the overview page of each service in Azure's documentation.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.azure.unclear import unclear
from posture.readers.registry import READERS, reads
from posture.view import ResourceView

_REASONS: Final[dict[str, str]] = {
    "runs code or scripts by an identity, from Microsoft's network": """
        automation:AutomationAccount automation:Runbook automation:Webhook automation:HybridRunbookWorkerGroup automation:SourceControl
        resources:AzureCliScript resources:AzurePowerShellScript devtestlab:Lab devtestlab:VirtualMachine labservices:Lab
        desktopvirtualization:HostPool desktopvirtualization:SessionHost app:Agent app:Builder app:Build app:ConnectedEnvironment
        app:LogicApp app:DaprComponent app:DaprSubscription app:ConnectedEnvironmentsDaprComponent app:ConnectedEnvironmentsStorage
        containerinstance:NGroup servicefabric:ManagedCluster
        redhatopenshift:OpenShiftCluster avs:PrivateCloud hybridcompute:Machine hybridcompute:MachineExtension
        machinelearningservices:ConnectionDeployment machinelearningservices:EndpointDeployment machinelearningservices:InferencePool
        machinelearningservices:InferenceGroup machinelearningservices:CapabilityHost cognitiveservices:AgentApplication
        cognitiveservices:AgentDeployment apimanagement:ApiManagementService apimanagement:Gateway hdinsight:Application
    """,
    "hands messages or calls on to addresses": """
        apimanagement:Api apimanagement:Backend apimanagement:Logger apimanagement:ApiDiagnostic apimanagement:Diagnostic botservice:Bot
        botservice:Channel botservice:BotConnection signalrservice:SignalR signalrservice:SignalRReplica webpubsub:WebPubSub
        webpubsub:WebPubSubHub webpubsub:WebPubSubReplica notificationhubs:Namespace notificationhubs:NotificationHub
        communication:CommunicationService communication:EmailService communication:Domain iothub:IotHubResource
        deviceprovisioningservices:IotDpsResource digitaltwins:DigitalTwin digitaltwins:DigitalTwinsEndpoint iotcentral:App
        healthbot:Bot web:AiGateway monitor:PipelineGroup datadog:Monitor elastic:Monitor confluent:Organization
        signalrservice:SignalRSharedPrivateLinkResource webpubsub:WebPubSubSharedPrivateLinkResource
    """,
    "keeps, copies or indexes data": """
        purview:Account appconfiguration:ConfigurationStore appconfiguration:Replica netapp:Account netapp:CapacityPoolVolume netapp:Backup
        netapp:BackupVault netapp:CapacityPoolSnapshot elasticsan:ElasticSan elasticsan:VolumeGroup elasticsan:Volume
        elasticsan:VolumeSnapshot confidentialledger:Ledger confidentialledger:ManagedCCF storagecache:Cache storagecache:AmlFilesystem
        storagecache:AutoExportJob storagecache:ImportJob databoxedge:Device databoxedge:Share databoxedge:StorageAccount
        datamigration:Service datamigration:Project datamigration:ServiceTask datamigration:SqlMigrationService
        datamigration:DatabaseMigrationsSqlDb datamigration:DatabaseMigrationsSqlMi datamigration:DatabaseMigrationsSqlVm
        datamigration:DatabaseMigrationsMongoToCosmosDbvCoreMongo sql:Job sql:JobAgent sql:JobStep sql:JobTargetGroup sql:SyncAgent
        sql:ReplicationLink sql:DisasterRecoveryConfiguration sql:ServerTrustGroup sql:ServerTrustCertificate
        sql:ServerCommunicationLink sqlvirtualmachine:SqlVirtualMachine cosmosdb:GarnetCluster cosmosdb:Fleet cosmosdb:NotebookWorkspace
        cosmosdb:Service videoindexer:Account timeseriesinsights:Gen2Environment
        hardwaresecuritymodules:CloudHsmCluster hardwaresecuritymodules:DedicatedHsm fabric:FabricCapacity powerbidedicated:CapacityDetails
        kusto:DatabasePrincipalAssignment kusto:ClusterPrincipalAssignment kusto:IotHubDataConnection kusto:ReadOnlyFollowingDatabase
        synapse:DatabasePrincipalAssignment synapse:EventHubDataConnection synapse:EventGridDataConnection orbital:Spacecraft
        securityinsights:WatchlistItem servicelinker:Linker servicelinker:Connector workloads:SapVirtualInstance
    """,
    "is a template or a definition of resources that nobody sees": """
        resources:Deployment resources:DeploymentAtManagementGroupScope resources:DeploymentAtScope resources:DeploymentAtSubscriptionScope
        resources:DeploymentAtTenantScope resources:DeploymentStackAtManagementGroup resources:DeploymentStackAtResourceGroup
        resources:DeploymentStackAtSubscription resources:Resource blueprint:Blueprint blueprint:Assignment solutions:Application
        customproviders:CustomResourceProvider
    """,
}
UNREAD: Final[dict[str, str]] = {
    f"azure-native:{name}": reason for reason, names in _REASONS.items() for name in names.split() if f"azure-native:{name}" not in READERS
}


@reads(*UNREAD)
def unread(resource: ResourceView, graph: GraphBuilder) -> None:
    """Not understood, by name."""
    unclear(graph, resource.resource.urn, f"it {UNREAD[resource.resource.type]}, which is not read yet ({resource.resource.type})")
