"""Key vaults and managed HSMs.

Sources: Azure documentation, "Azure Key Vault soft-delete overview" (7 to 90 days, can't be turned off; the name stays taken; purge
protection can't be turned off), "Key Vault recovery overview", "Configure Azure Key Vault networking settings" (1,000 IP rules, 200
network rules), "Azure role-based access control vs. access policies", "Managed HSM soft-delete overview"; REST API reference, Vaults,
Create Or Update (`createMode` recover); Managed HSMs, Create Or Update.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import MANAGED_HSM, NAMING, VAULT
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import shown_identity, tenant, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import completed, get, is_word, kept, same_text, service, to
from simulator.rules.checks import Allowed, Between, Fault, Length, Pattern
from simulator.rules.registry import Rules, unique
from simulator.values import Properties

_SOFT = "Azure documentation, 'Azure Key Vault soft-delete overview'"
_NETWORK = "Azure documentation, 'Configure Azure Key Vault networking settings'"
_UUID = r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_MOST_POLICIES = 1024
_DEFAULT_DAYS = 90
_TAKEN = "The vault name '{name}' is already in use. Vault names are globally unique so it is possible that the name is already taken."
_DELETED = "A vault with the same name already exists in deleted state. You need to either recover or purge existing key vault."


def recovery_days(outputs: Properties) -> float:
    """Days for which a deleted vault keeps its name."""
    days = get(outputs, "properties.softDeleteRetentionInDays")
    return float(days) if isinstance(days, int | float) else _DEFAULT_DAYS


vault = shows_connections(
    service(
        VAULT,
        source="REST API reference, Vaults, Create Or Update; " + _SOFT,
        checks=(
            Pattern(
                "vaultName",
                r"(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]",
                source=NAMING,
                saying="3 to 24 letters, digits and single hyphens, beginning with a letter and ending with a letter or digit",
            ),
            Between("properties.softDeleteRetentionInDays", 7, 90, source=_SOFT),
            Pattern("properties.tenantId", _UUID, source="REST API reference, Vaults, Create Or Update", saying="a UUID"),
            Length("properties.accessPolicies", 0, _MOST_POLICIES, source="Azure documentation, 'Assign a Key Vault access policy'"),
            Length("properties.networkAcls.ipRules", 0, 1000, source=_NETWORK),
            Length("properties.networkAcls.virtualNetworkRules", 0, 200, source=_NETWORK),
            Allowed(
                "properties.publicNetworkAccess",
                ("Enabled", "Disabled", "enabled", "disabled", "SecuredByPerimeter"),
                source="REST API reference, Vaults, Create Or Update",
            ),
        ),
        references={"properties.networkAcls.virtualNetworkRules[*].id": to(SUBNET, code="VirtualNetworkNotValid")},
        immutable={"properties.createMode"},
        unique=(
            unique(
                "name",
                scope="global",
                code="VaultAlreadyExists",
                message=_TAKEN,
                reserved_days=recovery_days,
                reserved_code="ConflictError",
                reserved_message=_DELETED,
            ),
        ),
    ),
    "properties.privateEndpointConnections",
)


@vault.check(source=_SOFT)
def protections_stay_on(inputs: Properties) -> Iterator[Fault]:
    """Soft delete is always on, and purge protection is on or not given: `false` is not accepted."""
    if get(inputs, "properties.enableSoftDelete") is False:
        yield "properties.enableSoftDelete", "false is not allowed: soft delete can't be turned off"
    if get(inputs, "properties.enablePurgeProtection") is False:
        yield "properties.enablePurgeProtection", "'enablePurgeProtection' can't be set to false: leave it out, or set it to true"


@vault.check(source="REST API reference, Vaults, Create Or Update")
def policies_or_roles(inputs: Properties) -> Iterator[Fault]:
    """A vault without roles for its data needs a list of access policies, of its own directory."""
    properties = inputs.get("properties")
    if not isinstance(properties, dict):
        return
    policies = properties.get("accessPolicies")
    recovers = is_word(properties.get("createMode"), "recover")
    if properties.get("enableRbacAuthorization") is not True and policies is None and not recovers:
        yield "properties.accessPolicies", "is required where enableRbacAuthorization is not true (an empty list is allowed)"
    for i, policy in enumerate(policies or []):
        if not same_text(policy.get("tenantId"), properties.get("tenantId")):
            yield f"properties.accessPolicies[{i}].tenantId", "must be the vault's tenantId"


@vault.before("create")
def recover_what_was_deleted(action: Action) -> None:
    """`createMode: recover` takes the name back from the deleted vault; there must be one."""
    _recover(action, "vaultName")


def _recover(action: Action, name: str) -> None:
    if not is_word(get(action.inputs, "properties.createMode"), "recover"):
        return
    words = f'["{action.inputs[name]}"]'
    if not any(type_.startswith(action.type) and held == words for type_, _, held, _ in action.world.reserved()):
        action.refuse("DeletedVaultNotFound", f"The deleted vault '{action.inputs[name]}' was not found: there is nothing to recover.")
    action.world.release(action.type + "#name", "", words, _former(action, words))


def _former(action: Action, words: str) -> str:
    held = action.world.take(action.type + "#name", "", words, "")
    return held[0] if held else ""


@vault.before("update")
def nothing_is_taken_back(action: Action) -> None:
    """The length of soft delete can't be changed once it is set."""
    old, new = (action.old.outputs if action.old else {}), action.inputs
    before, now = get(old, "properties.softDeleteRetentionInDays"), get(new, "properties.softDeleteRetentionInDays")
    if now is not None and now != before:
        action.refuse("BadRequest", f"The property 'softDeleteRetentionInDays' has been set already to {before} and it can't be modified.")


@vault.computes
def vault_answer(action: Action) -> Properties:
    """Its URI, and what holds where nothing was said."""
    name = str(action.outputs["name"])
    uri = f"https://{name}.vault.azure.net/"
    defaults = {
        "vaultUri": uri,
        "enableSoftDelete": True,
        "softDeleteRetentionInDays": _DEFAULT_DAYS,
        "enableRbacAuthorization": False,
        "enabledForDeployment": False,
        "enabledForDiskEncryption": False,
        "enabledForTemplateDeployment": False,
        "accessPolicies": [],
        "publicNetworkAccess": "Enabled",
        "provisioningState": "Succeeded",
    }
    shown = completed(action.inputs["properties"], defaults)
    if shown.get("networkAcls"):
        shown["networkAcls"] = completed(
            shown["networkAcls"], {"bypass": "AzureServices", "defaultAction": "Allow", "ipRules": [], "virtualNetworkRules": []}
        )
    shown.pop("createMode", None)
    if get(kept(action, "properties"), "enablePurgeProtection") is True:
        shown["enablePurgeProtection"] = True  # An absent value leaves it as it stands.
    return {"properties": shown}


hsm: Rules = shows_connections(
    with_identity(
        service(
            MANAGED_HSM,
            source="REST API reference, Managed HSMs, Create Or Update; Azure documentation, 'Managed HSM soft-delete overview'",
            checks=(
                Pattern(
                    "name",
                    r"(?!.*--)[A-Za-z][A-Za-z0-9-]{1,22}[A-Za-z0-9]",
                    source="REST API reference, Managed HSMs, Create Or Update",
                    saying="3 to 24 letters, digits and single hyphens, beginning with a letter",
                ),
                Between("properties.softDeleteRetentionInDays", 7, 90, source="Azure documentation, 'Managed HSM soft-delete overview'"),
                Length("properties.initialAdminObjectIds", 1, None, source="Azure documentation, 'Provision and activate a managed HSM'"),
                Allowed("sku.family", ("B", "C"), source="REST API reference, Managed HSMs, Create Or Update"),
            ),
            immutable={"sku", "properties.tenantId", "properties.initialAdminObjectIds"},
            unique=(
                unique(
                    "name",
                    scope="global",
                    code="ManagedHsmNameAlreadyExists",
                    reserved_days=recovery_days,
                    reserved_code="ConflictError",
                    reserved_message="A managed HSM with the same name exists in deleted state: recover or purge it first.",
                ),
            ),
        )
    ),
    "properties.privateEndpointConnections",
)


@hsm.check(source="REST API reference, Managed HSMs, Create Or Update")
def hsm_has_administrators(inputs: Properties) -> Iterator[Fault]:
    """An HSM is made with its first administrators."""
    if is_word(get(inputs, "properties.createMode"), "recover"):
        return
    for name in ("initialAdminObjectIds", "tenantId"):
        if not get(inputs, f"properties.{name}"):
            yield f"properties.{name}", "is required"
    if inputs.get("sku") is None:
        yield "sku", "is required"


@hsm.before("create")
def recover_an_hsm(action: Action) -> None:
    """As for vaults."""
    _recover(action, "name")


@hsm.computes
def hsm_answer(action: Action) -> Properties:
    """Its URI and defaults."""
    before = kept(action, "properties") or {}
    defaults = {
        "tenantId": tenant(action),
        "hsmUri": f"https://{action.outputs['name']}.managedhsm.azure.net/",
        "enableSoftDelete": True,
        "enablePurgeProtection": False,
        "softDeleteRetentionInDays": _DEFAULT_DAYS,
        "publicNetworkAccess": "Enabled",
        "provisioningState": "Succeeded",
        "statusMessage": before.get("statusMessage", "The Managed HSM is provisioned and ready to use."),
    }
    return {**shown_identity(action), "properties": completed(action.inputs.get("properties"), defaults)}
