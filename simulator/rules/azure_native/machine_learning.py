"""Machine learning workspaces and the outbound rules of their managed networks.

Sources: Azure documentation, "What is an Azure Machine Learning workspace?" (storage account, key vault, application insights, registry),
"Workspace managed virtual network isolation" (limitations), "Customer-managed keys for Azure Machine Learning", "Workspace soft deletion"
(14 days; the name stays taken), "Create hub workspaces"; REST API reference, Workspaces, Create Or Update.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import APPLICATION_INSIGHTS, ML_WORKSPACE, NAMING, REGISTRY, STORAGE_ACCOUNT, VAULT
from simulator.rules.azure_native.ids import own_id
from simulator.rules.azure_native.key_access import needs_key
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import has_identity, principals, shown_identity, tenant, with_identity
from simulator.rules.azure_native.managed_networks import APPROVED, SOURCE, isolation_only_rises, rule_faults, rule_fits
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, service, stamp, to
from simulator.rules.checks import Allowed, Fault, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

RULES = ("azure-native:machinelearningservices:ManagedNetworkSettingsRule", "azure-native:machinelearningservices:OutboundRule")
_PARTS = "Azure documentation, 'What is an Azure Machine Learning workspace?'"
_CREATE = "REST API reference, Workspaces, Create Or Update"
_SOFT_DAYS = 14.0
KINDS = ("Default", "Hub", "Project", "FeatureStore")

workspace = shows_connections(
    with_identity(
        service(
            ML_WORKSPACE,
            source=f"{_CREATE}; {_PARTS}",
            skip=("managedNetwork.outboundRules",),
            checks=(
                Pattern(
                    "workspaceName",
                    r"[A-Za-z0-9][A-Za-z0-9_-]{2,32}",
                    source=NAMING,
                    saying="3 to 33 letters, digits, hyphens and underscores",
                ),
                Allowed("kind", (*KINDS, "default", "hub", "project", "featurestore"), source=_CREATE),
            ),
            references={
                "storageAccount": to(STORAGE_ACCOUNT, code="ValidationError", blocks=False),
                "keyVault": to(VAULT, code="ValidationError"),
                "applicationInsights": to(APPLICATION_INSIGHTS, code="ValidationError"),
                "containerRegistry": to(REGISTRY, code="ValidationError"),
                "hubResourceId": to(ML_WORKSPACE, code="ValidationError", blocks=True, delete_code="HubHasProjects"),
                "serverlessComputeSettings.serverlessComputeCustomSubnet": to(
                    SUBNET, code="ValidationError", blocks=True, delete_code="InUseSubnetCannotBeDeleted"
                ),
            },
            immutable={"hbiWorkspace", "keyVault", "storageAccount", "kind", "hubResourceId"},
            unique=(
                unique(
                    "id",
                    scope="global",
                    code="WorkspaceAlreadyExists",
                    reserved_days=lambda outputs: _SOFT_DAYS,
                    reserved_code="Conflict",
                    reserved_message="Soft-deleted workspace exists: '{id}'. Please purge or recover it.",
                ),
            ),
            defaults={
                "allowPublicAccessWhenBehindVnet": False,
                "enableDataIsolation": False,
                "hbiWorkspace": False,
                "kind": "Default",
                "publicNetworkAccess": "Enabled",
                "v1LegacyMode": False,
            },
            outputs={
                "notebookInfo": {},
                "privateLinkCount": 0,
                "serviceProvisionedResourceGroup": "",
                "storageHnsEnabled": False,
                "workspaceId": "{uuid}",
            },
        )
    )
)


@workspace.check(source=_PARTS)
def parts_of_a_workspace(inputs: Properties) -> Iterator[Fault]:
    """A workspace has an identity, and brings a storage account and a vault; a project takes those of its hub."""
    kind = inputs.get("kind") or "Default"
    if not has_identity(inputs):
        yield "identity", "is required: a workspace acts by a managed identity"
    if is_word(kind, "Project"):
        if not inputs.get("hubResourceId"):
            yield "hubResourceId", "is required when kind is 'Project'"
        for name in ("storageAccount", "keyVault", "containerRegistry", "applicationInsights", "managedNetwork"):
            if inputs.get(name):
                yield name, "is the hub's: a project has none of its own"
        return
    for name in ("storageAccount", "keyVault"):
        if not inputs.get(name):
            yield name, "is required"
    if (
        has_identity(inputs, "UserAssigned")
        and not has_identity(inputs, "SystemAssigned")
        and not inputs.get("primaryUserAssignedIdentity")
    ):
        yield "primaryUserAssignedIdentity", "is required where the workspace has assigned identities alone"


@workspace.check(source=SOURCE)
def network_of_a_workspace(inputs: Properties) -> Iterator[Fault]:
    """Isolation and rules fit together."""
    yield from rule_faults(inputs, "managedNetwork")
    isolated = is_word(get(inputs, "managedNetwork.isolationMode"), "AllowInternetOutbound", APPROVED)
    if isolated and get(inputs, "serverlessComputeSettings.serverlessComputeCustomSubnet"):
        yield (
            "serverlessComputeSettings.serverlessComputeCustomSubnet",
            "can't be given with a managed network: its computes stand in that alone",
        )


@workspace.check(source="Azure documentation, 'Customer-managed keys for Azure Machine Learning'")
def key_of_a_workspace(inputs: Properties) -> Iterator[Fault]:
    """An encrypted workspace names key and vault, which belong together."""
    if not is_word(get(inputs, "encryption.status"), "Enabled"):
        return
    vault, key = (get(inputs, f"encryption.keyVaultProperties.{name}") for name in ("keyVaultArmId", "keyIdentifier"))
    if isinstance(vault, str) and isinstance(key, str) and f"https://{vault.rsplit('/', 1)[-1]}.".lower() not in key.lower():
        yield "encryption.keyVaultProperties.keyIdentifier", f"{key!r} is not in the vault {vault.rsplit('/', 1)[-1]!r}"
    if isinstance(key, str) and key.rstrip("/").split("/keys/")[-1].count("/") != 1:
        yield "encryption.keyVaultProperties.keyIdentifier", f"{key!r} must hold the key's version"


@workspace.before("create")
def storage_fits(action: Action) -> None:
    """The default store is general purpose, flat and not premium; the vault is not another tenant's; the key is there."""
    store = at_id(action.world, action.inputs.get("storageAccount"), STORAGE_ACCOUNT)
    if store is not None:
        if store.outputs.get("isHnsEnabled") is True:
            action.refuse(
                "ValidationError",
                f"The storage account '{store.id}' has the hierarchical namespace, which a workspace's default store can't have.",
            )
        if str(get(store.outputs, "sku.name")).startswith("Premium") or store.outputs.get("kind") not in ("StorageV2", "Storage"):
            action.refuse("ValidationError", f"The storage account '{store.id}' must be general purpose and not premium.")
    registry = at_id(action.world, action.inputs.get("containerRegistry"), REGISTRY)
    if (
        registry is not None
        and is_word(action.inputs.get("publicNetworkAccess"), "Disabled")
        and not is_word(get(registry.outputs, "sku.name"), "Premium")
    ):
        action.refuse(
            "ValidationError", f"The registry '{registry.id}' must be Premium: a private workspace reaches it by a private endpoint."
        )
    key = get(action.inputs, "encryption.keyVaultProperties.keyIdentifier")
    reader = get(action.inputs, "encryption.identity.userAssignedIdentity")
    if is_word(get(action.inputs, "encryption.status"), "Enabled") and isinstance(key, str) and reader:
        needs_key(action, key, principals(action, reader), "ValidationError")


@workspace.after("create")
def brings_its_network(action: Action) -> None:
    """Every workspace has a managed network by the name `default`, isolated or not."""
    action.keep("azure-native:machinelearningservices/managedNetworks", f"{action.id}/managedNetworks/default", {"name": "default"})


@workspace.before("update")
def isolation_stays(action: Action) -> None:
    """Isolation only rises."""
    isolation_only_rises(action, "managedNetwork.isolationMode")


@workspace.computes
def workspace_answer(action: Action) -> Properties:
    """Addresses, and what holds where nothing was said."""
    location, id_ = action.outputs.get("location"), action.uuid()
    made: Properties = {
        **shown_identity(action),
        "tenantId": tenant(action),
        "mlFlowTrackingUri": f"azureml://{location}.api.azureml.ms/mlflow/v1.0{action.id}",
        "discoveryUrl": action.inputs.get("discoveryUrl") or f"https://{location}.api.azureml.ms/discovery",
        "friendlyName": action.inputs.get("friendlyName") or action.outputs["name"],
        "managedNetwork": completed(
            action.inputs.get("managedNetwork"), {"isolationMode": "Disabled", "status": {"status": "Inactive", "sparkReady": False}}
        ),
        "sku": completed(action.inputs.get("sku"), {"name": "Basic", "tier": "Basic"}),
        **stamp(action, "workspaceId", id_),
    }
    hub = at_id(action.world, action.inputs.get("hubResourceId"), ML_WORKSPACE)
    if hub is not None:
        made |= {name: hub.outputs[name] for name in ("storageAccount", "keyVault") if name in hub.outputs}
    return made


for _type in RULES:
    _rule = service(
        _type,
        source="REST API reference, Managed Network Settings Rule, Create Or Update; " + SOURCE,
        skip=("properties",),
        checks=(
            Pattern(
                "ruleName", r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}", source=SOURCE, saying="1 to 80 letters, digits, hyphens and underscores"
            ),
        ),
    )
    _rule.check(source=SOURCE)(lambda inputs: rule_fits(inputs.get("properties") or {}, "properties"))

    @_rule.before("create")
    def network_is_isolated(action: Action) -> None:
        """A workspace without a managed network has no outbound rules; FQDN rules need approved outbound."""
        home = at_id(action.world, own_id(action).split("/outboundRules/")[0].split("/managedNetworks/")[0], ML_WORKSPACE)
        mode = get(home.outputs, "managedNetwork.isolationMode") if home else None
        if home and not is_word(mode, "AllowInternetOutbound", APPROVED):
            action.refuse("ValidationError", f"'{home.id}' has no managed network: its isolation mode is {mode}.")
        if home and is_word(get(action.inputs, "properties.type"), "FQDN") and not is_word(mode, APPROVED):
            action.refuse("ValidationError", f"FQDN rules need the isolation mode {APPROVED}, not {mode}.")

    @_rule.computes
    def rule_answer(action: Action) -> Properties:
        """Rules wait for the network to be provisioned."""
        return {"properties": completed(action.inputs.get("properties"), {"category": "UserDefined", "status": "Inactive"})}
