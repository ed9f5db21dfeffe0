"""Where a resource stands in Azure Resource Manager, for the types that only readers need.

The paths of all other types are in `posture/inputs/arm_paths.json`, as the rehearsal knows them; no type stands in both. Names in braces are the
SDK's input names: what a preview, which knows no ids, can still tell. Without a leading slash a path stands in a resource group.
Source: Azure REST API reference (the request URI of each resource's "Create Or Update"); Azure Resource Manager documentation, "Azure resource ID".
"""

from typing import Final

_PATHS: Final = """
dbformysql:Server Microsoft.DBforMySQL/flexibleServers/{serverName}
sql:ManagedInstance Microsoft.Sql/managedInstances/{managedInstanceName}
dbforpostgresql:SingleServer Microsoft.DBforPostgreSQL/servers/{serverName}
dbforpostgresql:ServerGroupCluster Microsoft.DBforPostgreSQL/serverGroupsv2/{clusterName}
dbformysql:SingleServer Microsoft.DBforMySQL/servers/{serverName}
dbformariadb:Server Microsoft.DBforMariaDB/servers/{serverName}
sql:ManagedDatabase Microsoft.Sql/managedInstances/{managedInstanceName}/databases/{databaseName}
cosmosdb:MongoCluster Microsoft.DocumentDB/mongoClusters/{mongoClusterName}
cosmosdb:CassandraCluster Microsoft.DocumentDB/cassandraClusters/{clusterName}
mongocluster:MongoCluster Microsoft.DocumentDB/mongoClusters/{mongoClusterName}
eventgrid:DomainTopic Microsoft.EventGrid/domains/{domainName}/topics/{domainTopicName}
eventgrid:Namespace Microsoft.EventGrid/namespaces/{namespaceName}
eventgrid:PartnerTopic Microsoft.EventGrid/partnerTopics/{partnerTopicName}
relay:Namespace Microsoft.Relay/namespaces/{namespaceName}
machinelearningservices:BatchEndpoint Microsoft.MachineLearningServices/workspaces/{workspaceName}/batchEndpoints/{endpointName}
healthcareapis:Service Microsoft.HealthcareApis/services/{resourceName}
redisenterprise:RedisEnterprise Microsoft.Cache/redisEnterprise/{clusterName}
redisenterprise:Database Microsoft.Cache/redisEnterprise/{clusterName}/databases/{databaseName}
monitor:AzureMonitorWorkspace Microsoft.Monitor/accounts/{azureMonitorWorkspaceName}
compute:RestorePointCollection Microsoft.Compute/restorePointCollections/{restorePointCollectionName}
web:WebAppSlot Microsoft.Web/sites/{name}/slots/{slot}
web:StaticSite Microsoft.Web/staticSites/{name}
web:Connection Microsoft.Web/connections/{connectionName}
datafactory:LinkedService Microsoft.DataFactory/factories/{factoryName}/linkedservices/{linkedServiceName}
synapse:SqlPool Microsoft.Synapse/workspaces/{workspaceName}/sqlPools/{sqlPoolName}
streamanalytics:StreamingJob Microsoft.StreamAnalytics/streamingjobs/{jobName}
databricks:Workspace Microsoft.Databricks/workspaces/{workspaceName}
hdinsight:Cluster Microsoft.HDInsight/clusters/{clusterName}
batch:BatchAccount Microsoft.Batch/batchAccounts/{accountName}
kusto:Cluster Microsoft.Kusto/clusters/{clusterName}
datashare:Account Microsoft.DataShare/accounts/{accountName}
datashare:Share Microsoft.DataShare/accounts/{accountName}/shares/{shareName}
storagemover:Endpoint Microsoft.StorageMover/storageMovers/{storageMoverName}/endpoints/{endpointName}
network:NspProfile Microsoft.Network/networkSecurityPerimeters/{networkSecurityPerimeterName}/profiles/{profileName}
web:WebAppFunction Microsoft.Web/sites/{name}/functions/{functionName}
eventhub:EventHubAuthorizationRule Microsoft.EventHub/namespaces/{namespaceName}/eventhubs/{eventHubName}/authorizationRules/{authorizationRuleName}
"""

PATHS: Final[dict[str, str]] = {
    f"azure-native:{token}": path for token, _, path in (line.partition(" ") for line in _PATHS.strip().split("\n"))
}
"""Type token → path."""
