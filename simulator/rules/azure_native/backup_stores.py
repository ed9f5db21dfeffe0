"""Backup vaults, their policies and instances; Recovery Services vaults.

Sources: Azure documentation, "Backup vaults overview" (storage settings are chosen once), "Immutable vault for Azure Backup" (locked is
for ever), "Soft delete for Azure Backup" (14 to 180 days; always-on is for ever), "Back up Azure Database for PostgreSQL - Flexible
Server", "Operational backup for Azure Blobs", "Overview of cross-region restore", "Delete an Azure Backup vault"; REST API reference,
Backup Vaults, Backup Policies, Backup Instances, Vaults (Recovery Services).
"""

from collections.abc import Iterator
from typing import Any

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import DISK, NAMING, POSTGRESQL, ROLE_ASSIGNMENT, STORAGE_ACCOUNT
from simulator.rules.azure_native.managed_identities import has_identity, shown_identity, with_identity
from simulator.rules.azure_native.roles import scope_of
from simulator.rules.azure_native.service_rules import at_id, completed, get, is_word, owner, same_text, service, to
from simulator.rules.checks import Between, Fault, Length, Pattern
from simulator.rules.registry import Rules
from simulator.values import Properties
from simulator.world import Object

VAULT = "azure-native:dataprotection:BackupVault"
POLICY = "azure-native:dataprotection:BackupPolicy"
INSTANCE = "azure-native:dataprotection:BackupInstance"
RECOVERY = "azure-native:recoveryservices:Vault"
_SOFT = "Azure documentation, 'Soft delete for Azure Backup'"
_IMMUTABLE = "Azure documentation, 'Immutable vault for Azure Backup'"
_INSTANCES = "REST API reference, Backup Instances, Create Or Update"
SOURCES = {
    "microsoft.dbforpostgresql/flexibleservers": (POSTGRESQL,),
    "microsoft.storage/storageaccounts/blobservices": (STORAGE_ACCOUNT,),
    "microsoft.storage/storageaccounts/adlsblobservices": (STORAGE_ACCOUNT,),
    "microsoft.compute/disks": (DISK,),
}
_ALERTS: Properties = {"azureMonitorAlertSettings": {"alertsForAllJobFailures": "Enabled"}}
"""Alerts of failed jobs are on unless they are turned off. Azure documentation, 'Azure Monitor based alerts for Azure Backup'."""
_STORES = ("VaultStore", "OperationalStore", "ArchiveStore")


def _lock_holds(action: Action) -> None:
    """A locked immutability and an always-on soft delete never go back."""
    old = action.old.outputs if action.old else {}
    for path in ("properties.securitySettings.immutabilitySettings.state", "properties.securitySettings.softDeleteSettings.state"):
        before, now = get(old, path), get(action.inputs, path)
        if is_word(before, "Locked", "AlwaysOn", "AlwaysON") and not same_text(before, now):
            action.refuse("VaultSecuritySettingLocked", f"'{path}' is {before}: it can't be changed any more.")


vault = with_identity(
    service(
        VAULT,
        source="REST API reference, Backup Vaults, Create Or Update",
        checks=(
            Pattern(
                "vaultName",
                r"[A-Za-z][A-Za-z0-9-]{1,49}",
                source="REST API reference, Backup Vaults",
                saying="2 to 50 letters, digits and hyphens, beginning with a letter",
            ),
            Length("properties.storageSettings", 1, 2, source="Azure documentation, 'Backup vaults overview'"),
            Between("properties.securitySettings.softDeleteSettings.retentionDurationInDays", 14, 180, source=_SOFT),
        ),
        immutable={"properties.storageSettings"},
    )
)
vault.before("update")(_lock_holds)


@vault.check(source="Azure documentation, 'Backup vaults overview'")
def stores_of_a_vault(inputs: Properties) -> Iterator[Fault]:
    """A vault stores in the vault; restores across regions need geo-redundancy."""
    found = get(inputs, "properties.storageSettings") or []
    if not any(is_word(one.get("datastoreType"), "VaultStore") for one in found):
        yield "properties.storageSettings", "needs a setting of the datastoreType VaultStore"
    for i, one in enumerate(found):
        if not one.get("type"):
            yield f"properties.storageSettings[{i}].type", "is required"
    across = is_word(get(inputs, "properties.featureSettings.crossRegionRestoreSettings.state"), "Enabled")
    if across and not any(is_word(one.get("type"), "GeoRedundant") for one in found):
        yield "properties.featureSettings.crossRegionRestoreSettings.state", "needs storage of the type GeoRedundant"


@vault.computes
def vault_answer(action: Action) -> Properties:
    """What holds where nothing was said."""
    defaults = {
        "provisioningState": "Succeeded",
        "isVaultProtectedByResourceGuard": False,
        "monitoringSettings": _ALERTS,
        "featureSettings": {"crossRegionRestoreSettings": {"state": "Disabled"}},
        "securitySettings": {
            "immutabilitySettings": {"state": "Disabled"},
            "softDeleteSettings": {"state": "On", "retentionDurationInDays": 14.0},
        },
    }
    return {**shown_identity(action), "properties": completed(action.inputs["properties"], defaults)}


@vault.before("delete")
def instances_go_first(action: Action) -> None:
    """A vault with instances, or with what it deleted softly, stays."""
    for one in action.world.below(action.id + "/"):
        if one.type == INSTANCE:
            action.refuse("BMSUserErrorContainerHasDatasources", f"The vault '{action.id}' protects '{one.id}': stop its protection first.")


policy = service(
    POLICY,
    source="REST API reference, Backup Policies, Create Or Update",
    skip=("properties",),
    checks=(
        Pattern(
            "backupPolicyName",
            r"[A-Za-z](?!.*-$)[A-Za-z0-9-]{2,149}",
            source=NAMING,
            saying="3 to 150 letters, digits and hyphens, beginning with a letter",
        ),
    ),
    immutable={"properties"},
)


@policy.check(source="REST API reference, Backup Policies, Create Or Update")
def policies_keep(inputs: Properties) -> Iterator[Fault]:
    """A policy has rules, one of which keeps by default; stores are known; durations are ISO 8601."""
    rules: list[Any] = get(inputs, "properties.policyRules") or []
    kinds = {"AzureBackupRule", "AzureRetentionRule"}
    keeps = [one for one in rules if one.get("objectType") == "AzureRetentionRule" and one.get("isDefault") is True]
    if len(keeps) != 1:
        yield "properties.policyRules", "needs exactly one AzureRetentionRule that isDefault"
    if get(inputs, "properties.objectType") != "BackupPolicy":
        yield "properties.objectType", "must be 'BackupPolicy'"
    for i, one in enumerate(rules):
        where = f"properties.policyRules[{i}]"
        if one.get("objectType") not in kinds:
            yield f"{where}.objectType", f"{one.get('objectType')!r} is not allowed; allowed: {', '.join(sorted(kinds))}"
        for j, life in enumerate(one.get("lifecycles") or []):
            store, lasts = get(life, "sourceDataStore.dataStoreType"), get(life, "deleteAfter.duration")
            if not is_word(store, *_STORES):
                yield f"{where}.lifecycles[{j}].sourceDataStore.dataStoreType", f"{store!r} is not allowed; allowed: {', '.join(_STORES)}"
            if not str(lasts).startswith("P"):
                yield f"{where}.lifecycles[{j}].deleteAfter.duration", f"{lasts!r} is no ISO 8601 duration, such as P30D"


@policy.before("delete")
def used_policies_stay(action: Action) -> None:
    """A policy that protects something stays."""
    for one in action.find_anywhere(INSTANCE):
        if same_text(get(one.outputs, "properties.policyInfo.policyId"), action.id):
            action.refuse("UserErrorPolicyInUse", f"The policy '{action.id}' protects '{one.id}'.")


instance = service(
    INSTANCE,
    source=_INSTANCES,
    skip=("properties",),
    references={"properties.policyInfo.policyId": to(POLICY, code="UserErrorPolicyNotFound")},
    immutable={"properties.dataSourceInfo"},
)


@instance.check(source="REST API reference, Backup Instances, Create Or Update (IdentityDetails)")
def somebody_reads_the_source(inputs: Properties) -> Iterator[Fault]:
    """By the vault's own identity, or by one that is named."""
    told = get(inputs, "properties.identityDetails") or {}
    if told.get("useSystemAssignedIdentity") is False and not told.get("userAssignedIdentityArmUrl"):
        yield "properties.identityDetails.userAssignedIdentityArmUrl", "is required where useSystemAssignedIdentity is false"


@instance.before("create")
def says_what_it_protects_and_how(action: Action) -> None:
    """'dataSourceInfo', 'policyInfo' and 'objectType' are required (REST API reference, Backup Instances)."""
    for path in ("properties.objectType", "properties.dataSourceInfo.resourceID", "properties.policyInfo.policyId"):
        if get(action.inputs, path) is None:
            action.refuse("BMSUserErrorInvalidInput", f"'{path}' is required.")


@instance.before("create")
def vault_may_read_the_source(action: Action) -> None:
    """The source is there, of its type, and the vault's identity has a role on it."""
    info = get(action.inputs, "properties.dataSourceInfo") or {}
    wanted = SOURCES.get(str(info.get("datasourceType")).lower())
    source = at_id(action.world, info.get("resourceID"), *(wanted or ()))
    if wanted and source is None:
        action.refuse(
            "UserErrorDatasourceNotFound",
            f"The data source '{info.get('resourceID')}' was not found, or is not {info.get('datasourceType')}.",
        )
    home = owner(action, VAULT)
    principal = get(home.outputs, "identity.principalId") if home else None
    if home and principal is None:
        action.refuse(
            "UserErrorMissingPermissionsOnDatasource", f"The vault '{home.id}' has no system-assigned identity, by which it reads sources."
        )
    if source and not _has_role(action, str(principal), source):
        action.refuse("UserErrorMissingPermissionsOnDatasource", f"The vault's identity {principal} has no role on '{source.id}'.")
    if home and source and source.outputs.get("location") != home.outputs.get("location"):
        action.refuse("UserErrorDatasourceInDifferentRegion", "The data source and the vault must be in the same region.")


def _has_role(action: Action, principal: str, source: Object) -> bool:
    place = source.id.lower() + "/"
    return any(
        same_text(one.outputs.get("principalId"), principal) and place.startswith(scope_of(one.id).lower() + "/")
        for one in action.find_anywhere(ROLE_ASSIGNMENT)
    )


@instance.computes
def protected(action: Action) -> Properties:
    """Its state."""
    shown: Properties = {
        "provisioningState": "Succeeded",
        "currentProtectionState": "ProtectionConfigured",
        "protectionStatus": {"status": "ProtectionConfigured"},
        "policyInfo": {"policyVersion": ""},
    }
    if not get(action.inputs, "properties.identityDetails.userAssignedIdentityArmUrl"):
        shown["identityDetails"] = {"useSystemAssignedIdentity": True}
    return {"properties": completed(action.inputs.get("properties"), shown)}


@instance.before("delete")
def immutable_vaults_keep(action: Action) -> None:
    """'Operations that could lead to loss of recovery points' are blocked in a locked vault."""
    home = owner(action, VAULT)
    if home and is_word(get(home.outputs, "properties.securitySettings.immutabilitySettings.state"), "Locked", "Unlocked"):
        action.refuse(
            "UserErrorImmutableVaultOperationBlocked", f"The vault '{home.id}' is immutable: protection can't be deleted before it ends."
        )


recovery: Rules = with_identity(
    service(
        RECOVERY,
        source="REST API reference, Vaults, Create Or Update (Recovery Services)",
        checks=(
            Pattern(
                "vaultName",
                r"[A-Za-z][A-Za-z0-9-]{1,49}",
                source=NAMING,
                saying="2 to 50 letters, digits and hyphens, beginning with a letter",
            ),
            Between("properties.securitySettings.softDeleteSettings.softDeleteRetentionPeriodInDays", 14, 180, source=_SOFT),
        ),
    )
)
recovery.before("update")(_lock_holds)


@recovery.check(source="REST API reference, Vaults, Create Or Update (Recovery Services)")
def sized_and_keyed(inputs: Properties) -> Iterator[Fault]:
    """A vault has a size; a key comes with an identity."""
    if inputs.get("sku") is None:
        yield "sku", "is required"
    if get(inputs, "properties.encryption.keyVaultProperties.keyUri") and not has_identity(inputs):
        yield "identity", "is required where properties.encryption has a key"
    if get(inputs, "properties.encryption.infrastructureEncryption") and not get(inputs, "properties.encryption.keyVaultProperties.keyUri"):
        yield "properties.encryption.keyVaultProperties.keyUri", "is required: infrastructure encryption comes with a customer-managed key"


@recovery.computes
def recovery_answer(action: Action) -> Properties:
    """What holds where nothing was said."""
    defaults = {
        "provisioningState": "Succeeded",
        "publicNetworkAccess": "Enabled",
        "monitoringSettings": _ALERTS,
        "redundancySettings": {"standardTierStorageRedundancy": "GeoRedundant", "crossRegionRestore": "Disabled"},
        "securitySettings": {"softDeleteSettings": {"softDeleteState": "Enabled", "softDeleteRetentionPeriodInDays": 14}},
    }
    return {**shown_identity(action), "properties": completed(action.inputs.get("properties"), defaults)}
