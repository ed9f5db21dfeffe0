"""One of every data service's types that has rules, in the order in which they can be made."""

from collections.abc import Callable, Mapping
from typing import Any

from tests.simulator.azure.data_places import CRYPTO_USER, IN, PERSON, READER, assigned
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import LOCATION, SUBSCRIPTION, TENANT, Made, Subscription

Make = Callable[[Mapping[str, Made]], Mapping[str, Any]]
STEPS: list[tuple[str, str, Make]] = []
"""(name, type, inputs from what was made before). The resource group is put in where the type has one."""
WHOLE = f"/subscriptions/{SUBSCRIPTION}"
SYSTEM = {"type": "SystemAssigned"}
ROLE_GUID = "aaaaaaaa-0000-4000-8000-000000000001"


def _add(name: str, type_: str, make: Make | None = None, /, **inputs: Any) -> None:
    STEPS.append((name, type_, make or (lambda made: inputs)))


# Networks that stand below.
_add("group", "resources:ResourceGroup", resourceGroupName=GROUP, location=LOCATION)
_add("vnet", "network:VirtualNetwork", virtualNetworkName="vnet", addressSpace={"addressPrefixes": ["10.0.0.0/16"]})


def _subnet(name: str, block: str, service: str = "") -> None:
    delegations = [{"name": "own", "serviceName": service}] if service else []
    _add(
        f"subnet-{name}",
        "network:Subnet",
        virtualNetworkName="vnet",
        subnetName=name,
        addressPrefix=block,
        defaultOutboundAccess=False,
        delegations=delegations,
    )


_subnet("work", "10.0.0.0/24")
_subnet("boxes", "10.0.1.0/24", "Microsoft.ContainerInstance/containerGroups")
_subnet("apps", "10.0.2.0/23", "Microsoft.App/environments")
_subnet("sites", "10.0.4.0/24", "Microsoft.Web/serverFarms")
_add(
    "nic",
    "network:NetworkInterface",
    lambda m: {"networkInterfaceName": "nic", "ipConfigurations": [{"name": "one", "subnet": {"id": m["subnet-work"].id}}]},
)

# Keys and identities.
_VAULT = {
    "sku": {"family": "A", "name": "premium"},
    "tenantId": TENANT,
    "enableRbacAuthorization": True,
    "enablePurgeProtection": True,
    "publicNetworkAccess": "Disabled",
    "networkAcls": {"bypass": "AzureServices", "defaultAction": "Deny"},
}
_add("vault", "keyvault:Vault", vaultName="clinic-keys", properties=_VAULT)
_add("key", "keyvault:Key", vaultName="clinic-keys", keyName="records", properties={"kty": "RSA-HSM", "keySize": 3072})
_add("secret", "keyvault:Secret", vaultName="clinic-keys", secretName="registry", properties={"value": "made up"})
_add(
    "hsm",
    "keyvault:ManagedHsm",
    name="clinic-hsm",
    sku={"family": "B", "name": "Standard_B1"},
    properties={"tenantId": TENANT, "initialAdminObjectIds": [PERSON], "enablePurgeProtection": True},
)
_add("reader", "managedidentity:UserAssignedIdentity", resourceName="clinic-reader")
_add(
    "trust",
    "managedidentity:FederatedIdentityCredential",
    resourceName="clinic-reader",
    federatedIdentityCredentialResourceName="pipeline",
    issuer="https://token.actions.example.com",
    subject="repo:clinic/app:ref:refs/heads/main",
    audiences=["api://AzureADTokenExchange"],
)
_add(
    "grant",
    "authorization:RoleAssignment",
    lambda m: {
        "scope": m["vault"].id,
        "principalId": m["reader"]["principalId"],
        "principalType": "ServicePrincipal",
        "roleDefinitionId": CRYPTO_USER,
    },
)
_add(
    "role",
    "authorization:RoleDefinition",
    scope=WHOLE,
    roleDefinitionId=ROLE_GUID,
    roleName="Record keeper",
    assignableScopes=[WHOLE],
    permissions=[{"actions": ["Microsoft.Storage/storageAccounts/read"], "notActions": []}],
)
_add(
    "eligible",
    "authorization:PimRoleEligibilitySchedule",
    lambda m: {
        "scope": WHOLE,
        "principalId": PERSON,
        "roleDefinitionId": f"{WHOLE}{READER}",
        "scheduleInfo": {"expiration": {"type": "AfterDuration", "duration": "P365D"}},
    },
)
_add(
    "pim",
    "authorization:RoleManagementPolicy",
    scope=WHOLE,
    roleManagementPolicyName="bbbbbbbb-0000-4000-8000-000000000001",
    rules=[{"id": "Expiration_EndUser_Assignment", "ruleType": "RoleManagementPolicyExpirationRule", "maximumDuration": "PT8H"}],
)
_add(
    "pim-of",
    "authorization:RoleManagementPolicyAssignment",
    lambda m: {
        "scope": WHOLE,
        "roleManagementPolicyAssignmentName": "cccccccc-0000-4000-8000-000000000001",
        "policyId": m["pim"].id,
        "roleDefinitionId": f"{WHOLE}{READER}",
    },
)

# Policies.
_DENY = {"if": {"field": "type", "equals": "Microsoft.Network/publicIPAddresses"}, "then": {"effect": "deny"}}
for _kind, _names in (("", {}), ("AtManagementGroup", {"managementGroupId": "clinic"})):
    _add(
        f"definition{_kind}",
        f"authorization:PolicyDefinition{_kind}",
        policyDefinitionName="no-public-ip",
        displayName="No public addresses",
        mode="All",
        policyRule=_DENY,
        **_names,
    )
    _add(
        f"initiative{_kind}",
        f"authorization:PolicySetDefinition{_kind}",
        lambda m, kind=_kind, names=_names: {  # type: ignore[misc]
            "policySetDefinitionName": "closed",
            "policyDefinitions": [{"policyDefinitionId": m[f"definition{kind}"].id, "policyDefinitionReferenceId": "ip"}],
            **names,
        },
    )
_add(
    "assignment",
    "authorization:PolicyAssignment",
    lambda m: {"scope": WHOLE, "policyAssignmentName": "closed", "policyDefinitionId": m["initiative"].id},
)
_add(
    "exemption",
    "authorization:PolicyExemption",
    lambda m: {
        "scope": m["group"].id,
        "policyExemptionName": "lab",
        "policyAssignmentId": m["assignment"].id,
        "exemptionCategory": "Waiver",
    },
)

# Storage.
_add(
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
_add("blobs", "storage:BlobServiceProperties", blobServicesName="default", isVersioningEnabled=True, changeFeed={"enabled": True}, **_OF)
_add("files", "storage:FileServiceProperties", fileServicesName="default", **_OF)
_add("queues", "storage:QueueServiceProperties", queueServiceName="default", **_OF)
_add("tables", "storage:TableServiceProperties", tableServiceName="default", **_OF)
_add("records", "storage:BlobContainer", containerName="records", **_OF)
_add(
    "worm",
    "storage:BlobContainerImmutabilityPolicy",
    containerName="records",
    immutabilityPolicyName="default",
    immutabilityPeriodSinceCreationInDays=2190,
    **_OF,
)
_add("hold", "storage:BlobContainerLegalHold", containerName="records", tags=["case17"], **_OF)
_LIFE = {
    "name": "old",
    "type": "Lifecycle",
    "definition": {"actions": {"baseBlob": {"tierToCool": {"daysAfterModificationGreaterThan": 90}}}},
}
_add("life", "storage:ManagementPolicy", managementPolicyName="default", policy={"rules": [_LIFE]}, **_OF)
_INVENTORY = {
    "name": "all",
    "enabled": True,
    "destination": "records",
    "definition": {"format": "Csv", "objectType": "Blob", "schedule": "Daily", "schemaFields": ["Name"]},
}
_add(
    "inventory",
    "storage:BlobInventoryPolicy",
    blobInventoryPolicyName="default",
    policy={"enabled": True, "type": "Inventory", "rules": [_INVENTORY]},
    **_OF,
)
_add(
    "copy",
    "storage:StorageAccount",
    accountName="cliniccopy",
    kind="StorageV2",
    sku={"name": "Standard_LRS"},
    immutableStorageWithVersioning={"enabled": True},
)
_add(
    "replicate",
    "storage:ObjectReplicationPolicy",
    lambda m: {
        "accountName": "cliniccopy",
        "objectReplicationPolicyId": "default",
        "sourceAccount": m["store"].id,
        "destinationAccount": m["copy"].id,
    },
)
_add("share", "storage:FileShare", shareName="files", **_OF)
_add("queue", "storage:Queue", queueName="work", **_OF)
_add("table", "storage:Table", tableName="Notes", **_OF)
_add("scope", "storage:EncryptionScope", encryptionScopeName="phi", **_OF)
_add("partner", "storage:LocalUser", username="partner", **_OF)

# Logs.
_add("logs", "operationalinsights:Workspace", workspaceName="clinic-logs", sku={"name": "PerGB2018"}, retentionInDays=365)
_LOGS = {"workspaceName": "clinic-logs"}
_add("audit", "operationalinsights:Table", tableName="StorageBlobLogs", retentionInDays=90, totalRetentionInDays=2556, **_LOGS)
_add(
    "export",
    "operationalinsights:DataExport",
    lambda m: {"dataExportName": "archive", "resourceId": m["store"].id, "tableNames": ["Heartbeat"], **_LOGS},
)
_add(
    "cluster",
    "operationalinsights:Cluster",
    lambda m: {"clusterName": "clinic-cluster", "sku": {"name": "CapacityReservation", "capacity": 100}, "identity": assigned(m["reader"])},
)
_add(
    "linked",
    "operationalinsights:LinkedService",
    lambda m: {"linkedServiceName": "Cluster", "writeAccessResourceId": m["cluster"].id, **_LOGS},
)
_add(
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
_add(
    "activity",
    "monitor:SubscriptionDiagnosticSetting",
    lambda m: {"name": "logs", "workspaceId": m["logs"].id, "logs": [{"category": "Administrative", "enabled": True}]},
)
_add(
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
_add(
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
_add(
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
_add(
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
_add("dce", "monitor:DataCollectionEndpoint", dataCollectionEndpointName="clinic-dce", networkAcls={"publicNetworkAccess": "Disabled"})
_add(
    "dcr",
    "monitor:DataCollectionRule",
    lambda m: {
        "dataCollectionRuleName": "clinic-dcr",
        "dataCollectionEndpointId": m["dce"].id,
        "destinations": {"logAnalytics": [{"name": "logs", "workspaceResourceId": m["logs"].id}]},
        "dataFlows": [{"streams": ["Microsoft-Syslog"], "destinations": ["logs"]}],
    },
)
_add(
    "ampls",
    "monitor:PrivateLinkScope",
    scopeName="clinic",
    location="global",
    accessModeSettings={"ingestionAccessMode": "PrivateOnly", "queryAccessMode": "PrivateOnly"},
)
_add("ampls-of", "monitor:PrivateLinkScopedResource", lambda m: {"scopeName": "clinic", "name": "logs", "linkedResourceId": m["logs"].id})
_add(
    "insights",
    "applicationinsights:Component",
    lambda m: {"resourceName": "clinic-insights", "kind": "web", "applicationType": "web", "workspaceResourceId": m["logs"].id},
)

# PostgreSQL.
_add(
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
    _add(_name, "dbforpostgresql:Configuration", configurationName=_name, value=_value, source="user-override", **_PG)
_add("dba", "dbforpostgresql:Administrator", objectId=PERSON, principalName="dba", principalType="Group", tenantId=TENANT, **_PG)
_add(
    "dba2",
    "dbforpostgresql:AdministratorsMicrosoftEntra",
    objectId="88888888-9999-4999-8999-999999999999",
    principalName="second",
    principalType="Group",
    **_PG,
)
_add("pg-rule", "dbforpostgresql:FirewallRule", firewallRuleName="office", startIpAddress="20.0.0.1", endIpAddress="20.0.0.9", **_PG)
_add("db", "dbforpostgresql:Database", databaseName="records", **_PG)
_add(
    "virtual", "dbforpostgresql:VirtualEndpoint", virtualEndpointName="clinic-write", endpointType="ReadWrite", members=["clinic-db"], **_PG
)
_add("backup", "dbforpostgresql:Backup", backupName="before-move", **_PG)
_add("backup2", "dbforpostgresql:BackupsAutomaticAndOnDemand", backupName="after-move", **_PG)

# Registry.
_add(
    "acr",
    "containerregistry:Registry",
    lambda m: {
        "registryName": "clinicimages",
        "sku": {"name": "Premium"},
        "identity": {"type": "UserAssigned", "userAssignedIdentities": {m["reader"].id: {}}},
        "publicNetworkAccess": "Disabled",
        "policies": {"exportPolicy": {"status": "disabled"}},
        "encryption": {
            "status": "enabled",
            "keyVaultProperties": {"identity": m["reader"]["clientId"], "keyIdentifier": m["key"]["keyUri"]},
        },
    },
)
_ACR = {"registryName": "clinicimages"}
_add("acr-copy", "containerregistry:Replication", replicationName="northeurope", location="northeurope", **_ACR)
_SECRET = "https://clinic-keys.vault.azure.net/secrets/registry"
_add(
    "acr-login",
    "containerregistry:CredentialSet",
    credentialSetName="hub-login",
    loginServer="docker.io",
    authCredentials=[{"name": "Credential1", "usernameSecretIdentifier": _SECRET, "passwordSecretIdentifier": _SECRET}],
    identity=SYSTEM,
    **_ACR,
)
_add(
    "acr-cache",
    "containerregistry:CacheRule",
    lambda m: {
        "cacheRuleName": "ubuntu",
        "sourceRepository": "docker.io/library/ubuntu",
        "targetRepository": "ubuntu",
        "credentialSetResourceId": m["acr-login"].id,
        **_ACR,
    },
)
_add("acr-map", "containerregistry:ScopeMap", scopeMapName="readers", actions=["repositories/app/content/read"], **_ACR)
_add("acr-token", "containerregistry:Token", lambda m: {"tokenName": "pipeline", "scopeMapId": m["acr-map"].id, **_ACR})
_add("acr-hook", "containerregistry:Webhook", webhookName="pushes", actions=["push"], serviceUri="https://hooks.clinic.example", **_ACR)

# AI.
_add(
    "ai",
    "cognitiveservices:Account",
    lambda m: {
        "accountName": "clinic-ai",
        "kind": "AIServices",
        "sku": {"name": "S0"},
        "identity": {"type": "SystemAssigned, UserAssigned", "userAssignedIdentities": [m["reader"].id]},
        "properties": {
            "customSubDomainName": "clinic-ai",
            "disableLocalAuth": True,
            "publicNetworkAccess": "Disabled",
            "allowProjectManagement": True,
            "networkAcls": {"defaultAction": "Deny"},
            "encryption": {
                "keySource": "Microsoft.KeyVault",
                "keyVaultProperties": {
                    "keyName": "records",
                    "keyVersion": "0" * 32,
                    "keyVaultUri": "https://clinic-keys.vault.azure.net",
                    "identityClientId": m["reader"]["clientId"],
                },
            },
        },
    },
)
_AI = {"accountName": "clinic-ai"}
_add("ai-words", "cognitiveservices:RaiBlocklist", raiBlocklistName="names", properties={"description": "Names"}, **_AI)
_add(
    "ai-word",
    "cognitiveservices:RaiBlocklistItem",
    raiBlocklistName="names",
    raiBlocklistItemName="one",
    properties={"pattern": "Doe"},
    **_AI,
)
_FILTERS = [
    {"name": "Hate", "severityThreshold": "Medium", "blocking": True, "enabled": True, "source": "Prompt"},
    {"name": "Jailbreak", "blocking": True, "enabled": True, "source": "Prompt"},
]
_add(
    "ai-filter",
    "cognitiveservices:RaiPolicy",
    raiPolicyName="clinical",
    properties={
        "basePolicyName": "Microsoft.DefaultV2",
        "contentFilters": _FILTERS,
        "customBlocklists": [{"blocklistName": "names", "blocking": True, "source": "Prompt"}],
    },
    **_AI,
)
_add(
    "gpt",
    "cognitiveservices:Deployment",
    deploymentName="gpt",
    sku={"name": "DataZoneStandard", "capacity": 10},
    properties={"model": {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"}, "raiPolicyName": "clinical"},
    **_AI,
)
_add("ai-project", "cognitiveservices:Project", projectName="notes", identity=SYSTEM, properties={}, **_AI)
_CONNECTION = {"authType": "AAD", "category": "CognitiveSearch", "target": "https://clinic-search.search.windows.net"}
_add("ai-link", "cognitiveservices:AccountConnection", connectionName="search", properties=_CONNECTION, **_AI)
_add("ai-link2", "cognitiveservices:ProjectConnection", projectName="notes", connectionName="search", properties=_CONNECTION, **_AI)
_add(
    "ai-host",
    "cognitiveservices:AccountCapabilityHost",
    capabilityHostName="agents",
    capabilityHostProperties={"capabilityHostKind": "Agents"},
    **_AI,
)
_add(
    "ai-host2",
    "cognitiveservices:ProjectCapabilityHost",
    projectName="notes",
    capabilityHostName="agents",
    projectCapabilityHostProperties={"vectorStoreConnections": ["search"]},
    **_AI,
)
_add(
    "ai-net",
    "cognitiveservices:ManagedNetworkSetting",
    managedNetworkName="default",
    properties={"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}},
    **_AI,
)
_add(
    "ai-out",
    "cognitiveservices:OutboundRule",
    managedNetworkName="default",
    ruleName="pypi",
    properties={"type": "FQDN", "destination": "pypi.org"},
    **_AI,
)
_add(
    "ai-plan", "cognitiveservices:CommitmentPlan", commitmentPlanName="speech", properties={"planType": "STT", "hostingModel": "Web"}, **_AI
)
_add("search", "search:Service", searchServiceName="clinic-search", sku={"name": "standard"}, disableLocalAuth=True, identity=SYSTEM)
_add(
    "search-out",
    "search:SharedPrivateLinkResource",
    lambda m: {
        "searchServiceName": "clinic-search",
        "sharedPrivateLinkResourceName": "store",
        "properties": {"groupId": "blob", "privateLinkResourceId": m["store"].id, "requestMessage": "index records"},
    },
)
_add(
    "ml",
    "machinelearningservices:Workspace",
    lambda m: {
        "workspaceName": "clinic-ml",
        "identity": SYSTEM,
        "storageAccount": m["store"].id,
        "keyVault": m["vault"].id,
        "applicationInsights": m["insights"].id,
        "containerRegistry": m["acr"].id,
        "publicNetworkAccess": "Disabled",
        "managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"},
    },
)
_ML = {"workspaceName": "clinic-ml"}
_add(
    "ml-out",
    "machinelearningservices:ManagedNetworkSettingsRule",
    ruleName="pypi",
    properties={"type": "FQDN", "destination": "pypi.org"},
    **_ML,
)
_add(
    "ml-out2",
    "machinelearningservices:OutboundRule",
    managedNetworkName="default",
    ruleName="login",
    properties={"type": "ServiceTag", "destination": {"serviceTag": "AzureActiveDirectory", "protocol": "TCP", "portRanges": "443"}},
    **_ML,
)
_add(
    "ml-cluster",
    "machinelearningservices:Compute",
    computeName="cpu",
    properties={
        "computeType": "AmlCompute",
        "properties": {
            "vmSize": "Standard_DS3_v2",
            "enableNodePublicIp": False,
            "scaleSettings": {"minNodeCount": 0, "maxNodeCount": 2},
        },
    },
    **_ML,
)
_add(
    "ml-end",
    "machinelearningservices:OnlineEndpoint",
    endpointName="clinic-score",
    identity=SYSTEM,
    properties={"authMode": "AADToken"},
    **_ML,
)
_add(
    "ml-blue",
    "machinelearningservices:OnlineDeployment",
    endpointName="clinic-score",
    deploymentName="blue",
    properties={"endpointComputeType": "Managed", "instanceType": "Standard_DS3_v2"},
    **_ML,
)
_add("ml-registry", "machinelearningservices:Registry", registryName="clinic-models", identity=SYSTEM)
_add(
    "ml-store",
    "machinelearningservices:Datastore",
    name="records",
    properties={
        "datastoreType": "AzureBlob",
        "accountName": "clinicstore",
        "containerName": "records",
        "credentials": {"credentialsType": "None"},
    },
    **_ML,
)
_add("ml-link", "machinelearningservices:WorkspaceConnection", connectionName="search", properties=_CONNECTION, **_ML)

# Clinical data.
_add("hds", "healthcareapis:Workspace", workspaceName="clinichealth")
_HDS = {"workspaceName": "clinichealth"}
_add(
    "fhir",
    "healthcareapis:FhirService",
    fhirServiceName="records",
    authenticationConfiguration={
        "authority": f"https://login.microsoftonline.com/{TENANT}",
        "audience": "https://clinichealth-records.fhir.azurehealthcareapis.com",
    },
    identity=SYSTEM,
    exportConfiguration={"storageAccountName": "clinicstore"},
    **_HDS,
)
_add("dicom", "healthcareapis:DicomService", dicomServiceName="images", **_HDS)
_add(
    "medtech",
    "healthcareapis:IotConnector",
    iotConnectorName="devices",
    identity=SYSTEM,
    ingestionEndpointConfiguration={
        "eventHubName": "devices",
        "consumerGroup": "$Default",
        "fullyQualifiedEventHubNamespace": "clinic-hubs.servicebus.windows.net",
    },
    deviceMapping={"content": {"templateType": "CollectionContent", "template": []}},
    **_HDS,
)
_add(
    "medtech-to",
    "healthcareapis:IotConnectorFhirDestination",
    lambda m: {
        "iotConnectorName": "devices",
        "fhirDestinationName": "records",
        "fhirServiceResourceId": m["fhir"].id,
        "resourceIdentityResolutionType": "Lookup",
        "fhirMapping": {"content": {}},
        **_HDS,
    },
)

# Documents and messages.
_add(
    "cosmos",
    "cosmosdb:DatabaseAccount",
    lambda m: {
        "accountName": "clinic-documents",
        "databaseAccountOfferType": "Standard",
        "locations": [{"locationName": LOCATION, "failoverPriority": 0}],
        "identity": assigned(m["reader"]),
        "defaultIdentity": f"UserAssignedIdentity={m['reader'].id}",
        "keyVaultKeyUri": m["key"]["keyUri"],
        "disableLocalAuth": True,
        "publicNetworkAccess": "Disabled",
        "backupPolicy": {"type": "Continuous", "continuousModeProperties": {"tier": "Continuous30Days"}},
    },
)
_COSMOS = {"accountName": "clinic-documents"}
_add("documents", "cosmosdb:SqlResourceSqlDatabase", databaseName="notes", resource={"id": "notes"}, **_COSMOS)
_add(
    "visits",
    "cosmosdb:SqlResourceSqlContainer",
    databaseName="notes",
    containerName="visits",
    resource={"id": "visits", "partitionKey": {"paths": ["/patient"], "kind": "Hash"}},
    **_COSMOS,
)
_add(
    "cosmos-role",
    "cosmosdb:SqlResourceSqlRoleDefinition",
    lambda m: {
        "roleDefinitionId": ROLE_GUID,
        "roleName": "Writer",
        "assignableScopes": [m["cosmos"].id],
        "permissions": [{"dataActions": ["Microsoft.DocumentDB/databaseAccounts/readMetadata"]}],
        **_COSMOS,
    },
)
_add(
    "cosmos-grant",
    "cosmosdb:SqlResourceSqlRoleAssignment",
    lambda m: {
        "roleAssignmentId": "dddddddd-0000-4000-8000-000000000001",
        "principalId": m["reader"]["principalId"],
        "scope": m["cosmos"].id,
        "roleDefinitionId": m["cosmos-role"].id,
        **_COSMOS,
    },
)
_MESSAGES = {
    "sku": {"name": "Premium", "tier": "Premium", "capacity": 1},
    "disableLocalAuth": True,
    "minimumTlsVersion": "1.2",
    "publicNetworkAccess": "Disabled",
}
_add("bus", "servicebus:Namespace", namespaceName="clinic-bus", **_MESSAGES)
_BUS = {"namespaceName": "clinic-bus"}
_add("bus-rules", "servicebus:NamespaceNetworkRuleSet", publicNetworkAccess="Disabled", defaultAction="Deny", **_BUS)
_add("bus-key", "servicebus:NamespaceAuthorizationRule", authorizationRuleName="send", rights=["Send"], **_BUS)
_add("bus-queue", "servicebus:Queue", queueName="orders", requiresSession=True, **_BUS)
_add("bus-topic", "servicebus:Topic", topicName="results", **_BUS)
_add("bus-sub", "servicebus:Subscription", topicName="results", subscriptionName="lab", **_BUS)
_add(
    "bus-rule",
    "servicebus:Rule",
    topicName="results",
    subscriptionName="lab",
    ruleName="mine",
    filterType="SqlFilter",
    sqlFilter={"sqlExpression": "lab = 'a'"},
    **_BUS,
)
_add("hubs", "eventhub:Namespace", namespaceName="clinic-hubs", **_MESSAGES)
_HUBS = {"namespaceName": "clinic-hubs"}
_add("hubs-rules", "eventhub:NamespaceNetworkRuleSet", publicNetworkAccess="Disabled", defaultAction="Deny", **_HUBS)
_add("hubs-key", "eventhub:NamespaceAuthorizationRule", authorizationRuleName="send", rights=["Send"], **_HUBS)
_add("hub", "eventhub:EventHub", eventHubName="devices", partitionCount=2, messageRetentionInDays=30, **_HUBS)
_add("hub-group", "eventhub:ConsumerGroup", eventHubName="devices", consumerGroupName="fhir", **_HUBS)
_add("grid", "eventgrid:Topic", topicName="clinic-events", publicNetworkAccess="Disabled", disableLocalAuth=True)
_add("grids", "eventgrid:Domain", domainName="clinic-domain", publicNetworkAccess="Disabled")
_add(
    "grid-of",
    "eventgrid:SystemTopic",
    lambda m: {"systemTopicName": "clinic-store-events", "source": m["store"].id, "topicType": "Microsoft.Storage.StorageAccounts"},
)
_add(
    "grid-sub",
    "eventgrid:EventSubscription",
    lambda m: {
        "scope": m["grid"].id,
        "eventSubscriptionName": "to-bus",
        "destination": {"endpointType": "ServiceBusQueue", "resourceId": m["bus-queue"].id},
    },
)
_add(
    "grid-sub2",
    "eventgrid:SystemTopicEventSubscription",
    lambda m: {
        "systemTopicName": "clinic-store-events",
        "eventSubscriptionName": "to-hub",
        "destination": {"endpointType": "EventHub", "resourceId": m["hub"].id},
    },
)

# Machines.
_add("disk-access", "compute:DiskAccess", diskAccessName="clinic-disks")
_add(
    "des",
    "compute:DiskEncryptionSet",
    lambda m: {
        "diskEncryptionSetName": "clinic-set",
        "identity": assigned(m["reader"]),
        "activeKey": {"keyUrl": m["key"]["keyUri"]},
        "rotationToLatestKeyVersionEnabled": True,
    },
)
_add(
    "disk",
    "compute:Disk",
    lambda m: {
        "diskName": "data",
        "creationData": {"createOption": "Empty"},
        "diskSizeGB": 64,
        "networkAccessPolicy": "AllowPrivate",
        "diskAccessId": m["disk-access"].id,
        "publicNetworkAccess": "Disabled",
        "encryption": {"type": "EncryptionAtRestWithCustomerKey", "diskEncryptionSetId": m["des"].id},
    },
)
_add(
    "snapshot",
    "compute:Snapshot",
    lambda m: {"snapshotName": "data-1", "creationData": {"createOption": "Copy", "sourceResourceId": m["disk"].id}, "incremental": True},
)
_IMAGE = {"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "cvm", "version": "latest"}
_add(
    "vm",
    "compute:VirtualMachine",
    lambda m: {
        "vmName": "clinic-vm",
        "hardwareProfile": {"vmSize": "Standard_DC4as_v5"},
        "networkProfile": {"networkInterfaces": [{"id": m["nic"].id, "primary": True}]},
        "securityProfile": {"securityType": "ConfidentialVM", "uefiSettings": {"secureBootEnabled": True, "vTpmEnabled": True}},
        "storageProfile": {
            "imageReference": _IMAGE,
            "osDisk": {
                "createOption": "FromImage",
                "managedDisk": {"securityProfile": {"securityEncryptionType": "DiskWithVMGuestState"}},
            },
        },
        "osProfile": {
            "computerName": "clinic-vm",
            "adminUsername": "keeper",
            "linuxConfiguration": {
                "disablePasswordAuthentication": True,
                "ssh": {"publicKeys": [{"path": "/home/keeper/.ssh/authorized_keys", "keyData": "ssh-ed25519 AAAA"}]},
            },
        },
    },
)
_add(
    "agent",
    "compute:VirtualMachineExtension",
    vmName="clinic-vm",
    vmExtensionName="agent",
    publisher="Microsoft.Azure.Monitor",
    type="AzureMonitorLinuxAgent",
    typeHandlerVersion="1.33",
)
_add(
    "agent-of",
    "monitor:DataCollectionRuleAssociation",
    lambda m: {"resourceUri": m["vm"].id, "associationName": "logs", "dataCollectionRuleId": m["dcr"].id},
)
_add("vmss", "compute:VirtualMachineScaleSet", vmScaleSetName="clinic-set", orchestrationMode="Flexible", platformFaultDomainCount=1)
_add("image", "compute:Image", lambda m: {"imageName": "golden", "sourceVirtualMachine": {"id": m["vm"].id}})
_add("gallery", "compute:Gallery", galleryName="clinic_gallery")
_add(
    "gallery-image",
    "compute:GalleryImage",
    galleryName="clinic_gallery",
    galleryImageName="base",
    osType="Linux",
    osState="Generalized",
    identifier={"publisher": "clinic", "offer": "base", "sku": "1"},
)
_add(
    "gallery-version",
    "compute:GalleryImageVersion",
    lambda m: {
        "galleryName": "clinic_gallery",
        "galleryImageName": "base",
        "galleryImageVersionName": "1.0.0",
        "storageProfile": {"source": {"id": m["image"].id}},
    },
)

# Applications.
_CONTAINER = {"name": "app", "image": "clinicimages.azurecr.io/app:1", "resources": {"requests": {"cpu": 1, "memoryInGB": 2}}}
_add(
    "boxes",
    "containerinstance:ContainerGroup",
    lambda m: {
        "containerGroupName": "jobs",
        "osType": "Linux",
        "sku": "Confidential",
        "confidentialComputeProperties": {"ccePolicy": "x"},
        "containers": [_CONTAINER],
        "subnetIds": [{"id": m["subnet-boxes"].id}],
        "ipAddress": {"type": "Private", "ports": [{"port": 443, "protocol": "TCP"}]},
    },
)
_add(
    "apps",
    "app:ManagedEnvironment",
    lambda m: {
        "environmentName": "clinic-apps",
        "workloadProfiles": [{"name": "Consumption", "workloadProfileType": "Consumption"}],
        "vnetConfiguration": {"internal": True, "infrastructureSubnetId": m["subnet-apps"].id},
        "appLogsConfiguration": {"destination": "azure-monitor"},
    },
)
_add(
    "app",
    "app:ContainerApp",
    lambda m: {
        "containerAppName": "portal",
        "managedEnvironmentId": m["apps"].id,
        "configuration": {"ingress": {"external": False, "targetPort": 8080}},
        "template": {"containers": [{"name": "portal", "image": "clinicimages.azurecr.io/portal:1"}]},
    },
)
_add("plan", "web:AppServicePlan", name="clinic-plan", kind="linux", reserved=True, sku={"name": "P1v3", "tier": "PremiumV3"})
_add(
    "site",
    "web:WebApp",
    lambda m: {
        "name": "clinic-site",
        "kind": "functionapp,linux",
        "reserved": True,
        "serverFarmId": m["plan"].id,
        "virtualNetworkSubnetId": m["subnet-sites"].id,
        "httpsOnly": True,
        "publicNetworkAccess": "Disabled",
    },
)
_add("site-net", "web:WebAppSwiftVirtualNetworkConnection", lambda m: {"name": "clinic-site", "subnetResourceId": m["subnet-sites"].id})

# Backups and protection.
_add(
    "backups",
    "dataprotection:BackupVault",
    vaultName="clinic-backups",
    identity=SYSTEM,
    properties={
        "storageSettings": [{"datastoreType": "VaultStore", "type": "ZoneRedundant"}],
        "securitySettings": {"softDeleteSettings": {"state": "On", "retentionDurationInDays": 30}},
    },
)
_LIFETIME = {
    "sourceDataStore": {"dataStoreType": "OperationalStore", "objectType": "DataStoreInfoBase"},
    "deleteAfter": {"objectType": "AbsoluteDeleteOption", "duration": "P30D"},
}
_add(
    "backup-policy",
    "dataprotection:BackupPolicy",
    vaultName="clinic-backups",
    backupPolicyName="daily",
    properties={
        "objectType": "BackupPolicy",
        "datasourceTypes": ["Microsoft.Storage/storageAccounts/blobServices"],
        "policyRules": [{"objectType": "AzureRetentionRule", "name": "Default", "isDefault": True, "lifecycles": [_LIFETIME]}],
    },
)
_add(
    "backup-grant",
    "authorization:RoleAssignment",
    lambda m: {
        "scope": m["store"].id,
        "principalId": m["backups"]["identity"]["principalId"],
        "principalType": "ServicePrincipal",
        "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1",
    },
)
_add(
    "backup-of",
    "dataprotection:BackupInstance",
    lambda m: {
        "vaultName": "clinic-backups",
        "backupInstanceName": "store",
        "properties": {
            "objectType": "BackupInstance",
            "dataSourceInfo": {"resourceID": m["store"].id, "datasourceType": "Microsoft.Storage/storageAccounts/blobServices"},
            "policyInfo": {"policyId": m["backup-policy"].id},
        },
    },
)
_add("recovery", "recoveryservices:Vault", vaultName="clinic-recovery", sku={"name": "RS0", "tier": "Standard"}, properties={})
_add("defender", "security:Pricing", scopeId=WHOLE.strip("/"), pricingName="StorageAccounts", pricingTier="Standard")
_add("contact", "security:SecurityContact", securityContactName="default", emails="duty@clinic.example")
_add(
    "scan",
    "security:DefenderForStorage",
    lambda m: {"resourceId": m["store"].id, "settingName": "current", "properties": {"isEnabled": True}},
)
_add("threats", "security:AdvancedThreatProtection", lambda m: {"resourceId": m["cosmos"].id, "settingName": "current", "isEnabled": True})
_add(
    "defender-logs", "security:WorkspaceSetting", lambda m: {"workspaceSettingName": "default", "scope": WHOLE, "workspaceId": m["logs"].id}
)
_add("sentinel", "securityinsights:SentinelOnboardingState", sentinelOnboardingStateName="default", **_LOGS)

# Others.
_add(
    "sql",
    "sql:Server",
    serverName="clinic-sql",
    publicNetworkAccess="Disabled",
    administrators={"azureADOnlyAuthentication": True, "login": "dba", "sid": PERSON, "principalType": "Group", "tenantId": TENANT},
)
_SQL = {"serverName": "clinic-sql"}
_add("sql-db", "sql:Database", databaseName="billing", **_SQL)
_add("sql-rule", "sql:FirewallRule", firewallRuleName="office", startIpAddress="20.0.0.1", endIpAddress="20.0.0.1", **_SQL)
_add(
    "sql-net", "sql:VirtualNetworkRule", lambda m: {"virtualNetworkRuleName": "work", "virtualNetworkSubnetId": m["subnet-work"].id, **_SQL}
)
_add("sql-out", "sql:OutboundFirewallRule", outboundRuleFqdn="clinicstore.blob.core.windows.net", **_SQL)
_add(
    "synapse",
    "synapse:Workspace",
    workspaceName="clinic-synapse",
    identity=SYSTEM,
    managedVirtualNetwork="default",
    managedVirtualNetworkSettings={"preventDataExfiltration": True},
    defaultDataLakeStorage={"accountUrl": "https://cliniclake.dfs.core.windows.net", "filesystem": "lake"},
)
_add(
    "synapse-rule",
    "synapse:IpFirewallRule",
    workspaceName="clinic-synapse",
    ruleName="office",
    startIpAddress="20.0.0.1",
    endIpAddress="20.0.0.1",
)
_add("factory", "datafactory:Factory", factoryName="clinic-factory", identity=SYSTEM, publicNetworkAccess="Disabled")
_add(
    "factory-runtime",
    "datafactory:IntegrationRuntime",
    factoryName="clinic-factory",
    integrationRuntimeName="inside",
    properties={"type": "Managed"},
)
_add(
    "factory-out",
    "datafactory:ManagedPrivateEndpoint",
    lambda m: {
        "factoryName": "clinic-factory",
        "managedVirtualNetworkName": "default",
        "managedPrivateEndpointName": "store",
        "properties": {"privateLinkResourceId": m["store"].id, "groupId": "blob"},
    },
)
_add("flow", "logic:Workflow", workflowName="intake", definition={"$schema": "https://schema.example", "contentVersion": "1.0.0.0"})
_add("redis", "redis:Redis", name="clinic-cache", sku={"name": "Premium", "family": "P", "capacity": 1}, publicNetworkAccess="Disabled")
_add("redis-rule", "redis:FirewallRule", cacheName="clinic-cache", ruleName="office", startIP="20.0.0.1", endIP="20.0.0.1")
_add(
    "bot",
    "botservice:Bot",
    resourceName="clinic-bot",
    kind="azurebot",
    location="global",
    sku={"name": "S1"},
    properties={
        "displayName": "Clinic",
        "endpoint": "https://bot.clinic.example",
        "msaAppId": PERSON,
        "msaAppType": "SingleTenant",
        "msaAppTenantId": TENANT,
    },
)
_add(
    "bot-web",
    "botservice:Channel",
    resourceName="clinic-bot",
    channelName="WebChatChannel",
    location="global",
    properties={"channelName": "WebChatChannel"},
)
_add("lock", "authorization:ManagementLockByScope", lambda m: {"scope": m["pg"].id, "lockName": "keep", "level": "CanNotDelete"})
_add("lock-group", "authorization:ManagementLockAtResourceGroupLevel", lockName="keep", level="CanNotDelete")
_add("lock-all", "authorization:ManagementLockAtSubscriptionLevel", lockName="keep", level="CanNotDelete")


def build(azure: Subscription) -> dict[str, Made]:
    """Make them all."""
    made: dict[str, Made] = {}
    for name, type_, make in STEPS:
        inputs = dict(make(made))
        made[name] = azure.make(type_, name, **({**IN, **inputs} if _in_group(type_) else inputs))
    return made


def _in_group(type_: str) -> bool:
    from simulator.schema import type_schema

    return "resourceGroupName" in type_schema(f"azure-native:{type_}").inputs
