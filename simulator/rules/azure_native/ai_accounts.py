"""AI services: accounts (Azure OpenAI, AI Foundry, Document Intelligence, Language, Speech…), deployments, content filters, projects.

Sources: Azure documentation, "Recover or purge deleted Foundry Tools resources" (48 hours; `restore`), "Custom subdomain names for
Foundry Tools" (needed for Entra and private endpoints, unique in the world, never changed), "Configure Foundry Tools virtual networks",
"Data loss prevention for Foundry Tools" (1,000 FQDNs), "Customer-managed keys for encryption", "Deployment types for Azure OpenAI",
"Content filtering configurability", "How to use blocklists", "What is Microsoft Foundry? Projects"; REST API reference, Accounts, Create;
Deployments; Rai Policies.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import AI_ACCOUNT, IDENTITY, STORAGE_ACCOUNT
from simulator.rules.azure_native.ids import own_id
from simulator.rules.azure_native.key_access import key_uri, needs_key
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import has_identity, identity_ids, principals, shown_identity, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, kept, owner, same_text, service, to
from simulator.rules.checks import Allowed, Between, Fault, Length, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

DEPLOYMENT = "azure-native:cognitiveservices:Deployment"
FILTER = "azure-native:cognitiveservices:RaiPolicy"
PROJECT = "azure-native:cognitiveservices:Project"
_CREATE = "REST API reference, Accounts, Create"
_SUBDOMAIN = "Azure documentation, 'Custom subdomain names for Foundry Tools'"
_NETWORK = "Azure documentation, 'Configure Foundry Tools virtual networks'"
_KEYS = "Azure documentation, 'Customer-managed keys for encryption' of Foundry Tools"
KINDS = (
    "AIServices",
    "AnomalyDetector",
    "CognitiveServices",
    "ComputerVision",
    "ContentModerator",
    "ContentSafety",
    "ConversationalLanguageUnderstanding",
    "CustomVision.Prediction",
    "CustomVision.Training",
    "Face",
    "FormRecognizer",
    "HealthInsights",
    "ImmersiveReader",
    "Internal.AllInOne",
    "LanguageAuthoring",
    "LUIS",
    "LUIS.Authoring",
    "MetricsAdvisor",
    "OpenAI",
    "Personalizer",
    "QnAMaker.v2",
    "SpeechServices",
    "TextAnalytics",
    "TextTranslation",
)
_WITH_MODELS = ("OpenAI", "AIServices")
_RESTORE_DAYS = 2.0
DELETED = (
    "An existing resource with ID '{id}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. "
    "If you don't want to restore existing resource, please purge it first."
)

account = shows_connections(
    with_identity(
        service(
            AI_ACCOUNT,
            source=_CREATE,
            checks=(
                Pattern("accountName", r"[A-Za-z0-9][A-Za-z0-9_.-]{1,63}", source=_CREATE, saying="2 to 64 letters, digits and _ . -"),
                Allowed("kind", KINDS, source=_CREATE),
                Pattern(
                    "sku.name", r"[FSEDC]\d{1,2}|DC0|S", source="REST API reference, Resource Skus, List", saying="such as F0, S0 or S1"
                ),
                Pattern(
                    "properties.customSubDomainName",
                    r"[A-Za-z0-9](?!.*-$)[A-Za-z0-9-]{1,63}",
                    source=_SUBDOMAIN,
                    saying="2 to 64 letters, digits and hyphens, beginning and ending with a letter or digit",
                ),
                Length("properties.allowedFqdnList", 0, 1000, source="Azure documentation, 'Data loss prevention for Foundry Tools'"),
                Length("properties.networkAcls.ipRules", 0, 100, source=_NETWORK),
                Length("properties.networkAcls.virtualNetworkRules", 0, 100, source=_NETWORK),
            ),
            references={
                "properties.networkAcls.virtualNetworkRules[*].id": to(SUBNET, code="NetworkAclsValidationFailure"),
                "properties.networkInjections[*].subnetArmId": to(
                    SUBNET, code="InvalidSubnet", blocks=True, delete_code="InUseSubnetCannotBeDeleted"
                ),
                "properties.userOwnedStorage[*].resourceId": to(STORAGE_ACCOUNT, code="InvalidUserOwnedStorage"),
            },
            unique=(
                unique(
                    "id",
                    scope="global",
                    code="AccountAlreadyExists",
                    reserved_days=lambda outputs: _RESTORE_DAYS,
                    reserved_code="FlagMustBeSetForRestore",
                    reserved_message=DELETED,
                ),
            ),
        )
    ),
    "properties.privateEndpointConnections",
)


@account.check(source=_CREATE)
def what_every_account_has(inputs: Properties) -> Iterator[Fault]:
    """A kind and a size; projects and agents belong to AI Foundry."""
    for name in ("kind", "sku"):
        if inputs.get(name) is None:
            yield name, "is required"
    kind = str(inputs.get("kind"))
    if get(inputs, "properties.allowProjectManagement") is True:
        if kind != "AIServices":
            yield "properties.allowProjectManagement", f"is not supported by {kind}: it needs the kind AIServices"
        if not has_identity(inputs):
            yield "identity", "is required where allowProjectManagement is true"
    for i, one in enumerate(get(inputs, "properties.networkInjections") or []):
        if kind != "AIServices":
            yield f"properties.networkInjections[{i}]", f"is not supported by {kind}: it needs the kind AIServices"
        if one.get("useMicrosoftManagedNetwork") is not True and not one.get("subnetArmId"):
            yield f"properties.networkInjections[{i}].subnetArmId", "is required unless useMicrosoftManagedNetwork is true"
    if is_word(get(inputs, "properties.networkAcls.bypass"), "AzureServices") and kind not in ("OpenAI", "AIServices", "TextAnalytics"):
        yield "properties.networkAcls.bypass", f"'AzureServices' is not supported by {kind}"


@account.check(source=_SUBDOMAIN)
def a_name_of_its_own(inputs: Properties) -> Iterator[Fault]:
    """Entra authentication, network rules, projects and private endpoints need the custom subdomain."""
    if get(inputs, "properties.customSubDomainName"):
        return
    needing = {
        "properties.disableLocalAuth": get(inputs, "properties.disableLocalAuth") is True,
        "properties.networkAcls": bool(get(inputs, "properties.networkAcls")),
        "properties.allowProjectManagement": get(inputs, "properties.allowProjectManagement") is True,
        "properties.publicNetworkAccess": is_word(get(inputs, "properties.publicNetworkAccess"), "Disabled"),
    }
    for path, given in needing.items():
        if given:
            yield "properties.customSubDomainName", f"is required together with {path}"


@account.check(source=_KEYS)
def customer_keys(inputs: Properties) -> Iterator[Fault]:
    """A key has a name, version and vault, and an identity that reads it."""
    if not is_word(get(inputs, "properties.encryption.keySource"), "Microsoft.KeyVault"):
        if get(inputs, "properties.encryption.keyVaultProperties"):
            yield "properties.encryption.keySource", "must be 'Microsoft.KeyVault' where keyVaultProperties are given"
        return
    for name in ("keyName", "keyVersion", "keyVaultUri"):
        if not get(inputs, f"properties.encryption.keyVaultProperties.{name}"):
            yield f"properties.encryption.keyVaultProperties.{name}", "is required when keySource is 'Microsoft.KeyVault'"
    if not has_identity(inputs):
        yield "identity", "is required when properties.encryption.keySource is 'Microsoft.KeyVault'"
    if str(get(inputs, "sku.name")).startswith("F"):
        yield "sku.name", "the free tier takes no customer-managed key"


@account.before("create")
@account.before("update")
def key_is_usable(action: Action) -> None:
    """The identity reads the key."""
    properties = get(action.inputs, "properties.encryption.keyVaultProperties")
    if not properties or (action.verb == "update" and get(kept(action, "properties"), "encryption.keyVaultProperties") == properties):
        return
    client = properties.get("identityClientId")
    found = [at_id(action.world, one, IDENTITY) for one in identity_ids(action.inputs)]
    mine = [one for one in found if one and (client is None or same_text(one.outputs.get("clientId"), client))]
    readers = [str(one.outputs["principalId"]) for one in mine] or principals(action)
    needs_key(action, key_uri(properties), readers, "InvalidKeyVaultProperties")


@account.before("create")
@account.before("update")
def subdomain_is_free(action: Action) -> None:
    """'The subdomain name is already used'; once given it stays."""
    name = get(action.inputs, "properties.customSubDomainName")
    before = get(kept(action, "properties"), "customSubDomainName")
    if before and not same_text(before, name):
        action.refuse("CanNotChangeCustomSubDomain", f"The custom subdomain '{before}' of an account can't be changed or removed.")
    for one in action.find_anywhere(AI_ACCOUNT) if name else ():
        if one.id != action.id and same_text(get(one.outputs, "properties.customSubDomainName"), name):
            action.refuse(
                "CustomDomainInUse", f"Please pick a different name. The subdomain name '{name}' is not available as it's already used."
            )


@account.before("create")
def restore_what_was_deleted(action: Action) -> None:
    """`restore: true` takes a soft-deleted account back."""
    if get(action.inputs, "properties.restore") is not True:
        return
    words = f'["{own_id(action)}"]'
    held = action.world.take(AI_ACCOUNT + "#id", "", words, "")
    if held is None or held[1] is None:
        action.world.release(AI_ACCOUNT + "#id", "", words, "")
        action.refuse("CanNotRestoreANonExistingResource", "The specified account was not found among soft-deleted accounts.")
    action.world.release(AI_ACCOUNT + "#id", "", words, held[0])


@account.before("update")
def the_kind_stays(action: Action) -> None:
    """Only an Azure OpenAI account may become an AI Foundry account (and back)."""
    old, new = (action.old.outputs if action.old else {}).get("kind"), action.inputs.get("kind")
    if old != new and {old, new} != {"OpenAI", "AIServices"}:
        action.refuse("CanNotChangeKind", f"The kind of an account can't be changed from {old} to {new}.")


@account.before("delete")
def projects_go_first(action: Action) -> None:
    """'Cannot delete resource while nested resources exist.'"""
    for one in action.world.below(action.id + "/projects/"):
        if one.type == PROJECT:
            action.refuse("CannotDeleteResource", f"Cannot delete resource while nested resources exist: {one.id}.")


@account.computes
def account_answer(action: Action) -> Properties:
    """Endpoints by kind."""
    given, kind = action.inputs.get("properties") or {}, str(action.inputs.get("kind"))
    name = given.get("customSubDomainName")
    location = action.outputs.get("location")
    suffix = "openai.azure.com" if kind == "OpenAI" else "cognitiveservices.azure.com"
    endpoint = f"https://{name.lower()}.{suffix}/" if name else f"https://{location}.api.cognitive.microsoft.com/"
    before = kept(action, "properties") or {}
    shown = completed(
        given,
        {
            "endpoint": endpoint,
            "endpoints": _endpoints(kind, name, endpoint),
            "internalId": before.get("internalId") or action.hex(32, "internal"),
            "dateCreated": before.get("dateCreated") or action.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
            "publicNetworkAccess": "Enabled",
            "disableLocalAuth": False,
            "restrictOutboundNetworkAccess": False,
            "allowProjectManagement": False,
            # 'Azure OpenAI dynamic quota': by choice.
            "dynamicThrottlingEnabled": False,
            "isMigrated": False,
            "callRateLimit": {"rules": []},
            "capabilities": [{"name": "VirtualNetworks"}, {"name": "CustomerManagedKey"}, {"name": "TrustedServices"}],
            "provisioningState": "Succeeded",
        },
    )
    if shown.get("networkAcls"):
        shown["networkAcls"] = completed(shown["networkAcls"], {"defaultAction": "Allow", "ipRules": [], "virtualNetworkRules": []})
    shown.pop("restore", None)
    return {**shown_identity(action), "properties": shown}


def _endpoints(kind: str, name: object, endpoint: str) -> Properties:
    if kind == "OpenAI":
        return {"OpenAI Language Model Instance API": endpoint, "OpenAI Dall-E API": endpoint}
    if kind == "AIServices" and isinstance(name, str):
        return {
            "AI Foundry API": f"https://{name.lower()}.services.ai.azure.com/",
            "OpenAI Language Model Instance API": f"https://{name.lower()}.openai.azure.com/",
        }
    return {kind: endpoint}


deployment = service(
    DEPLOYMENT,
    source="REST API reference, Deployments, Create Or Update; Azure documentation, 'Deployment types for Azure OpenAI'",
    checks=(
        Pattern(
            "deploymentName",
            r"[A-Za-z0-9][A-Za-z0-9_.-]{1,63}",
            source="REST API reference, Deployments",
            saying="2 to 64 letters, digits and _ . -",
        ),
        Allowed(
            "sku.name",
            (
                "Standard",
                "GlobalStandard",
                "DataZoneStandard",
                "ProvisionedManaged",
                "GlobalProvisionedManaged",
                "DataZoneProvisionedManaged",
                "GlobalBatch",
                "DataZoneBatch",
                "DeveloperTier",
            ),
            source="Azure documentation, 'Deployment types for Azure OpenAI'",
        ),
        Between("sku.capacity", 1, None, source="REST API reference, Deployments, Create Or Update"),
    ),
)


@deployment.check(source="REST API reference, Deployments, Create Or Update")
def a_model_and_a_size(inputs: Properties) -> Iterator[Fault]:
    """A deployment names its model and its kind; provisioned throughput comes in 15 units or more."""
    for name in ("format", "name"):
        if not get(inputs, f"properties.model.{name}"):
            yield f"properties.model.{name}", "is required"
    if not get(inputs, "sku.name"):
        yield "sku", "is required"
    units = get(inputs, "sku.capacity")
    if "Provisioned" in str(get(inputs, "sku.name")) and isinstance(units, int) and units < 15:
        yield "sku.capacity", f"{units} is too small: provisioned throughput comes in 15 units or more"


@deployment.before("create")
@deployment.before("update")
def account_serves_models(action: Action) -> None:
    """Models are deployed to OpenAI and AI Foundry accounts; their content filter is there."""
    home = owner(action, AI_ACCOUNT)
    if home is None:
        return
    if home.outputs.get("kind") not in _WITH_MODELS:
        action.refuse(
            "InvalidResourceKind", f"Accounts of the kind {home.outputs.get('kind')} have no deployments: OpenAI and AIServices have."
        )
    if home.outputs.get("kind") == "OpenAI" and get(action.inputs, "properties.model.format") != "OpenAI":
        action.refuse("DeploymentModelNotSupported", "An OpenAI account serves models of the format OpenAI alone.")
    policy = get(action.inputs, "properties.raiPolicyName")
    if isinstance(policy, str) and not policy.startswith("Microsoft.") and at_id(action.world, f"{home.id}/raiPolicies/{policy}") is None:
        action.refuse("InvalidRaiPolicy", f"The content filter '{policy}' was not found in '{home.id}'.")


@deployment.before("update")
def the_model_stays(action: Action) -> None:
    """Another model is another deployment; another version of it is not."""
    for name in ("format", "name"):
        if get(kept(action, "properties"), f"model.{name}") != get(action.inputs, f"properties.model.{name}"):
            action.refuse("DeploymentModelNotChangeable", f"The model {name} of a deployment can't be changed.")


@deployment.computes
def deployment_answer(action: Action) -> Properties:
    """What holds where nothing was said."""
    defaults: Properties = {
        "raiPolicyName": "Microsoft.DefaultV2",
        "versionUpgradeOption": "OnceNewDefaultVersionAvailable",
        "currentCapacity": get(action.inputs, "sku.capacity") or 1,
        "capabilities": {},
        "provisioningState": "Succeeded",
    }
    return {"properties": completed(action.inputs.get("properties"), defaults), "sku": completed(action.inputs.get("sku"), {"capacity": 1})}
