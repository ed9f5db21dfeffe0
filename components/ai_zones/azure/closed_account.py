"""A storage account without a public door, a shared key or another tenant, encrypted with the zone's key: for stores and for the archive.

Sources: Azure Storage documentation, "Prevent Shared Key authorization for an Azure Storage account", "Remediate anonymous read access to blob
data", "Prevent object replication across Microsoft Entra tenants", "Restrict the source of copy operations to a storage account",
"Customer-managed keys for Azure Storage encryption" (at creation: a user-assigned identity; queues and tables only with `keyType: Account`,
which can't be changed later), "Enable infrastructure encryption for double encryption of data" (at creation), "Configure immutability policies
for blob versions" (account-level support at creation; a policy is made unlocked and locked by a later change; not with a hierarchical
namespace, not with point-in-time restore), "Access tiers for blob data" (no archive tier with ZRS), "Configure an expiration policy for shared
access signatures".
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import storage

from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import child
from ai_zones.azure.protection import lock
from ai_zones.azure.references import KeyInput

ACCOUNT = "Microsoft.Storage/storageAccounts"
SERVICES = ("blobServices", "fileServices", "queueServices", "tableServices")
CONTAINER_RESTORE_DAYS = 90
SAS_HOURS = "00.01:00:00"
ZRS = "Standard_ZRS"


@dataclass(frozen=True)
class ClosedAccount:
    """What one account is made of."""

    component: str
    account_name: str
    account_id: str
    resource_group_name: str
    location: str
    key: KeyInput
    tags: Mapping[str, str]
    retention_days: int
    """Days for which each version of a blob can't be changed or deleted."""
    locked: bool
    """Whether nobody, Microsoft included, may shorten that."""
    restore_days: int
    """Days in which a deleted blob comes back."""
    copy_scope: str
    trusted_services: bool
    """Whether Azure's trusted services pass the closed network."""
    appendable: bool
    """Whether append blobs may grow while they are kept; logs do."""
    removable: bool
    workspace_id: pulumi.Input[str]
    archive_account_id: pulumi.Input[str] | None
    settings_wait_for: tuple[pulumi.Resource, ...] = ()
    """What must stand before the account can tell what it did."""


def build_account(made: ClosedAccount, parent: pulumi.Resource) -> tuple[storage.StorageAccount, storage.BlobServiceProperties]:
    """The account, its lock, its blob service and what they log."""
    account = storage.StorageAccount(
        child(made.component, "account"),
        account_name=made.account_name,
        resource_group_name=made.resource_group_name,
        location=made.location,
        kind=storage.Kind.STORAGE_V2,
        sku=storage.SkuArgs(name=ZRS),
        access_tier=storage.AccessTier.HOT,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        allow_blob_public_access=False,
        allow_cross_tenant_replication=False,
        allowed_copy_scope=made.copy_scope,
        enable_https_traffic_only=True,
        minimum_tls_version="TLS1_2",
        is_local_user_enabled=False,
        is_sftp_enabled=False,
        is_hns_enabled=False,
        enable_nfs_v3=False,
        public_network_access="Disabled",
        network_rule_set=storage.NetworkRuleSetArgs(
            bypass="AzureServices" if made.trusted_services else "None",
            default_action=storage.DefaultAction.DENY,
            ip_rules=[],
            virtual_network_rules=[],
            resource_access_rules=[],
        ),
        routing_preference=storage.RoutingPreferenceArgs(
            routing_choice="MicrosoftRouting", publish_internet_endpoints=False, publish_microsoft_endpoints=False
        ),
        sas_policy=storage.SasPolicyArgs(expiration_action="Block", sas_expiration_period=SAS_HOURS),
        identity=storage.IdentityArgs(type="UserAssigned", user_assigned_identities=[made.key.identity_id]),
        encryption=_encryption(made.key),
        immutable_storage_with_versioning=storage.ImmutableStorageAccountArgs(
            enabled=True,
            immutability_policy=storage.AccountImmutabilityPolicyPropertiesArgs(
                immutability_period_since_creation_in_days=made.retention_days,
                allow_protected_append_writes=made.appendable,
                state="Locked" if made.locked else "Unlocked",
            ),
        ),
        tags=dict(made.tags),
        opts=pulumi.ResourceOptions(parent=parent, protect=not made.removable),
    )
    lock(made.component, "lock", scope=made.account_id, of=account, removable=made.removable, parent=parent)
    blobs = storage.BlobServiceProperties(
        child(made.component, "blobs"),
        account_name=made.account_name,
        blob_services_name="default",
        resource_group_name=made.resource_group_name,
        is_versioning_enabled=True,
        change_feed=storage.ChangeFeedArgs(enabled=True),
        delete_retention_policy=storage.DeleteRetentionPolicyArgs(enabled=True, days=made.restore_days, allow_permanent_delete=False),
        container_delete_retention_policy=storage.DeleteRetentionPolicyArgs(enabled=True, days=CONTAINER_RESTORE_DAYS),
        cors=storage.CorsRulesArgs(cors_rules=[]),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[account]),
    )
    _log(made, parent, account)
    return account, blobs


def build_container(
    made: ClosedAccount, container: str, parent: pulumi.Resource, after: Sequence[pulumi.Resource]
) -> storage.BlobContainer:
    """A private container, whose blobs nobody encrypts with another key."""
    return storage.BlobContainer(
        child(made.component, "container", container),
        container_name=container,
        account_name=made.account_name,
        resource_group_name=made.resource_group_name,
        public_access=storage.PublicAccess.NONE,
        default_encryption_scope="$account-encryption-key",
        deny_encryption_scope_override=True,
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(after), protect=not made.removable),
    )


def build_lifecycle(
    made: ClosedAccount, *, cool_after_days: int, delete_after_days: int | None, parent: pulumi.Resource, after: Sequence[pulumi.Resource]
) -> storage.ManagementPolicy:
    """Blobs grow cool, then cold; earlier versions and snapshots go when their retention is over. Current blobs stay unless asked."""
    cold = cool_after_days + 90
    gone = storage.DateAfterCreationArgs(days_after_creation_greater_than=made.retention_days)
    base = storage.ManagementPolicyBaseBlobArgs(
        tier_to_cool=storage.DateAfterModificationArgs(days_after_modification_greater_than=cool_after_days),
        tier_to_cold=storage.DateAfterModificationArgs(days_after_modification_greater_than=cold),
    )
    if delete_after_days is not None:
        base.delete = storage.DateAfterModificationArgs(days_after_modification_greater_than=delete_after_days)
    actions = storage.ManagementPolicyActionArgs(
        base_blob=base,
        version=storage.ManagementPolicyVersionArgs(
            tier_to_cool=storage.DateAfterCreationArgs(days_after_creation_greater_than=cool_after_days), delete=gone
        ),
        snapshot=storage.ManagementPolicySnapShotArgs(delete=gone),
    )
    rule = storage.ManagementPolicyRuleArgs(
        name="grow-cold",
        enabled=True,
        type="Lifecycle",
        definition=storage.ManagementPolicyDefinitionArgs(
            actions=actions, filters=storage.ManagementPolicyFilterArgs(blob_types=["blockBlob"])
        ),
    )
    return storage.ManagementPolicy(
        child(made.component, "lifecycle"),
        management_policy_name="default",
        account_name=made.account_name,
        resource_group_name=made.resource_group_name,
        policy=storage.ManagementPolicySchemaArgs(rules=[rule]),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=list(after)),
    )


def _encryption(key: KeyInput) -> storage.EncryptionArgs:
    with_account_key = storage.EncryptionServiceArgs(enabled=True, key_type="Account")
    return storage.EncryptionArgs(
        key_source="Microsoft.Keyvault",
        require_infrastructure_encryption=True,
        encryption_identity=storage.EncryptionIdentityArgs(encryption_user_assigned_identity=key.identity_id),
        # No version: the account follows the key's rotation.
        key_vault_properties=storage.KeyVaultPropertiesArgs(key_name=key.key_name, key_vault_uri=key.vault_uri),
        services=storage.EncryptionServicesArgs(
            blob=with_account_key, file=with_account_key, queue=with_account_key, table=with_account_key
        ),
    )


def _log(made: ClosedAccount, parent: pulumi.Resource, account: storage.StorageAccount) -> None:
    places = {"account": made.account_id, **{service: f"{made.account_id}/{service}/default" for service in SERVICES}}
    for label, resource_id in places.items():
        diagnose(
            made.component,
            f"diagnostics-{label.lower()}",
            resource_id=resource_id,
            workspace_id=made.workspace_id,
            archive_account_id=made.archive_account_id,
            parent=parent,
            depends_on=[account, *made.settings_wait_for],
        )
