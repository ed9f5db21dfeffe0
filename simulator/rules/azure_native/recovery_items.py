"""Policies and protected items of Recovery Services vaults.

Sources: Azure documentation, "Back up Azure VMs in a Recovery Services vault", "Soft delete for Azure Backup", "Immutable vault for Azure Backup";
REST API reference, Protection Policies, Protected Items, Create Or Update.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.backup_stores import RECOVERY
from simulator.rules.azure_native.data_kinds import NAMING
from simulator.rules.azure_native.ids import same
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, service
from simulator.rules.checks import Allowed, Fault, Pattern
from simulator.values import Properties

POLICY = "azure-native:recoveryservices:ProtectionPolicy"
ITEM = "azure-native:recoveryservices:ProtectedItem"
_POLICIES = "REST API reference, Protection Policies, Create Or Update"
_TYPE = "Microsoft.RecoveryServices/vaults/backupFabrics/protectionContainers/protectedItems"
KINDS = ("AzureIaasVM", "AzureSql", "AzureStorage", "AzureWorkload", "GenericProtectionPolicy", "MAB")

policy = service(
    POLICY,
    source=_POLICIES,
    skip=("properties",),
    checks=(
        Pattern(
            "policyName",
            r"[A-Za-z](?!.*-$)[A-Za-z0-9-]{2,149}",
            source=NAMING,
            saying="3 to 150 letters, digits and hyphens, beginning with a letter",
        ),
        Allowed("properties.backupManagementType", KINDS, source=_POLICIES),
    ),
)


@policy.check(source=_POLICIES)
def machines_have_a_schedule(inputs: Properties) -> Iterator[Fault]:
    """A policy of machines says when and for how long."""
    if not is_word(get(inputs, "properties.backupManagementType"), "AzureIaasVM"):
        return
    for name in ("schedulePolicy", "retentionPolicy"):
        if not get(inputs, f"properties.{name}"):
            yield f"properties.{name}", "is required for machines"


policy.computes(lambda action: {"properties": completed(action.inputs.get("properties"), {"protectedItemsCount": 0})})


@policy.before("delete")
def used_policies_stay(action: Action) -> None:
    """A policy that protects something stays."""
    for one in action.find_anywhere(ITEM):
        if same(get(one.outputs, "properties.policyId"), action.id):
            action.refuse("BMSUserErrorPolicyInUse", f"The policy '{action.id}' protects '{one.id}'.")


item = service(
    ITEM,
    source="REST API reference, Protected Items, Create Or Update",
    skip=("properties",),
    immutable={"vaultName", "fabricName", "containerName", "protectedItemName", "resourceGroupName"},
    id=lambda action: _item_id(action),
    outputs={"name": "{protectedItemName}", "type": _TYPE},
)


def _vault_id(action: Action) -> str:
    place = f"/subscriptions/{action.account}/resourceGroups/{action.inputs['resourceGroupName']}"
    return f"{place}/providers/Microsoft.RecoveryServices/vaults/{action.inputs['vaultName']}"


def _item_id(action: Action) -> str:
    """Fabric and container come with the first item of a machine, so nothing has to stand before but the vault."""
    fabric, container = action.inputs["fabricName"], action.inputs["containerName"]
    inner = f"backupFabrics/{fabric}/protectionContainers/{container}"
    return f"{_vault_id(action)}/{inner}/protectedItems/{action.inputs.get('protectedItemName') or action.name}"


@item.before("create")
def vault_policy_and_source_stand(action: Action) -> None:
    """Vault, policy and what is protected are there, in one region."""
    home = at_id(action.world, _vault_id(action), RECOVERY)
    if home is None:
        action.refuse("ParentResourceNotFound", f"The vault '{_vault_id(action)}' was not found.")
    given = action.inputs.get("properties") or {}
    if given.get("policyId") and at_id(action.world, given["policyId"], POLICY) is None:
        action.refuse("BMSUserErrorPolicyNotFound", f"The policy '{given['policyId']}' was not found.")
    source = at_id(action.world, given.get("sourceResourceId"))
    if given.get("sourceResourceId") and source is None:
        action.refuse("BMSUserErrorInvalidSourceResourceId", f"The resource '{given['sourceResourceId']}' was not found.")
    if source and source.outputs.get("location") != home.outputs.get("location"):
        action.refuse("BMSUserErrorRegionMismatch", "The vault and what it protects must be in the same region.")
    for name in ("protectedItemType", "policyId", "sourceResourceId"):
        if not given.get(name):
            action.refuse("BMSUserErrorInvalidInput", f"'properties.{name}' is required to protect a resource.")


item.computes(
    lambda action: {"properties": completed(action.inputs.get("properties"), {"policyName": "", "isScheduledForDeferredDelete": False})}
)
