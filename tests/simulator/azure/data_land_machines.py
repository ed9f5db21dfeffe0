"""Machines, applications, backups and other services of the landscape."""

from tests.simulator.azure.data_places import PERSON, assigned
from tests.simulator.azure.data_steps import ROLE_GUID, SYSTEM, WHOLE, add
from tests.simulator.azure.places import GROUP
from tests.simulator.azure.subscription import TENANT

# Machines.
add("disk-access", "compute:DiskAccess", diskAccessName="clinic-disks")
add(
    "des",
    "compute:DiskEncryptionSet",
    lambda m: {
        "diskEncryptionSetName": "clinic-set",
        "identity": assigned(m["reader"]),
        "activeKey": {"keyUrl": m["key"]["keyUri"]},
        "rotationToLatestKeyVersionEnabled": True,
    },
)
add(
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
add(
    "snapshot",
    "compute:Snapshot",
    lambda m: {"snapshotName": "data-1", "creationData": {"createOption": "Copy", "sourceResourceId": m["disk"].id}, "incremental": True},
)
_IMAGE = {"publisher": "Canonical", "offer": "ubuntu-24_04-lts", "sku": "cvm", "version": "latest"}
add(
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
add(
    "agent",
    "compute:VirtualMachineExtension",
    vmName="clinic-vm",
    vmExtensionName="agent",
    publisher="Microsoft.Azure.Monitor",
    type="AzureMonitorLinuxAgent",
    typeHandlerVersion="1.33",
)
add(
    "agent-of",
    "monitor:DataCollectionRuleAssociation",
    lambda m: {"resourceUri": m["vm"].id, "associationName": "logs", "dataCollectionRuleId": m["dcr"].id},
)
add("vmss", "compute:VirtualMachineScaleSet", vmScaleSetName="clinic-set", orchestrationMode="Flexible", platformFaultDomainCount=1)
add("image", "compute:Image", lambda m: {"imageName": "golden", "sourceVirtualMachine": {"id": m["vm"].id}})
add("gallery", "compute:Gallery", galleryName="clinic_gallery")
add(
    "gallery-image",
    "compute:GalleryImage",
    galleryName="clinic_gallery",
    galleryImageName="base",
    osType="Linux",
    osState="Generalized",
    identifier={"publisher": "clinic", "offer": "base", "sku": "1"},
)
add(
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
add(
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
add(
    "apps",
    "app:ManagedEnvironment",
    lambda m: {
        "environmentName": "clinic-apps",
        "workloadProfiles": [{"name": "Consumption", "workloadProfileType": "Consumption"}],
        "vnetConfiguration": {"internal": True, "infrastructureSubnetId": m["subnet-apps"].id},
        "appLogsConfiguration": {"destination": "azure-monitor"},
    },
)
add(
    "app",
    "app:ContainerApp",
    lambda m: {
        "containerAppName": "portal",
        "managedEnvironmentId": m["apps"].id,
        "configuration": {"ingress": {"external": False, "targetPort": 8080}},
        "template": {"containers": [{"name": "portal", "image": "clinicimages.azurecr.io/portal:1"}]},
    },
)
add("plan", "web:AppServicePlan", name="clinic-plan", kind="linux", reserved=True, sku={"name": "P1v3", "tier": "PremiumV3"})
add(
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
add("site-net", "web:WebAppSwiftVirtualNetworkConnection", lambda m: {"name": "clinic-site", "subnetResourceId": m["subnet-sites"].id})

# Backups and protection.
add(
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
add(
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
add(
    "backup-grant",
    "authorization:RoleAssignment",
    lambda m: {
        "scope": m["store"].id,
        "principalId": m["backups"]["identity"]["principalId"],
        "principalType": "ServicePrincipal",
        "roleDefinitionId": "/providers/Microsoft.Authorization/roleDefinitions/e5e2a7ff-d759-4cd2-bb51-3152d37e2eb1",
    },
)
add(
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
add("recovery", "recoveryservices:Vault", vaultName="clinic-recovery", sku={"name": "RS0", "tier": "Standard"}, properties={})
add("defender", "security:Pricing", scopeId=WHOLE.strip("/"), pricingName="StorageAccounts", pricingTier="Standard")
add("contact", "security:SecurityContact", securityContactName="default", emails="duty@clinic.example")
add(
    "scan",
    "security:DefenderForStorage",
    lambda m: {"resourceId": m["store"].id, "settingName": "current", "properties": {"isEnabled": True}},
)
add("threats", "security:AdvancedThreatProtection", lambda m: {"resourceId": m["cosmos"].id, "settingName": "current", "isEnabled": True})
add(
    "defender-logs", "security:WorkspaceSetting", lambda m: {"workspaceSettingName": "default", "scope": WHOLE, "workspaceId": m["logs"].id}
)
add("sentinel", "securityinsights:SentinelOnboardingState", sentinelOnboardingStateName="default", workspaceName="clinic-logs")

# Others.
add(
    "sql",
    "sql:Server",
    serverName="clinic-sql",
    publicNetworkAccess="Disabled",
    administrators={"azureADOnlyAuthentication": True, "login": "dba", "sid": PERSON, "principalType": "Group", "tenantId": TENANT},
)
_SQL = {"serverName": "clinic-sql"}
add("sql-db", "sql:Database", databaseName="billing", **_SQL)
add("sql-rule", "sql:FirewallRule", firewallRuleName="office", startIpAddress="20.0.0.1", endIpAddress="20.0.0.1", **_SQL)
add(
    "sql-net", "sql:VirtualNetworkRule", lambda m: {"virtualNetworkRuleName": "work", "virtualNetworkSubnetId": m["subnet-work"].id, **_SQL}
)
add("sql-out", "sql:OutboundFirewallRule", outboundRuleFqdn="clinicstore.blob.core.windows.net", **_SQL)
add(
    "synapse",
    "synapse:Workspace",
    workspaceName="clinic-synapse",
    identity=SYSTEM,
    managedVirtualNetwork="default",
    managedVirtualNetworkSettings={"preventDataExfiltration": True},
    defaultDataLakeStorage={"accountUrl": "https://cliniclake.dfs.core.windows.net", "filesystem": "lake"},
)
add(
    "synapse-rule",
    "synapse:IpFirewallRule",
    workspaceName="clinic-synapse",
    ruleName="office",
    startIpAddress="20.0.0.1",
    endIpAddress="20.0.0.1",
)
add("factory", "datafactory:Factory", factoryName="clinic-factory", identity=SYSTEM, publicNetworkAccess="Disabled")
add(
    "factory-runtime",
    "datafactory:IntegrationRuntime",
    factoryName="clinic-factory",
    integrationRuntimeName="inside",
    properties={"type": "Managed"},
)
add(
    "factory-out",
    "datafactory:ManagedPrivateEndpoint",
    lambda m: {
        "factoryName": "clinic-factory",
        "managedVirtualNetworkName": "default",
        "managedPrivateEndpointName": "store",
        "properties": {"privateLinkResourceId": m["store"].id, "groupId": "blob"},
    },
)
add("flow", "logic:Workflow", workflowName="intake", definition={"$schema": "https://schema.example", "contentVersion": "1.0.0.0"})
add("redis", "redis:Redis", name="clinic-cache", sku={"name": "Premium", "family": "P", "capacity": 1}, publicNetworkAccess="Disabled")
add("redis-rule", "redis:FirewallRule", cacheName="clinic-cache", ruleName="office", startIP="20.0.0.1", endIP="20.0.0.1")
add(
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
add(
    "bot-web",
    "botservice:Channel",
    resourceName="clinic-bot",
    channelName="WebChatChannel",
    location="global",
    properties={"channelName": "WebChatChannel"},
)

# What other programs have.
_READ = "/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f605fba81ae7"
add(
    "delegated",
    "managedservices:RegistrationDefinition",
    scope=WHOLE,
    registrationDefinitionId=ROLE_GUID,
    properties={"managedByTenantId": PERSON, "authorizations": [{"principalId": PERSON, "roleDefinitionId": _READ}]},
)
add(
    "delegated-to",
    "managedservices:RegistrationAssignment",
    lambda m: {
        "scope": WHOLE,
        "registrationAssignmentId": ROLE_GUID,
        "properties": {"registrationDefinitionId": m["delegated"].id},
    },
)
for _name in ("Ftp", "Scm"):
    add(f"site-{_name.lower()}", f"web:WebApp{_name}Allowed", name="clinic-site", allow=False)
add(
    "sql-audit", "sql:ServerBlobAuditingPolicy", blobAuditingPolicyName="default", state="Enabled", isAzureMonitorTargetEnabled=True, **_SQL
)
add("sql-tde", "sql:TransparentDataEncryption", databaseName="billing", tdeName="current", state="Enabled", **_SQL)
add("sql-backups", "sql:BackupShortTermRetentionPolicy", databaseName="billing", policyName="default", retentionDays=35, **_SQL)
_QUEUE = {"endpointType": "StorageQueue", "queueName": "work"}
for _name, _kind, _of in (("topic", "TopicEventSubscription", "topicName"), ("domain", "DomainEventSubscription", "domainName")):
    add(
        f"grid-{_name}",
        f"eventgrid:{_kind}",
        lambda m, of=_of, name=_name: {  # type: ignore[misc]
            of: "clinic-events" if name == "topic" else "clinic-domain",
            "eventSubscriptionName": f"{name}-to-queue",
            "destination": {**_QUEUE, "resourceId": m["store"].id},
        },
    )
add(
    "job",
    "app:Job",
    lambda m: {
        "jobName": "nightly",
        "environmentId": m["apps"].id,
        "configuration": {"triggerType": "Manual", "replicaTimeout": 600, "secrets": [{"name": "a", "value": "made up"}]},
        "template": {"containers": [{"name": "nightly", "image": "clinicimages.azurecr.io/nightly:1"}]},
    },
)
_WHEN = {"schedulePolicyType": "SimpleSchedulePolicy", "scheduleRunFrequency": "Daily"}
add(
    "vm-policy",
    "recoveryservices:ProtectionPolicy",
    vaultName="clinic-recovery",
    policyName="daily",
    properties={
        "backupManagementType": "AzureIaasVM",
        "schedulePolicy": _WHEN,
        "retentionPolicy": {"retentionPolicyType": "LongTermRetentionPolicy"},
    },
)
add(
    "vm-item",
    "recoveryservices:ProtectedItem",
    lambda m: {
        "vaultName": "clinic-recovery",
        "fabricName": "Azure",
        "containerName": f"iaasvmcontainer;iaasvmcontainerv2;{GROUP};clinic-vm",
        "protectedItemName": f"vm;iaasvmcontainerv2;{GROUP};clinic-vm",
        "properties": {
            "protectedItemType": "Microsoft.Compute/virtualMachines",
            "policyId": m["vm-policy"].id,
            "sourceResourceId": m["vm"].id,
        },
    },
)
add(
    "aks",
    "containerservice:ManagedCluster",
    lambda m: {
        "resourceName": "clinic-aks",
        "dnsPrefix": "clinic",
        "identity": assigned(m["reader"]),
        "apiServerAccessProfile": {"enablePrivateCluster": True},
        "agentPoolProfiles": [
            {"name": "system", "mode": "System", "count": 1, "vmSize": "Standard_D4s_v5", "vnetSubnetID": m["subnet-work"].id}
        ],
        "networkProfile": {"outboundType": "userDefinedRouting"},
    },
)
add("aks-pool", "containerservice:AgentPool", resourceName="clinic-aks", agentPoolName="work", count=1, vmSize="Standard_D4s_v5")
add("lock", "authorization:ManagementLockByScope", lambda m: {"scope": m["pg"].id, "lockName": "keep", "level": "CanNotDelete"})
add("lock-group", "authorization:ManagementLockAtResourceGroupLevel", lockName="keep", level="CanNotDelete")
add("lock-all", "authorization:ManagementLockAtSubscriptionLevel", lockName="keep", level="CanNotDelete")
