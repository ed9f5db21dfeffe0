"""Storage, logs and databases of the landscape."""

from tests.simulator.azure.data_places import PERSON, assigned
from tests.simulator.azure.data_steps import WHOLE, add
from tests.simulator.azure.subscription import TENANT

# Storage.
add(
    "store",
    "storage:StorageAccount",
    lambda m: {
        "accountName": "clinicstore",
        "kind": "StorageV2",
        "sku": {"name": "Standard_GZRS"},
        "identity": assigned(m["reader"]),
        "allowSharedKeyAccess": False,
        "isLocalUserEnabled": True,
        "publicNetworkAccess": "Disabled",
        "networkRuleSet": {"defaultAction": "Deny", "bypass": "None"},
        "encryption": {
            "keySource": "Microsoft.Keyvault",
            "requireInfrastructureEncryption": True,
            "encryptionIdentity": {"encryptionUserAssignedIdentity": m["reader"].id},
            "keyVaultProperties": {"keyName": "records", "keyVaultUri": "https://clinic-keys.vault.azure.net"},
        },
    },
)
_OF = {"accountName": "clinicstore"}
add("blobs", "storage:BlobServiceProperties", blobServicesName="default", isVersioningEnabled=True, changeFeed={"enabled": True}, **_OF)
add("files", "storage:FileServiceProperties", fileServicesName="default", **_OF)
add("queues", "storage:QueueServiceProperties", queueServiceName="default", **_OF)
add("tables", "storage:TableServiceProperties", tableServiceName="default", **_OF)
add("records", "storage:BlobContainer", containerName="records", **_OF)
add(
    "worm",
    "storage:BlobContainerImmutabilityPolicy",
    containerName="records",
    immutabilityPolicyName="default",
    immutabilityPeriodSinceCreationInDays=2190,
    **_OF,
)
add("hold", "storage:BlobContainerLegalHold", containerName="records", tags=["case17"], **_OF)
_LIFE = {
    "name": "old",
    "type": "Lifecycle",
    "definition": {"actions": {"baseBlob": {"tierToCool": {"daysAfterModificationGreaterThan": 90}}}},
}
add("life", "storage:ManagementPolicy", managementPolicyName="default", policy={"rules": [_LIFE]}, **_OF)
_INVENTORY = {
    "name": "all",
    "enabled": True,
    "destination": "records",
    "definition": {"format": "Csv", "objectType": "Blob", "schedule": "Daily", "schemaFields": ["Name"]},
}
add(
    "inventory",
    "storage:BlobInventoryPolicy",
    blobInventoryPolicyName="default",
    policy={"enabled": True, "type": "Inventory", "rules": [_INVENTORY]},
    **_OF,
)
add(
    "copy",
    "storage:StorageAccount",
    accountName="cliniccopy",
    kind="StorageV2",
    sku={"name": "Standard_LRS"},
    immutableStorageWithVersioning={"enabled": True},
)
add(
    "replicate",
    "storage:ObjectReplicationPolicy",
    lambda m: {
        "accountName": "cliniccopy",
        "objectReplicationPolicyId": "default",
        "sourceAccount": m["store"].id,
        "destinationAccount": m["copy"].id,
    },
)
add("share", "storage:FileShare", shareName="files", **_OF)
add("queue", "storage:Queue", queueName="work", **_OF)
add("table", "storage:Table", tableName="Notes", **_OF)
add("scope", "storage:EncryptionScope", encryptionScopeName="phi", **_OF)
add("partner", "storage:LocalUser", username="partner", **_OF)

# Logs.
add("logs", "operationalinsights:Workspace", workspaceName="clinic-logs", sku={"name": "PerGB2018"}, retentionInDays=365)
_LOGS = {"workspaceName": "clinic-logs"}
add("audit", "operationalinsights:Table", tableName="StorageBlobLogs", retentionInDays=90, totalRetentionInDays=2556, **_LOGS)
add(
    "export",
    "operationalinsights:DataExport",
    lambda m: {"dataExportName": "archive", "resourceId": m["store"].id, "tableNames": ["Heartbeat"], **_LOGS},
)
add(
    "cluster",
    "operationalinsights:Cluster",
    lambda m: {"clusterName": "clinic-cluster", "sku": {"name": "CapacityReservation", "capacity": 100}, "identity": assigned(m["reader"])},
)
add(
    "linked",
    "operationalinsights:LinkedService",
    lambda m: {"linkedServiceName": "Cluster", "writeAccessResourceId": m["cluster"].id, **_LOGS},
)
add(
    "audited",
    "monitor:DiagnosticSetting",
    lambda m: {
        "resourceUri": m["vault"].id,
        "name": "logs",
        "workspaceId": m["logs"].id,
        "logs": [{"categoryGroup": "audit", "enabled": True}],
        "metrics": [{"category": "AllMetrics", "enabled": True}],
    },
)
add(
    "activity",
    "monitor:SubscriptionDiagnosticSetting",
    lambda m: {"name": "logs", "workspaceId": m["logs"].id, "logs": [{"category": "Administrative", "enabled": True}]},
)
add(
    "people",
    "monitor:ActionGroup",
    actionGroupName="on-call",
    groupShortName="on-call",
    enabled=True,
    location="global",
    emailReceivers=[{"name": "duty", "emailAddress": "duty@clinic.example"}],
)
_CRITERIA = {
    "odataType": "Microsoft.Azure.Monitor.SingleResourceMultipleMetricCriteria",
    "allOf": [
        {
            "criterionType": "StaticThresholdCriterion",
            "name": "slow",
            "metricName": "SuccessE2ELatency",
            "operator": "GreaterThan",
            "threshold": 1000,
            "timeAggregation": "Average",
        }
    ],
}
add(
    "slow",
    "monitor:MetricAlert",
    lambda m: {
        "ruleName": "slow",
        "location": "global",
        "enabled": True,
        "severity": 2,
        "scopes": [m["store"].id],
        "evaluationFrequency": "PT5M",
        "windowSize": "PT15M",
        "criteria": _CRITERIA,
        "actions": [{"actionGroupId": m["people"].id}],
    },
)
_QUERY = {"query": "AzureActivity", "timeAggregation": "Count", "operator": "GreaterThan", "threshold": 0}
add(
    "asked",
    "monitor:ScheduledQueryRule",
    lambda m: {
        "ruleName": "asked",
        "scopes": [m["logs"].id],
        "severity": 1,
        "evaluationFrequency": "PT5M",
        "windowSize": "PT5M",
        "criteria": {"allOf": [_QUERY]},
        "actions": {"actionGroups": [m["people"].id]},
    },
)
_WATCHED = [{"field": "category", "equals": "Administrative"}, {"field": "operationName", "equals": "Microsoft.KeyVault/vaults/delete"}]
add(
    "watched",
    "monitor:ActivityLogAlert",
    lambda m: {
        "activityLogAlertName": "watched",
        "location": "global",
        "scopes": [WHOLE],
        "condition": {"allOf": _WATCHED},
        "actions": {"actionGroups": [{"actionGroupId": m["people"].id}]},
    },
)
add("dce", "monitor:DataCollectionEndpoint", dataCollectionEndpointName="clinic-dce", networkAcls={"publicNetworkAccess": "Disabled"})
add(
    "dcr",
    "monitor:DataCollectionRule",
    lambda m: {
        "dataCollectionRuleName": "clinic-dcr",
        "dataCollectionEndpointId": m["dce"].id,
        "destinations": {"logAnalytics": [{"name": "logs", "workspaceResourceId": m["logs"].id}]},
        "dataFlows": [{"streams": ["Microsoft-Syslog"], "destinations": ["logs"]}],
    },
)
add(
    "ampls",
    "monitor:PrivateLinkScope",
    scopeName="clinic",
    location="global",
    accessModeSettings={"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "PrivateOnly"},
)
add("ampls-of", "monitor:PrivateLinkScopedResource", lambda m: {"scopeName": "clinic", "name": "logs", "linkedResourceId": m["logs"].id})
add(
    "insights",
    "applicationinsights:Component",
    lambda m: {"resourceName": "clinic-insights", "kind": "web", "applicationType": "web", "workspaceResourceId": m["logs"].id},
)

# PostgreSQL.
add(
    "pg",
    "dbforpostgresql:Server",
    lambda m: {
        "serverName": "clinic-db",
        "version": "17",
        "sku": {"name": "Standard_D4ds_v5", "tier": "GeneralPurpose"},
        "storage": {"storageSizeGB": 128},
        "authConfig": {"activeDirectoryAuth": "Enabled", "passwordAuth": "Disabled", "tenantId": TENANT},
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {m["reader"].id: {}}},
        "dataEncryption": {
            "type": "AzureKeyVault",
            "primaryKeyURI": m["key"]["keyUriWithVersion"],
            "primaryUserAssignedIdentityId": m["reader"].id,
        },
        "network": {"publicNetworkAccess": "Disabled"},
        "backup": {"backupRetentionDays": 35},
        "highAvailability": {"mode": "ZoneRedundant", "standbyAvailabilityZone": "2"},
        "availabilityZone": "1",
    },
)
_PG = {"serverName": "clinic-db"}
for _name, _value in (
    ("azure.extensions", "VECTOR,PGAUDIT"),
    ("shared_preload_libraries", "pg_stat_statements,pgaudit"),
    ("pgaudit.log", "ddl,role"),
):
    add(_name, "dbforpostgresql:Configuration", configurationName=_name, value=_value, source="user-override", **_PG)
add("dba", "dbforpostgresql:Administrator", objectId=PERSON, principalName="dba", principalType="Group", tenantId=TENANT, **_PG)
add(
    "dba2",
    "dbforpostgresql:AdministratorsMicrosoftEntra",
    objectId="88888888-9999-4999-8999-999999999999",
    principalName="second",
    principalType="Group",
    **_PG,
)
add("pg-rule", "dbforpostgresql:FirewallRule", firewallRuleName="office", startIpAddress="20.0.0.1", endIpAddress="20.0.0.9", **_PG)
add("db", "dbforpostgresql:Database", databaseName="records", **_PG)
add(
    "virtual", "dbforpostgresql:VirtualEndpoint", virtualEndpointName="clinic-write", endpointType="ReadWrite", members=["clinic-db"], **_PG
)
add("backup", "dbforpostgresql:Backup", backupName="before-move", **_PG)
add("backup2", "dbforpostgresql:BackupsAutomaticAndOnDemand", backupName="after-move", **_PG)
