"""Backups of a zone's stores: a vault that nobody empties, with weekly copies of databases and daily ones of blobs, months of them for six years.

Sources: Azure Backup documentation, "Immutable vault for Azure Backup" (unlocked can be taken back, locked can't), "Enhanced soft delete" (always
on can't be taken back; 14 to 180 days), "Encryption of backup data in the Backup vault by using customer-managed keys" (user-assigned identity,
at a vault without backups), "Cross subscription restore", "Back up Azure Database for PostgreSQL - Flexible Server" (weekly, in the vault; roles
"PostgreSQL Flexible Server Long Term Retention Backup Role" on the server and Reader on its group), "Overview of Azure Blob backup" (vaulted:
up to 100 containers; role Storage Account Backup Contributor; the operational kind needs point-in-time restore, which immutable versions
exclude), "Data protection REST reference: backup policies"; 45 CFR 164.308(a)(7)(ii)(A) (data backup plan), 164.316(b)(2)(i) (six years).
"""

import uuid
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import dataprotection

from ai_zones.azure import arm
from ai_zones.azure.backup_policies import BLOBS, DATABASES, blob_policy, database_policy
from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.guarded_service import GuardedInput, guard, only_in
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.phi_store import ContainerName
from ai_zones.azure.references import AzureKeyArgs, Name
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import SIX_YEARS_DAYS, ComponentInput, ZoneText

VAULT: Final = "Microsoft.DataProtection/backupVaults"
SERVER: Final = "Microsoft.DBforPostgreSQL/flexibleServers"
ACCOUNT: Final = "Microsoft.Storage/storageAccounts"
SOFT_DELETE_DAYS: Final = 180
ZONE_CLASSES = {"phi": DataClass.PHI, "deidentification": DataClass.DEIDENTIFIED}


class AzureBackedUpAccountArgs(TypedDict):
    """A storage account whose containers are backed up."""

    account_id: str
    """The account; its network must let trusted services pass (`trusted_services_reason` of the store)."""
    containers: list[str]
    """Containers, 1 to 100."""


class AzureBackupsArgs(TypedDict):
    """Inputs of `AzureBackups`."""

    zone: str
    """Zone whose stores are backed up: `phi` or `deidentification`. The vault stands in it, and is classed as what it holds."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the vault."""
    location: str
    """Region of the vault, that of the stores."""
    key: AzureKeyArgs
    """Key that encrypts backups."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that is told of every backup and restore."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that is told too. Default: none."""
    servers: NotRequired[dict[str, str]]
    """PostgreSQL flexible servers, by a stable name. Default: none."""
    accounts: NotRequired[dict[str, AzureBackedUpAccountArgs]]
    """Storage accounts, by a stable name. Default: none."""
    retention_days: NotRequired[int]
    """Days that monthly backups are kept, 2,190 (six years) to 3,650. Default: 2,192."""
    short_retention_days: NotRequired[int]
    """Days that the other backups are kept, 35 to 360. Default: 35."""
    locked: NotRequired[bool]
    """True makes immutability final: nobody shortens a retention again. Default: false."""
    removable: NotRequired[bool]
    """Lifts lock, Pulumi's protection, immutability and soft delete, each of which would keep backups, and the vault with them: for
    environments that are torn down. Not with `locked`. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class BackedUpAccount(ComponentInput):
    """Parsed `AzureBackedUpAccountArgs`."""

    account_id: str
    containers: list[ContainerName] = pydantic.Field(min_length=1, max_length=100)


class Backups(GuardedInput):
    """Parsed `AzureBackupsArgs`."""

    zone: Annotated[ZoneText, only_in(ZONE_CLASSES, "other zones keep nothing that is backed up")]
    servers: dict[Name, str] = pydantic.Field(default_factory=dict)
    accounts: dict[Name, BackedUpAccount] = pydantic.Field(default_factory=dict)
    retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=2190, le=3650)
    short_retention_days: int = pydantic.Field(default=35, ge=35, le=360)
    locked: bool = False

    @property
    def immutability(self) -> str:
        """How firm the vault keeps what it holds."""
        if self.removable:
            return "Disabled"
        return "Locked" if self.locked else "Unlocked"

    @pydantic.model_validator(mode="after")
    def _backs_something_up(self) -> Self:
        if self.locked and self.removable:
            raise ValueError("locked, removable: give one of them; what is locked is never removed")
        if not self.servers and not self.accounts:
            raise ValueError("servers, accounts: give one of them; an empty vault backs nothing up")
        for server_id in self.servers.values():
            _of_kind(server_id, SERVER)
        for account in self.accounts.values():
            _of_kind(account.account_id, ACCOUNT)
        if twice := sorted(set(self.servers) & set(self.accounts)):
            raise ValueError(f"servers, accounts: {', '.join(twice)} names two stores; give each a name of its own")
        return self


def _of_kind(resource_id: str, kind: str) -> None:
    try:
        good = arm.parse(resource_id).is_a(kind)
    except ValueError:
        good = False
    if not good:
        raise ValueError(f"servers, accounts: given {resource_id!r}, must be the id of a resource of type {kind}")


class AzureBackups(pulumi.ComponentResource):
    """Vault, policies, and an instance for each store. Protected by Pulumi, by a lock, and by the vault itself."""

    vault_id: str
    """Id of the vault."""
    vault_name: str
    """Name of the vault."""

    def __init__(self, name: str, args: AzureBackupsArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Backups.parse(name, args)
        super().__init__("ai-zones:index:AzureBackups", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.vault_name = resource_name(Kind.BACKUP_VAULT, name, "vault")
        self.vault_id = given.id_of(VAULT, self.vault_name)
        vault = self._vault()
        principal_id = vault.identity.apply(lambda identity: identity.principal_id if identity is not None else None)
        if given.servers:
            self._servers(vault, principal_id)
        if given.accounts:
            self._accounts(vault, principal_id)
        self.register_outputs({"vaultId": self.vault_id, "vaultName": self.vault_name})

    def _vault(self) -> dataprotection.BackupVault:
        given = self._given
        vault = dataprotection.BackupVault(
            child(self._name, "vault"),
            vault_name=self.vault_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            identity=dataprotection.DppIdentityDetailsArgs(
                type="SystemAssigned,UserAssigned", user_assigned_identities=[given.key.identity_id]
            ),
            properties=dataprotection.BackupVaultArgs(
                # A copy in the paired region would leave residency.
                storage_settings=[dataprotection.StorageSettingArgs(datastore_type="VaultStore", type="ZoneRedundant")],
                feature_settings=dataprotection.FeatureSettingsArgs(
                    cross_subscription_restore_settings=dataprotection.CrossSubscriptionRestoreSettingsArgs(state="Disabled"),
                ),
                monitoring_settings=dataprotection.MonitoringSettingsArgs(
                    azure_monitor_alert_settings=dataprotection.AzureMonitorAlertSettingsArgs(alerts_for_all_job_failures="Enabled")
                ),
                security_settings=dataprotection.SecuritySettingsArgs(
                    immutability_settings=dataprotection.ImmutabilitySettingsArgs(state=given.immutability),
                    soft_delete_settings=(
                        dataprotection.SoftDeleteSettingsArgs(state="Off")
                        if given.removable
                        else dataprotection.SoftDeleteSettingsArgs(state="AlwaysOn", retention_duration_in_days=SOFT_DELETE_DAYS)
                    ),
                    encryption_settings=dataprotection.EncryptionSettingsArgs(
                        state="Enabled",
                        infrastructure_encryption="Enabled",
                        kek_identity=dataprotection.CmkKekIdentityArgs(identity_type="UserAssigned", identity_id=given.key.identity_id),
                        key_vault_properties=dataprotection.CmkKeyVaultPropertiesArgs(key_uri=given.key.key_uri),
                    ),
                ),
            ),
            tags=given.tags_of(data_class=ZONE_CLASSES[given.zone]),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        guard(self._name, vault, self.vault_id, given, parent=self)
        return vault

    def _policy(self, label: str, properties: dataprotection.BackupPolicyArgs, vault: pulumi.Resource) -> dataprotection.BackupPolicy:
        return dataprotection.BackupPolicy(
            child(self._name, "policy", label),
            backup_policy_name=label,
            vault_name=self.vault_name,
            resource_group_name=self._given.resource_group_name,
            properties=properties,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[vault], delete_before_replace=True),
        )

    def _servers(self, vault: pulumi.Resource, principal_id: pulumi.Input[str]) -> None:
        given = self._given
        policy = self._policy("databases", database_policy(given.retention_days, given.short_retention_days), vault)
        for label, server_id in sorted(given.servers.items()):
            parsed = arm.parse(server_id)
            group = arm.group_id(parsed.subscription_id, parsed.resource_group_name)
            rights = [
                self._right(label, "backs-up", server_id, BuiltInRole.POSTGRESQL_LONG_TERM_RETENTION_BACKUP, principal_id, vault),
                self._right(label, "reads-group", group, BuiltInRole.READER, principal_id, vault),
            ]
            self._instance(label, server_id, DATABASES, "databases", [policy, *rights], None)

    def _accounts(self, vault: pulumi.Resource, principal_id: pulumi.Input[str]) -> None:
        given = self._given
        policy = self._policy("blobs", blob_policy(given.retention_days, given.short_retention_days), vault)
        for label, account in sorted(given.accounts.items()):
            right = self._right(label, "backs-up", account.account_id, BuiltInRole.STORAGE_ACCOUNT_BACKUP_CONTRIBUTOR, principal_id, vault)
            parameters = dataprotection.PolicyParametersArgs(
                backup_datasource_parameters_list=[
                    dataprotection.BlobBackupDatasourceParametersArgs(
                        object_type="BlobBackupDatasourceParameters", containers_list=sorted(set(account.containers))
                    )
                ]
            )
            self._instance(label, account.account_id, BLOBS, "blobs", [policy, right], parameters)

    def _right(
        self, label: str, verb: str, scope: str, role: BuiltInRole, principal_id: pulumi.Input[str], vault: pulumi.Resource
    ) -> pulumi.Resource:
        right: pulumi.Resource = grant(
            child(self._name, label, verb),
            subscription_id=self._given.subscription_id,
            scope=scope,
            role=role,
            principal=f"{self.vault_name}/{label}",
            principal_id=principal_id,
            principal_type=PrincipalType.SERVICE_PRINCIPAL,
            parent=self,
            depends_on=[vault],
        )
        return right

    def _instance(
        self,
        label: str,
        resource_id: str,
        datasource: str,
        policy: str,
        after: list[pulumi.Resource],
        parameters: dataprotection.PolicyParametersArgs | None,
    ) -> None:
        given = self._given
        parsed = arm.parse(resource_id)
        described = {
            "resource_id": resource_id,
            "resource_uri": resource_id,
            "resource_name": parsed.name,
            "resource_type": parsed.type,
            "resource_location": given.location,
            "datasource_type": datasource,
        }
        instance = str(uuid.uuid5(uuid.NAMESPACE_URL, resource_id.lower()))
        dataprotection.BackupInstance(
            child(self._name, "instance", label),
            # Azure wants a GUID at the end; the same store has the same one.
            backup_instance_name=f"{parsed.name}-{instance}",
            vault_name=self.vault_name,
            resource_group_name=given.resource_group_name,
            properties=dataprotection.BackupInstanceArgs(
                object_type="BackupInstance",
                friendly_name=label,
                data_source_info=dataprotection.DatasourceArgs(object_type="Datasource", **described),
                data_source_set_info=dataprotection.DatasourceSetArgs(object_type="DatasourceSet", **described),
                policy_info=dataprotection.PolicyInfoArgs(
                    policy_id=f"{self.vault_id}/backupPolicies/{policy}", policy_parameters=parameters
                ),
                identity_details=dataprotection.IdentityDetailsArgs(use_system_assigned_identity=True),
                validation_type="DeepValidation",
            ),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=after, protect=not given.removable),
        )
