"""Registries, AI and machine learning of the landscape."""

from tests.simulator.azure.data_steps import SYSTEM, add

# Registry.
add(
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
add("acr-copy", "containerregistry:Replication", replicationName="northeurope", location="northeurope", **_ACR)
_SECRET = "https://clinic-keys.vault.azure.net/secrets/registry"
add(
    "acr-login",
    "containerregistry:CredentialSet",
    credentialSetName="hub-login",
    loginServer="docker.io",
    authCredentials=[{"name": "Credential1", "usernameSecretIdentifier": _SECRET, "passwordSecretIdentifier": _SECRET}],
    identity=SYSTEM,
    **_ACR,
)
add(
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
add("acr-map", "containerregistry:ScopeMap", scopeMapName="readers", actions=["repositories/app/content/read"], **_ACR)
add("acr-token", "containerregistry:Token", lambda m: {"tokenName": "pipeline", "scopeMapId": m["acr-map"].id, **_ACR})
add("acr-hook", "containerregistry:Webhook", webhookName="pushes", actions=["push"], serviceUri="https://hooks.clinic.example", **_ACR)

# AI.
add(
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
add("ai-words", "cognitiveservices:RaiBlocklist", raiBlocklistName="names", properties={"description": "Names"}, **_AI)
add(
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
add(
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
add(
    "gpt",
    "cognitiveservices:Deployment",
    deploymentName="gpt",
    sku={"name": "DataZoneStandard", "capacity": 10},
    properties={"model": {"format": "OpenAI", "name": "gpt-4.1", "version": "2025-04-14"}, "raiPolicyName": "clinical"},
    **_AI,
)
add("ai-project", "cognitiveservices:Project", projectName="notes", identity=SYSTEM, properties={}, **_AI)
_CONNECTION = {"authType": "AAD", "category": "CognitiveSearch", "target": "https://clinic-search.search.windows.net"}
add("ai-link", "cognitiveservices:AccountConnection", connectionName="search", properties=_CONNECTION, **_AI)
add("ai-link2", "cognitiveservices:ProjectConnection", projectName="notes", connectionName="search", properties=_CONNECTION, **_AI)
add(
    "ai-host",
    "cognitiveservices:AccountCapabilityHost",
    capabilityHostName="agents",
    capabilityHostProperties={"capabilityHostKind": "Agents"},
    **_AI,
)
add(
    "ai-host2",
    "cognitiveservices:ProjectCapabilityHost",
    projectName="notes",
    capabilityHostName="agents",
    projectCapabilityHostProperties={"vectorStoreConnections": ["search"]},
    **_AI,
)
add(
    "ai-net",
    "cognitiveservices:ManagedNetworkSetting",
    managedNetworkName="default",
    properties={"managedNetwork": {"isolationMode": "AllowOnlyApprovedOutbound"}},
    **_AI,
)
add(
    "ai-out",
    "cognitiveservices:OutboundRule",
    managedNetworkName="default",
    ruleName="pypi",
    properties={"type": "FQDN", "destination": "packages.example"},
    **_AI,
)
add(
    "ai-plan", "cognitiveservices:CommitmentPlan", commitmentPlanName="speech", properties={"planType": "STT", "hostingModel": "Web"}, **_AI
)
add("search", "search:Service", searchServiceName="clinic-search", sku={"name": "standard"}, disableLocalAuth=True, identity=SYSTEM)
add(
    "search-out",
    "search:SharedPrivateLinkResource",
    lambda m: {
        "searchServiceName": "clinic-search",
        "sharedPrivateLinkResourceName": "store",
        "properties": {"groupId": "blob", "privateLinkResourceId": m["store"].id, "requestMessage": "index records"},
    },
)
add(
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
add(
    "ml-out",
    "machinelearningservices:ManagedNetworkSettingsRule",
    ruleName="pypi",
    properties={"type": "FQDN", "destination": "packages.example"},
    **_ML,
)
add(
    "ml-out2",
    "machinelearningservices:OutboundRule",
    managedNetworkName="default",
    ruleName="login",
    properties={"type": "ServiceTag", "destination": {"serviceTag": "AzureActiveDirectory", "protocol": "TCP", "portRanges": "443"}},
    **_ML,
)
add(
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
add(
    "ml-end",
    "machinelearningservices:OnlineEndpoint",
    endpointName="clinic-score",
    identity=SYSTEM,
    properties={"authMode": "AADToken"},
    **_ML,
)
add(
    "ml-blue",
    "machinelearningservices:OnlineDeployment",
    endpointName="clinic-score",
    deploymentName="blue",
    properties={"endpointComputeType": "Managed", "instanceType": "Standard_DS3_v2"},
    **_ML,
)
add("ml-registry", "machinelearningservices:Registry", registryName="clinic-models", identity=SYSTEM)
add(
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
add("ml-link", "machinelearningservices:WorkspaceConnection", connectionName="search", properties=_CONNECTION, **_ML)
