"""Azure Classic's stores, vaults, AI services and identities.

Source: Pulumi Registry, `azure.storage`, `azure.keyvault`, `azure.postgresql`, `azure.cognitive`, `azure.monitoring`, … (azurerm's documentation). A flag
that the classic provider sets by itself where the program does not (`publicNetworkAccessEnabled`: true) has that default here.
"""

from typing import Any, Final

from posture.inputs.classic.shape import INVERTED, PUBLIC, Blocks, Classic, To, words
from posture.values import UNKNOWN

_PUBLIC: Final = To("publicNetworkAccess", "publicNetworkAccessEnabled", PUBLIC, default="Enabled")
_LOCAL_AUTH: Final = To("disableLocalAuth", "localAuthEnabled", INVERTED, default=False)
_ACCESS: Final = {"private": "None", "blob": "Blob", "container": "Container"}


def _rules(key: str) -> Any:
    def convert(value: Any) -> Any:
        return [{key: one} for one in value] if isinstance(value, (list, tuple)) else UNKNOWN

    return convert


def _subnets(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        return UNKNOWN
    return [{"virtualNetworkResourceId": one} if isinstance(one, str) else one for one in value]


_ACLS: Final = (
    To("defaultAction", "defaultAction"),
    To("bypass", "bypasses", words),
    To("bypass", "bypass"),
    To("virtualNetworkRules", "virtualNetworkSubnetIds", _subnets),
)
_STORAGE_ACLS: Final = (*_ACLS, To("ipRules", "ipRules", _rules("iPAddressOrRange")))
_ACCOUNT_IN_ID: Final = "storageAccountId"


def account_in(value: Any) -> Any:
    """The account's name in its id."""
    return value.rstrip("/").rpartition("/")[2] if isinstance(value, str) else UNKNOWN


def _diagnostic_logs(value: Any) -> Any:
    if not isinstance(value, (list, tuple)):
        return UNKNOWN
    return [
        {"category": one.get("category"), "categoryGroup": one.get("categoryGroup"), "enabled": True} if isinstance(one, dict) else UNKNOWN
        for one in value
    ]


SERVICES: Final[dict[str, Classic]] = {
    "azure:storage/account:Account": Classic(
        "azure-native:storage:StorageAccount",
        (
            To("accountName", "name"),
            To("kind", "accountKind"),
            _PUBLIC,
            To("allowBlobPublicAccess", "allowNestedItemsToBePublic", default=True),
            To("allowSharedKeyAccess", "sharedAccessKeyEnabled", default=True),
            To("allowCrossTenantReplication", "crossTenantReplicationEnabled", default=False),
            To("minimumTlsVersion", "minTlsVersion"),
            To("enableHttpsTrafficOnly", "httpsTrafficOnlyEnabled"),
            To("enableHttpsTrafficOnly", "enableHttpsTrafficOnly"),
            To("isHnsEnabled", "isHnsEnabled"),
            To("isSftpEnabled", "sftpEnabled"),
            To("isLocalUserEnabled", "localUserEnabled"),
            To("allowedCopyScope", "allowedCopyScope"),
            To("encryption.requireInfrastructureEncryption", "infrastructureEncryptionEnabled"),
            Blocks("networkRuleSet", "networkRules", _STORAGE_ACLS, single=True),
        ),
    ),
    "azure:storage/container:Container": Classic(
        "azure-native:storage:BlobContainer",
        (
            To("containerName", "name"),
            To("accountName", _ACCOUNT_IN_ID, account_in),
            To("accountName", "storageAccountName"),
            To("publicAccess", "containerAccessType", lambda value: _ACCESS.get(value, UNKNOWN), default="None"),
        ),
    ),
    "azure:keyvault/keyVault:KeyVault": Classic(
        "azure-native:keyvault:Vault",
        (
            To("vaultName", "name"),
            To("properties.tenantId", "tenantId"),
            To("properties.sku.name", "skuName"),
            To("properties.enablePurgeProtection", "purgeProtectionEnabled"),
            To("properties.softDeleteRetentionInDays", "softDeleteRetentionDays"),
            To("properties.enableRbacAuthorization", "rbacAuthorizationEnabled"),
            To("properties.enableRbacAuthorization", "enableRbacAuthorization"),
            To("properties.publicNetworkAccess", "publicNetworkAccessEnabled", PUBLIC, default="Enabled"),
            Blocks("properties.networkAcls", "networkAcls", (*_ACLS, To("ipRules", "ipRules", _rules("value"))), single=True),
            Blocks("properties.accessPolicies", "accessPolicies", (To("tenantId", "tenantId"), To("objectId", "objectId"))),
        ),
    ),
    "azure:keyvault/key:Key": Classic(
        "azure-native:keyvault:Key",
        (
            To("keyName", "name"),
            To("properties.kty", "keyType"),
            To("properties.keySize", "keySize"),
            To("vaultName", "keyVaultId", account_in),
        ),
    ),
    "azure:postgresql/flexibleServer:FlexibleServer": Classic(
        "azure-native:dbforpostgresql:Server",
        (
            To("serverName", "name"),
            To("network.publicNetworkAccess", "publicNetworkAccessEnabled", PUBLIC, default="Enabled"),
            To("network.delegatedSubnetResourceId", "delegatedSubnetId"),
            To("network.privateDnsZoneArmResourceId", "privateDnsZoneId"),
            To("authConfig.activeDirectoryAuth", "authentication.activeDirectoryAuthEnabled", PUBLIC),
            To("authConfig.passwordAuth", "authentication.passwordAuthEnabled", PUBLIC),
            To("backup.backupRetentionDays", "backupRetentionDays"),
            To("backup.geoRedundantBackup", "geoRedundantBackupEnabled", PUBLIC),
            To("sourceServerResourceId", "sourceServerId"),
        ),
    ),
    "azure:postgresql/flexibleServerFirewallRule:FlexibleServerFirewallRule": Classic(
        "azure-native:dbforpostgresql:FirewallRule",
        (
            To("firewallRuleName", "name"),
            To("serverName", "serverId", account_in),
            To("startIpAddress", "startIpAddress"),
            To("endIpAddress", "endIpAddress"),
        ),
    ),
    "azure:cognitive/account:Account": Classic(
        "azure-native:cognitiveservices:Account",
        (
            To("accountName", "name"),
            To("kind", "kind"),
            To("sku.name", "skuName"),
            To("properties.publicNetworkAccess", "publicNetworkAccessEnabled", PUBLIC, default="Enabled"),
            To("properties.disableLocalAuth", "localAuthEnabled", INVERTED, default=False),
            To("properties.customSubDomainName", "customSubdomainName"),
            To("properties.restrictOutboundNetworkAccess", "outboundNetworkAccessRestricted"),
            To("properties.allowedFqdnList", "fqdns"),
            Blocks(
                "properties.networkAcls",
                "networkAcls",
                (To("defaultAction", "defaultAction"), To("ipRules", "ipRules", _rules("value"))),
                single=True,
            ),
        ),
    ),
    "azure:cognitive/deployment:Deployment": Classic(
        "azure-native:cognitiveservices:Deployment",
        (
            To("deploymentName", "name"),
            To("accountName", "cognitiveAccountId", account_in),
            To("sku.name", "sku.name"),
            To("properties.model.name", "model.name"),
            To("properties.model.format", "model.format"),
        ),
    ),
    "azure:search/service:Service": Classic(
        "azure-native:search:Service",
        (To("searchServiceName", "name"), _PUBLIC, To("disableLocalAuth", "localAuthenticationEnabled", INVERTED)),
    ),
    "azure:containerservice/registry:Registry": Classic(
        "azure-native:containerregistry:Registry",
        (
            To("registryName", "name"),
            To("sku.name", "sku"),
            To("adminUserEnabled", "adminEnabled"),
            _PUBLIC,
            To("anonymousPullEnabled", "anonymousPullEnabled"),
        ),
    ),
    "azure:cosmosdb/account:Account": Classic(
        "azure-native:cosmosdb:DatabaseAccount",
        (
            To("accountName", "name"),
            _PUBLIC,
            To("disableLocalAuth", "localAuthenticationDisabled"),
            Blocks("locations", "geoLocations", (To("locationName", "location"), To("failoverPriority", "failoverPriority"))),
        ),
    ),
    "azure:servicebus/namespace:Namespace": Classic(
        "azure-native:servicebus:Namespace", (To("namespaceName", "name"), To("sku.name", "sku"), _PUBLIC, _LOCAL_AUTH)
    ),
    "azure:eventhub/eventHubNamespace:EventHubNamespace": Classic(
        "azure-native:eventhub:Namespace", (To("namespaceName", "name"), To("sku.name", "sku"), _PUBLIC)
    ),
    "azure:operationalinsights/analyticsWorkspace:AnalyticsWorkspace": Classic(
        "azure-native:operationalinsights:Workspace",
        (
            To("workspaceName", "name"),
            To("retentionInDays", "retentionInDays"),
            To("publicNetworkAccessForIngestion", "internetIngestionEnabled", PUBLIC, default="Enabled"),
            To("publicNetworkAccessForQuery", "internetQueryEnabled", PUBLIC, default="Enabled"),
        ),
    ),
    "azure:monitoring/diagnosticSetting:DiagnosticSetting": Classic(
        "azure-native:monitor:DiagnosticSetting",
        (
            To("name", "name"),
            To("resourceUri", "targetResourceId"),
            To("workspaceId", "logAnalyticsWorkspaceId"),
            To("storageAccountId", "storageAccountId"),
            To("eventHubAuthorizationRuleId", "eventhubAuthorizationRuleId"),
            To("marketplacePartnerId", "partnerSolutionId"),
            To("logs", "enabledLogs", _diagnostic_logs),
        ),
    ),
    "azure:authorization/userAssignedIdentity:UserAssignedIdentity": Classic(
        "azure-native:managedidentity:UserAssignedIdentity", (To("resourceName", "name"),)
    ),
    "azure:authorization/assignment:Assignment": Classic(
        "azure-native:authorization:RoleAssignment",
        (
            To("scope", "scope"),
            To("roleAssignmentName", "name"),
            To("principalId", "principalId"),
            To("roleDefinitionId", "roleDefinitionId"),
            To("principalType", "principalType"),
        ),
    ),
    "azure:machinelearning/workspace:Workspace": Classic(
        "azure-native:machinelearningservices:Workspace",
        (
            To("workspaceName", "name"),
            _PUBLIC,
            To("managedNetwork.isolationMode", "managedNetwork.isolationMode"),
            To("storageAccount", "storageAccountId"),
            To("keyVault", "keyVaultId"),
            To("containerRegistry", "containerRegistryId"),
            To("applicationInsights", "applicationInsightsId"),
        ),
    ),
    "azure:healthcare/fhirService:FhirService": Classic(
        "azure-native:healthcareapis:FhirService",
        (To("fhirServiceName", "name"), To("workspaceName", "workspaceId", account_in), To("kind", "kind")),
    ),
}
