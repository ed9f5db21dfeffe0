"""More rows of what excludes or demands what: AI, registries, alerts, backups, clinical data."""

from typing import Any

from tests.simulator.azure.combinations import KEY, SYSTEM, WHOLE, row
from tests.simulator.azure.data_places import READER

# AI, registries, alerts, backups, clinical data: the rest.
_AI = {"accountName": "clinic-ai", "kind": "OpenAI", "sku": {"name": "S0"}}
_FULL = {"keyName": "a", "keyVersion": "b", "keyVaultUri": "https://c.vault.azure.net"}
_KEYED = {"encryption": {"keySource": "Microsoft.KeyVault", "keyVaultProperties": _FULL}}
row("cognitiveservices:Account", "sku.name", accountName="a1", kind="OpenAI", sku={"name": "F0"}, identity=SYSTEM, properties=_KEYED)
row("cognitiveservices:Account", "properties.encryption.keySource", properties={"encryption": {"keyVaultProperties": _FULL}}, **_AI)
_INJECTED = {"customSubDomainName": "clinic", "networkInjections": [{"scenario": "agent"}]}
row("cognitiveservices:Account", "properties.networkInjections[0]", properties=_INJECTED, **_AI)
row("cognitiveservices:Account", "properties.networkInjections[0].subnetArmId", properties=_INJECTED, **_AI)
row(
    "cognitiveservices:Deployment",
    "sku",
    accountName="clinic-ai",
    deploymentName="gpt",
    properties={"model": {"format": "OpenAI", "name": "a"}},
)
_CONTENT = {"accountName": "clinic-ai", "raiPolicyName": "clinical"}
row("cognitiveservices:RaiPolicy", "properties.basePolicyName", properties={"contentFilters": []}, **_CONTENT)
_JAILBREAK = {"name": "Jailbreak", "source": "Prompt"}
row(
    "cognitiveservices:RaiPolicy",
    "properties.contentFilters[1].name",
    properties={"basePolicyName": "Microsoft.Default", "contentFilters": [_JAILBREAK, _JAILBREAK]},
    **_CONTENT,
)
row(
    "cognitiveservices:AccountConnection",
    "properties.category",
    properties={"authType": "AAD", "target": "https://a"},
    accountName="clinic-ai",
    connectionName="search",
)
_METRIC = {
    "ruleName": "slow",
    "location": "global",
    "enabled": True,
    "severity": 2,
    "scopes": ["/a", "/b"],
    "evaluationFrequency": "PT5M",
    "windowSize": "PT15M",
    "criteria": {"odataType": "Microsoft.Azure.Monitor.MultipleResourceMultipleMetricCriteria"},
}
row("monitor:MetricAlert", "targetResourceRegion", targetResourceType="Microsoft.Compute/virtualMachines", **_METRIC)
_WATCH = {
    "activityLogAlertName": "watched",
    "scopes": ["/a"],
    "actions": {},
    "condition": {"allOf": [{"field": "category", "equals": "Policy"}]},
}
row("monitor:ActivityLogAlert", "location", location="eastus", **_WATCH)
row(
    "applicationinsights:Component",
    "ingestionMode",
    resourceName="a",
    kind="web",
    applicationType="web",
    workspaceResourceId="/w",
    ingestionMode="ApplicationInsights",
)
_SAFE = {"vaultName": "clinic-backups"}
_STORED = {"datastoreType": "VaultStore", "type": "ZoneRedundant"}
row(
    "dataprotection:BackupVault",
    "properties.storageSettings",
    properties={"storageSettings": [{**_STORED, "datastoreType": "ArchiveStore"}]},
    **_SAFE,
)
row(
    "dataprotection:BackupVault",
    "properties.storageSettings[0].type",
    properties={"storageSettings": [{"datastoreType": "VaultStore"}]},
    **_SAFE,
)
_PLAN: dict[str, Any] = {"objectType": "BackupPolicy", "datasourceTypes": ["Microsoft.Compute/disks"], "policyRules": []}
row("dataprotection:BackupPolicy", "properties.objectType", backupPolicyName="daily", properties={**_PLAN, "objectType": "Plan"}, **_SAFE)
_ODD = {**_PLAN, "policyRules": [{"objectType": "AzureMagicRule", "name": "a", "lifecycles": []}]}
row("dataprotection:BackupPolicy", "properties.policyRules[0].objectType", backupPolicyName="daily", properties=_ODD, **_SAFE)
_RS = {"vaultName": "clinic-recovery", "sku": {"name": "RS0"}}
row("recoveryservices:Vault", "identity", properties={"encryption": {"keyVaultProperties": {"keyUri": KEY}}}, **_RS)
row(
    "recoveryservices:Vault",
    "properties.encryption.keyVaultProperties.keyUri",
    properties={"encryption": {"infrastructureEncryption": "Enabled"}},
    **_RS,
)
_DEVICES = {"eventHubName": "a", "consumerGroup": "b", "fullyQualifiedEventHubNamespace": "clinic-hubs"}
row(
    "healthcareapis:IotConnector",
    "ingestionEndpointConfiguration.fullyQualifiedEventHubNamespace",
    workspaceName="clinichealth",
    iotConnectorName="devices",
    identity=SYSTEM,
    ingestionEndpointConfiguration=_DEVICES,
)
_IMAGES = {"workspaceName": "clinichealth", "dicomServiceName": "images"}
row("healthcareapis:DicomService", "identity", storageConfiguration={"storageResourceId": "/s", "fileSystemName": "a"}, **_IMAGES)
row(
    "healthcareapis:DicomService",
    "storageConfiguration.fileSystemName",
    identity=SYSTEM,
    storageConfiguration={"storageResourceId": "/s"},
    **_IMAGES,
)
row("containerregistry:Registry", "sku.name", registryName="clinicimages", sku={"name": "Classic"})
_BOTH = {"softDeletePolicy": {"status": "enabled"}, "retentionPolicy": {"status": "enabled"}}
row("containerregistry:Registry", "policies.softDeletePolicy.status", registryName="clinicimages", sku={"name": "Premium"}, policies=_BOTH)
row(
    "containerregistry:Registry",
    "encryption.status",
    registryName="clinicimages",
    sku={"name": "Premium"},
    encryption={"keyVaultProperties": {"keyIdentifier": KEY}},
)
row("containerregistry:CacheRule", "targetRepository", registryName="clinicimages", cacheRuleName="ubuntu", sourceRepository="docker.io/a")
_JOB = {"jobName": "nightly", "configuration": {"triggerType": "Manual", "replicaTimeout": 60}}
row("app:Job", "environmentId", template={"containers": [{"name": "a", "image": "b"}]}, **_JOB)
row("app:Job", "template.containers", environmentId="/e", **_JOB)

# What wires a resource to its neighbours: left out, Azure makes none of it.
_VM = {"vmName": "clinic", "hardwareProfile": {"vmSize": "Standard_D2s_v5"}, "storageProfile": {"osDisk": {"createOption": "Attach"}}}
row("compute:VirtualMachine", "networkProfile.networkInterfaces", networkProfile={"networkApiVersion": "2020-11-01"}, **_VM)
row("compute:VirtualMachine", "networkProfile.networkInterfaces[0].id", networkProfile={"networkInterfaces": [{"primary": True}]}, **_VM)
_SIZE = {"name": "Standard_D2s_v5", "capacity": 1}
_NIC = {"name": "n", "ipConfigurations": [{"name": "i", "subnet": {"id": "/s"}}]}
_NET = {"networkInterfaceConfigurations": [_NIC]}
_PROFILES: dict[str, tuple[dict[str, Any], dict[str, Any] | None]] = {
    "sku": ({"networkProfile": _NET}, None),
    "virtualMachineProfile.networkProfile": ({"priority": "Regular"}, _SIZE),
    "virtualMachineProfile.networkProfile.networkInterfaceConfigurations": ({"networkProfile": {"networkApiVersion": "2020-11-01"}}, _SIZE),
    "virtualMachineProfile.networkProfile.networkInterfaceConfigurations[0].ipConfigurations[0].subnet.id": (
        {"networkProfile": {"networkInterfaceConfigurations": [{"name": "n", "ipConfigurations": [{"name": "i"}]}]}},
        _SIZE,
    ),
    "virtualMachineProfile.osProfile": ({"networkProfile": _NET, "storageProfile": {"imageReference": {"publisher": "a"}}}, _SIZE),
    "virtualMachineProfile.osProfile.linuxConfiguration.ssh.publicKeys": (
        {"networkProfile": _NET, "osProfile": {"adminUsername": "keeper", "linuxConfiguration": {"disablePasswordAuthentication": True}}},
        _SIZE,
    ),
}
for _place, (_profile, _sku) in _PROFILES.items():
    row(
        "compute:VirtualMachineScaleSet",
        _place,
        vmScaleSetName="set",
        virtualMachineProfile=_profile,
        **({"sku": _sku} if _sku else {}),
    )
_HUB = {"namespaceName": "clinic-hubs", "eventHubName": "devices"}
_PLACE = {"name": "EventHubArchive.AzureBlockBlob", "storageAccountResourceId": "/a", "blobContainer": "b"}
row("eventhub:EventHub", "captureDescription.destination", captureDescription={"enabled": True, "encoding": "Avro"}, **_HUB)
for _name in _PLACE:
    _rest = {name: value for name, value in _PLACE.items() if name != _name}
    row("eventhub:EventHub", f"captureDescription.destination.{_name}", captureDescription={"enabled": True, "destination": _rest}, **_HUB)
row(
    "eventhub:EventHub",
    "captureDescription.destination.identity.userAssignedIdentity",
    captureDescription={"enabled": True, "destination": {**_PLACE, "identity": {"type": "UserAssigned"}}},
    **_HUB,
)
for _type in ("eventhub:Namespace", "servicebus:Namespace"):
    row(
        _type,
        "encryption.keyVaultProperties[0].identity.userAssignedIdentity",
        namespaceName="clinic-hubs",
        sku={"name": "Premium"},
        identity={"type": "UserAssigned", "userAssignedIdentities": [READER]},
        encryption={"keyVaultProperties": [{"keyName": "a", "keyVaultUri": "https://clinic-keys.vault.azure.net/"}]},
    )
row(
    "network:FlowLog",
    "identity.type",
    networkWatcherName="watcher",
    flowLogName="flows",
    targetResourceId=f"{WHOLE}/resourceGroups/clinic/providers/Microsoft.Network/virtualNetworks/v",
    storageId=f"{WHOLE}/resourceGroups/clinic/providers/Microsoft.Storage/storageAccounts/s",
    identity={"userAssignedIdentities": [READER]},
)
row("dbforpostgresql:Server", "sourceServerResourceId", serverName="clinic-copy", createMode="Replica")
