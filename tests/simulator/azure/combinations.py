"""What excludes or demands what: each row breaks one rule of a type, and says where the fault must stand."""

from typing import Any

from tests.simulator.azure.data_places import PERSON, READER
from tests.simulator.azure.subscription import SUBSCRIPTION, TENANT

WHOLE = f"/subscriptions/{SUBSCRIPTION}"
SYSTEM = {"type": "SystemAssigned"}
KEY = "https://clinic-keys.vault.azure.net/keys/records"
ROWS: list[tuple[str, dict[str, Any], str]] = []


def row(type_: str, place: str, **inputs: Any) -> None:
    ROWS.append((type_, inputs, place))


def with_life(**rule: Any) -> dict[str, Any]:
    definition = {"actions": {"baseBlob": {"tierToCool": {"daysAfterModificationGreaterThan": 1}}}, **rule}
    return {"rules": [{"name": "old", "type": "Lifecycle", "definition": definition}]}


_STORE = {"accountName": "clinicstore", "kind": "StorageV2", "sku": {"name": "Standard_LRS"}}
_WORM = {"state": "Unlocked", "immutabilityPeriodSinceCreationInDays": 1}
row(
    "storage:StorageAccount",
    "immutableStorageWithVersioning.enabled",
    immutableStorageWithVersioning={"immutabilityPolicy": _WORM},
    **_STORE,
)
row(
    "storage:StorageAccount",
    "immutableStorageWithVersioning.immutabilityPolicy",
    immutableStorageWithVersioning={"enabled": True, "immutabilityPolicy": {"state": "Unlocked"}},
    **_STORE,
)
_LIFE = {"accountName": "clinicstore", "managementPolicyName": "default"}
row(
    "storage:ManagementPolicy",
    "policy.rules[0].definition.filters.blobTypes",
    policy=with_life(filters={"blobTypes": ["pageBlob"]}),
    **_LIFE,
)
row(
    "storage:ManagementPolicy",
    "policy.rules[0].definition.actions.baseBlob",
    policy=with_life(filters={"blobTypes": ["appendBlob"]}),
    **_LIFE,
)
row(
    "storage:ManagementPolicy",
    "policy.rules[0].definition.filters.prefixMatch",
    policy=with_life(filters={"blobTypes": ["blockBlob"], "prefixMatch": [str(i) for i in range(11)]}),
    **_LIFE,
)
_ROTATES = {"vaultName": "clinic-keys", "keyName": "records"}
row(
    "keyvault:Key",
    "properties.rotationPolicy.lifetimeActions[0].trigger.timeAfterCreate",
    properties={"rotationPolicy": {"lifetimeActions": [{"action": {"type": "notify"}, "trigger": {"timeAfterCreate": "P30D"}}]}},
    **_ROTATES,
)
row(
    "keyvault:Key",
    "properties.rotationPolicy.lifetimeActions[0].trigger.timeAfterCreate",
    properties={"rotationPolicy": {"lifetimeActions": [{"action": {"type": "rotate"}, "trigger": {"timeAfterCreate": "monthly"}}]}},
    **_ROTATES,
)
row("keyvault:ManagedHsm", "sku", name="clinic-hsm", properties={"tenantId": TENANT, "initialAdminObjectIds": [PERSON]})

_ROLE = {"scope": WHOLE, "roleDefinitionId": PERSON, "permissions": [{"actions": ["*"]}]}
row("authorization:RoleDefinition", "roleName", assignableScopes=[WHOLE], **_ROLE)
_GROUPS = [f"/providers/Microsoft.Management/managementGroups/{one}" for one in "ab"]
row("authorization:RoleDefinition", "assignableScopes", roleName="Keeper", assignableScopes=_GROUPS, **_ROLE)
_ELIGIBLE = {"scope": WHOLE, "principalId": PERSON, "roleDefinitionId": WHOLE + READER}
row(
    "authorization:PimRoleEligibilitySchedule",
    "scheduleInfo.expiration.type",
    scheduleInfo={"expiration": {"duration": "P1D"}},
    **_ELIGIBLE,
)
row("authorization:PimRoleEligibilitySchedule", "conditionVersion", condition="true", **_ELIGIBLE)
_RULES = {"scope": WHOLE, "roleManagementPolicyName": PERSON}
row("authorization:RoleManagementPolicy", "rules[0].id", rules=[{"ruleType": "RoleManagementPolicyExpirationRule"}], **_RULES)
row("authorization:PolicyDefinition", "policyRule", policyDefinitionName="closed")
_BUILT_IN = "/providers/Microsoft.Authorization/policyDefinitions/a"
row("authorization:PolicyAssignment", "policyDefinitionId", scope=WHOLE, policyAssignmentName="closed")
row(
    "authorization:PolicyAssignment",
    "notScopes[0]",
    scope=WHOLE,
    policyAssignmentName="closed",
    policyDefinitionId=_BUILT_IN,
    notScopes=["/subscriptions/other/resourceGroups/a"],
)

_SENT = {"resourceUri": "/x", "name": "logs", "marketplacePartnerId": "/subscriptions/p"}
_TWICE = [{"category": "AuditEvent", "enabled": True}, {"category": "auditevent", "enabled": True}]
row("monitor:DiagnosticSetting", "logs[1].category", logs=_TWICE, **_SENT)
_KEPT = {"enabled": True, "retentionPolicy": {"enabled": True, "days": 30}}
row("monitor:DiagnosticSetting", "logs[0].retentionPolicy", logs=[{"category": "AuditEvent", **_KEPT}], **_SENT)
row("monitor:DiagnosticSetting", "metrics[0].retentionPolicy", metrics=[{"category": "AllMetrics", **_KEPT}], **_SENT)
row(
    "security:Pricing",
    "scopeId",
    scopeId=f"{WHOLE}/resourceGroups/a/providers/Microsoft.Storage/storageAccounts/b",
    pricingName="StorageAccounts",
    pricingTier="Standard",
)
row(
    "security:SecurityContact",
    "notificationsSources[0].sourceType",
    securityContactName="default",
    emails="a@b.c",
    notificationsSources=[{"sourceType": "Weather"}],
)

row(
    "compute:DiskEncryptionSet",
    "identity",
    diskEncryptionSetName="clinic",
    activeKey={"keyUrl": KEY},
    rotationToLatestKeyVersionEnabled=True,
)
row("compute:DiskEncryptionSet", "activeKey.keyUrl", diskEncryptionSetName="clinic", identity=SYSTEM)
row("compute:Disk", "creationData.imageReference", diskName="data", creationData={"createOption": "FromImage"})
row(
    "compute:Disk",
    "securityProfile.secureVMDiskEncryptionSetId",
    diskName="data",
    creationData={"createOption": "Empty"},
    diskSizeGB=4,
    securityProfile={"securityType": "ConfidentialVM_DiskEncryptedWithCustomerKey"},
)
row("compute:Image", "sourceVirtualMachine", imageName="golden")
_MACHINE = {"vmName": "clinic", "hardwareProfile": {"vmSize": "Standard_D2s_v5"}}
_DISKS = {"osDisk": {"createOption": "Attach", "managedDisk": {"id": "/d"}}}
_NICS = {"networkInterfaces": [{"id": "/n"}]}
row("compute:VirtualMachine", "storageProfile", networkProfile=_NICS, **_MACHINE)
row(
    "compute:VirtualMachine",
    "osProfile",
    networkProfile=_NICS,
    storageProfile=_DISKS,
    osProfile={"adminUsername": "a1", "adminPassword": "Made-up-12345"},
    **_MACHINE,
)
row(
    "compute:VirtualMachine",
    "networkProfile.networkInterfaces",
    networkProfile={"networkInterfaces": [{"id": "/n"}, {"id": "/m"}]},
    storageProfile=_DISKS,
    **_MACHINE,
)
_SSH = {"disablePasswordAuthentication": True, "ssh": {"publicKeys": [{"path": "/a", "keyData": "b"}]}}
row(
    "compute:VirtualMachine",
    "osProfile.adminPassword",
    networkProfile=_NICS,
    storageProfile={"imageReference": {"publisher": "a"}, "osDisk": {"createOption": "FromImage"}},
    osProfile={"adminUsername": "keeper", "adminPassword": "Made-up-12345", "linuxConfiguration": _SSH},
    **_MACHINE,
)
_GUARDED = {"osDisk": {"createOption": "Attach", "managedDisk": {"securityProfile": {"securityEncryptionType": "DiskWithVMGuestState"}}}}
row("compute:VirtualMachine", "securityProfile.securityType", networkProfile=_NICS, storageProfile=_GUARDED, **_MACHINE)
row(
    "compute:VirtualMachine",
    "securityProfile.encryptionAtHost",
    vmName="clinic",
    hardwareProfile={"vmSize": "Standard_DC2as_v5"},
    networkProfile=_NICS,
    storageProfile=_GUARDED,
    securityProfile={
        "securityType": "ConfidentialVM",
        "encryptionAtHost": True,
        "uefiSettings": {"vTpmEnabled": True, "secureBootEnabled": True},
    },
)
row(
    "compute:VirtualMachineExtension",
    "typeHandlerVersion",
    vmName="a",
    vmExtensionName="b",
    publisher="c",
    type="d",
    typeHandlerVersion="latest",
)

_BOX = {"name": "app", "image": "a", "resources": {"requests": {"cpu": 1, "memoryInGB": 1}}}
row(
    "containerinstance:ContainerGroup",
    "ipAddress.dnsNameLabel",
    containerGroupName="jobs",
    osType="Linux",
    containers=[_BOX],
    subnetIds=[{"id": "/x"}],
    ipAddress={"type": "Private", "ports": [], "dnsNameLabel": "jobs"},
)
row(
    "containerinstance:ContainerGroup",
    "osType",
    containerGroupName="jobs",
    osType="Windows",
    sku="Confidential",
    confidentialComputeProperties={"ccePolicy": "x"},
    containers=[_BOX],
)
row("app:ManagedEnvironment", "vnetConfiguration.infrastructureSubnetId", environmentName="clinic", zoneRedundant=True)
row("app:ManagedEnvironment", "appLogsConfiguration.destination", environmentName="clinic", appLogsConfiguration={"destination": "paper"})
row(
    "app:ManagedEnvironment",
    "appLogsConfiguration.logAnalyticsConfiguration.customerId",
    environmentName="clinic",
    appLogsConfiguration={"destination": "log-analytics"},
)
row("app:ContainerApp", "managedEnvironmentId", containerAppName="portal", template={"containers": [{"name": "a", "image": "b"}]})
row("app:ContainerApp", "template.containers", containerAppName="portal", managedEnvironmentId="/e")
row(
    "app:ContainerApp",
    "template.scale.minReplicas",
    containerAppName="portal",
    managedEnvironmentId="/e",
    template={"containers": [{"name": "a", "image": "b"}], "scale": {"minReplicas": 3, "maxReplicas": 1}},
)
row(
    "app:ContainerApp",
    "template.containers[0].env[0].secretRef",
    containerAppName="portal",
    managedEnvironmentId="/e",
    template={"containers": [{"name": "a", "image": "b", "env": [{"name": "c", "secretRef": "d"}]}]},
)
row("web:AppServicePlan", "reserved", name="plan", kind="linux")
row("web:AppServicePlan", "zoneRedundant", name="plan", zoneRedundant=True, sku={"name": "S1"})
row("web:WebApp", "publicNetworkAccess", name="site", publicNetworkAccess="Maybe")
row("web:WebApp", "reserved", name="site", kind="app,linux", reserved=False)
row("web:WebApp", "virtualNetworkSubnetId", name="site", siteConfig={"vnetRouteAllEnabled": True})

_ML = {"workspaceName": "clinic-ml", "identity": SYSTEM, "storageAccount": "/s", "keyVault": "/v"}
row("machinelearningservices:Workspace", "hubResourceId", workspaceName="clinic-ml", identity=SYSTEM, kind="Project")
row(
    "machinelearningservices:Workspace",
    "serverlessComputeSettings.serverlessComputeCustomSubnet",
    managedNetwork={"isolationMode": "AllowInternetOutbound"},
    serverlessComputeSettings={"serverlessComputeCustomSubnet": "/x"},
    **_ML,
)
row(
    "machinelearningservices:Workspace",
    "encryption.keyVaultProperties.keyIdentifier",
    encryption={"status": "Enabled", "keyVaultProperties": {"keyVaultArmId": "/vaults/other", "keyIdentifier": KEY + "/" + "0" * 32}},
    **_ML,
)
row(
    "machinelearningservices:Workspace",
    "encryption.keyVaultProperties.keyIdentifier",
    encryption={"status": "Enabled", "keyVaultProperties": {"keyVaultArmId": "/vaults/clinic-keys", "keyIdentifier": KEY}},
    **_ML,
)
row(
    "machinelearningservices:Workspace",
    "managedNetwork.firewallSku",
    managedNetwork={"isolationMode": "AllowInternetOutbound", "firewallSku": "Basic"},
    **_ML,
)
_RULE = {"workspaceName": "clinic-ml", "ruleName": "one"}
_OUT = "machinelearningservices:ManagedNetworkSettingsRule"
row(_OUT, "properties.type", properties={"type": "Tunnel"}, **_RULE)
row(
    _OUT,
    "properties.destination.portRanges",
    properties={"type": "ServiceTag", "destination": {"serviceTag": "a", "protocol": "TCP"}},
    **_RULE,
)
_TAG = {"serviceTag": "a", "protocol": "SCTP", "portRanges": "1"}
row(_OUT, "properties.destination.protocol", properties={"type": "ServiceTag", "destination": _TAG}, **_RULE)
_TARGET = {"serviceResourceId": f"{WHOLE}/resourceGroups/a/providers/Microsoft.KeyVault/vaults/b", "subresourceTarget": "blob"}
row(_OUT, "properties.destination.subresourceTarget", properties={"type": "PrivateEndpoint", "destination": _TARGET}, **_RULE)
_COMPUTE = {"workspaceName": "clinic-ml", "computeName": "cpu"}
row("machinelearningservices:Compute", "properties.properties.vmSize", properties={"computeType": "AmlCompute"}, **_COMPUTE)
row("machinelearningservices:Compute", "properties.resourceId", properties={"computeType": "Kubernetes"}, **_COMPUTE)
row(
    "machinelearningservices:Compute",
    "properties.properties.scaleSettings.minNodeCount",
    properties={"computeType": "AmlCompute", "properties": {"vmSize": "a", "scaleSettings": {"minNodeCount": 2, "maxNodeCount": 1}}},
    **_COMPUTE,
)
_POINT = {"workspaceName": "clinic-ml", "endpointName": "score"}
row("machinelearningservices:OnlineEndpoint", "identity", properties={"authMode": "Key"}, **_POINT)
row(
    "machinelearningservices:OnlineEndpoint",
    "properties.mirrorTraffic",
    identity=SYSTEM,
    properties={"authMode": "Key", "mirrorTraffic": {"a": 60}},
    **_POINT,
)

row("cognitiveservices:Project", "identity", accountName="clinic-ai", projectName="notes", properties={})
_LINK = {"accountName": "clinic-ai", "connectionName": "search"}
_TO = {"category": "CognitiveSearch", "target": "https://clinic-search.search.windows.net"}
row("cognitiveservices:AccountConnection", "properties.credentials", properties={"authType": "ApiKey", **_TO}, **_LINK)
row("cognitiveservices:AccountConnection", "properties.authType", properties={"authType": "Handshake", **_TO}, **_LINK)
row("cognitiveservices:AccountConnection", "properties.target", properties={"authType": "AAD", "category": "CognitiveSearch"}, **_LINK)
row("search:Service", "sku", searchServiceName="clinic-search")
row(
    "search:Service",
    "partitionCount",
    searchServiceName="clinic-search",
    sku={"name": "standard3"},
    hostingMode="HighDensity",
    partitionCount=4,
)
row("cosmosdb:SqlResourceSqlDatabase", "resource.id", accountName="a", databaseName="notes", resource={"id": "other"})
_OWN = {"accountName": "clinic", "roleDefinitionId": PERSON, "roleName": "Writer"}
_ACTIONS = [{"dataActions": ["Microsoft.DocumentDB/databaseAccounts/readMetadata"]}]
row("cosmosdb:SqlResourceSqlRoleDefinition", "permissions", assignableScopes=["/databaseAccounts/clinic"], **_OWN)
row(
    "cosmosdb:SqlResourceSqlRoleDefinition",
    "assignableScopes[0]",
    assignableScopes=["/databaseAccounts/other"],
    permissions=_ACTIONS,
    **_OWN,
)
_BUS = {"namespaceName": "clinic-bus", "identity": SYSTEM}
_KEYLESS = {"keySource": "Microsoft.KeyVault", "keyVaultProperties": [{"keyName": "a"}]}
row("servicebus:Namespace", "encryption.keyVaultProperties[0].keyVaultUri", sku={"name": "Premium"}, encryption=_KEYLESS, **_BUS)
_STRANGER = {"keyName": "a", "keyVaultUri": "https://b", "identity": {"userAssignedIdentity": "/i"}}
row(
    "servicebus:Namespace",
    "encryption.keyVaultProperties[0].identity.userAssignedIdentity",
    sku={"name": "Premium"},
    encryption={"keySource": "Microsoft.KeyVault", "keyVaultProperties": [_STRANGER]},
    **_BUS,
)
row(
    "servicebus:Namespace", "premiumMessagingPartitions", namespaceName="clinic-bus", sku={"name": "Standard"}, premiumMessagingPartitions=2
)
row("eventhub:Namespace", "maximumThroughputUnits", namespaceName="clinic-hubs", sku={"name": "Standard"}, isAutoInflateEnabled=True)

row("logic:Workflow", "definition", workflowName="intake")
_CALLERS = {"triggers": {"allowedCallerIpAddresses": [{"addressRange": "home"}]}}
row(
    "logic:Workflow",
    "accessControl.triggers.allowedCallerIpAddresses[0].addressRange",
    workflowName="intake",
    definition={"$schema": "a", "contentVersion": "1"},
    accessControl=_CALLERS,
)
row("redis:Redis", "sku.capacity", name="clinic", sku={"name": "Premium", "family": "P", "capacity": 6})
row("redis:Redis", "subnetId", name="clinic", sku={"name": "Premium", "family": "P", "capacity": 1}, staticIP="10.0.0.9")
row(
    "redis:Redis",
    "redisConfiguration.aadEnabled",
    name="clinic",
    sku={"name": "Standard", "family": "C", "capacity": 1},
    disableAccessKeyAuthentication=True,
)
_BOT = {"displayName": "a", "endpoint": "https://a", "msaAppId": PERSON}
row(
    "botservice:Bot",
    "properties.msaAppMSIResourceId",
    resourceName="clinic",
    properties={**_BOT, "msaAppType": "UserAssignedMSI", "msaAppTenantId": TENANT},
)
row("botservice:Bot", "properties.msaAppType", resourceName="clinic", properties={**_BOT, "msaAppType": "MultiTenant"})
row("botservice:Bot", "properties.endpoint", resourceName="clinic", properties={**_BOT, "endpoint": "http://a"})
_SQL = {"serverName": "clinic-sql", "administrators": {"azureADOnlyAuthentication": True, "login": "a", "sid": PERSON}}
row("sql:Server", "identity", keyId=KEY, **_SQL)
row("sql:Server", "primaryUserAssignedIdentityId", identity={"type": "UserAssigned", "userAssignedIdentities": ["/i"]}, **_SQL)
row("sql:FirewallRule", "startIpAddress", serverName="a", firewallRuleName="b", startIpAddress="20.0.0.2", endIpAddress="20.0.0.1")
row("sql:FirewallRule", "endIpAddress", serverName="a", firewallRuleName="b", startIpAddress="20.0.0.2", endIpAddress="there")
row(
    "synapse:Workspace",
    "defaultDataLakeStorage.filesystem",
    workspaceName="clinic",
    identity=SYSTEM,
    defaultDataLakeStorage={"accountUrl": "https://a"},
)
row("synapse:Workspace", "identity", workspaceName="clinic", defaultDataLakeStorage={"accountUrl": "https://a", "filesystem": "b"})
_PG = {
    "serverName": "clinic-db",
    "version": "17",
    "sku": {"name": "Standard_D2s_v3", "tier": "GeneralPurpose"},
    "storage": {"storageSizeGB": 32},
}
row(
    "dbforpostgresql:Server",
    "dataEncryption.geoBackupKeyURI",
    authConfig={"passwordAuth": "Disabled", "activeDirectoryAuth": "Enabled"},
    backup={"geoRedundantBackup": "Enabled"},
    identity={"type": "UserAssigned", "userAssignedIdentities": {"/i": {}}},
    dataEncryption={"type": "AzureKeyVault", "primaryKeyURI": KEY, "primaryUserAssignedIdentityId": "/i"},
    **_PG,
)
