"""Services of a storage account and what stands in them: blob service, containers, shares, queues, tables, scopes, local users.

Sources: Azure documentation, "Naming and referencing containers, blobs, and metadata", "Naming and referencing shares", "Naming queues
and metadata", "Understanding the Table service data model", "Soft delete for blobs" (1 to 365 days), "Point-in-time restore for block
blobs" (versioning, change feed, soft delete longer than the restore), "Change feed support" (1 to 146,000 days), "Encryption scopes for
Blob storage", "SFTP support for Azure Blob Storage" (local users); REST API reference, Blob Services, Blob Containers, File Shares,
Queue, Table.
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import BLOB_CONTAINER, FILE_SHARE, NAMING, QUEUE, STORAGE_ACCOUNT, TABLE
from simulator.rules.azure_native.key_access import needs_key
from simulator.rules.azure_native.managed_identities import principals
from simulator.rules.azure_native.service_rules import completed, get, is_word, owner, service
from simulator.rules.azure_native.storage_accounts import MOST_DAYS
from simulator.rules.checks import Allowed, Between, Fault, Length, Pattern
from simulator.values import Properties
from simulator.world import Object

BLOB_SERVICE = "azure-native:storage:BlobServiceProperties"
FILE_SERVICE = "azure-native:storage:FileServiceProperties"
QUEUE_SERVICE = "azure-native:storage:QueueServiceProperties"
TABLE_SERVICE = "azure-native:storage:TableServiceProperties"
ENCRYPTION_SCOPE = "azure-native:storage:EncryptionScope"
LOCAL_USER = "azure-native:storage:LocalUser"
_BLOBS = "REST API reference, Blob Services, Set Service Properties"
_SOFT = "Azure documentation, 'Soft delete for blobs'"
_RESTORE = "Azure documentation, 'Point-in-time restore for block blobs'"
_DASHED = r"[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]"
_DASHED_SAYING = "3 to 63 lower-case letters, digits and single hyphens, beginning and ending with a letter or digit"


def _default_name(path: str) -> Allowed:
    return Allowed(path, ("default",), source=NAMING)


blob_service = service(
    BLOB_SERVICE,
    source=_BLOBS,
    checks=(
        _default_name("blobServicesName"),
        Between("deleteRetentionPolicy.days", 1, 365, source=_SOFT),
        Between("containerDeleteRetentionPolicy.days", 1, 365, source=_SOFT),
        Between("restorePolicy.days", 1, 364, source=_RESTORE),
        Between("changeFeed.retentionInDays", 1, MOST_DAYS, source="Azure documentation, 'Change feed support in Azure Blob Storage'"),
        Length("cors.corsRules", 0, 5, source=_BLOBS),
    ),
    outputs={"sku": {}},
)


@blob_service.check(source=_RESTORE)
def restore_needs_its_parts(inputs: Properties) -> Iterator[Fault]:
    """Point-in-time restore needs versioning, change feed and a soft delete that lasts longer; policies that are on name their days."""
    for name in ("deleteRetentionPolicy", "containerDeleteRetentionPolicy", "restorePolicy"):
        if get(inputs, f"{name}.enabled") is True and get(inputs, f"{name}.days") is None:
            yield f"{name}.days", f"is required when {name}.enabled is true"
    if get(inputs, "restorePolicy.enabled") is not True:
        return
    if inputs.get("isVersioningEnabled") is not True:
        yield "isVersioningEnabled", "must be true when restorePolicy is enabled"
    if get(inputs, "changeFeed.enabled") is not True:
        yield "changeFeed.enabled", "must be true when restorePolicy is enabled"
    kept, back = get(inputs, "deleteRetentionPolicy.days"), get(inputs, "restorePolicy.days")
    if get(inputs, "deleteRetentionPolicy.enabled") is not True:
        yield "deleteRetentionPolicy.enabled", "must be true when restorePolicy is enabled"
    elif isinstance(kept, int) and isinstance(back, int) and back >= kept:
        yield "restorePolicy.days", f"{back} must be fewer than deleteRetentionPolicy.days, {kept}"


@blob_service.before("create")
@blob_service.before("update")
def versions_fit_the_account(action: Action) -> None:
    """Versioning is not for the hierarchical namespace; immutable accounts keep it on; permanent deletes exclude immutability."""
    account = owner(action, STORAGE_ACCOUNT)
    if account is None:
        return
    if account.outputs.get("isHnsEnabled") is True and action.inputs.get("isVersioningEnabled") is True:
        action.refuse("FeatureNotSupportedForAccount", "Blob versioning is not supported for accounts with the hierarchical namespace.")
    if get(account.outputs, "immutableStorageWithVersioning.enabled") is True and action.inputs.get("isVersioningEnabled") is not True:
        action.refuse("VersioningRequired", "Versioning must be enabled: the account has version-level immutability support.")


@blob_service.computes
def blob_answer(action: Action) -> Properties:
    """What the service shows of settings that were not given."""
    account = owner(action, STORAGE_ACCOUNT)
    return {
        "sku": (account.outputs.get("sku") or {}) if account else {},
        "cors": completed(action.inputs.get("cors"), {"corsRules": []}),
        "deleteRetentionPolicy": completed(action.inputs.get("deleteRetentionPolicy"), {"enabled": False, "allowPermanentDelete": False}),
    }


def versioned(account: Object, services: list[Object]) -> bool:
    """Whether an account keeps versions of blobs."""
    on = any(one.outputs.get("isVersioningEnabled") is True for one in services)
    return on or get(account.outputs, "immutableStorageWithVersioning.enabled") is True


for _type, _name in ((FILE_SERVICE, "fileServicesName"), (QUEUE_SERVICE, "queueServiceName"), (TABLE_SERVICE, "tableServiceName")):
    _made = service(
        _type,
        source="REST API reference, File Services, Queue Services, Table Services, Set Service Properties",
        checks=(_default_name(_name), Between("shareDeleteRetentionPolicy.days", 1, 365, source=_SOFT)),
        outputs={"sku": {"name": "Standard_LRS", "tier": "Standard"}} if _type == FILE_SERVICE else {},
    )

container = service(
    BLOB_CONTAINER,
    source="REST API reference, Blob Containers, Create",
    checks=(
        Pattern(
            "containerName",
            rf"\$root|\$web|\$logs|{_DASHED}",
            source=NAMING,
            saying=_DASHED_SAYING + ", or $root, $web, $logs",
        ),
    ),
    defaults={"publicAccess": "None", "denyEncryptionScopeOverride": False, "defaultEncryptionScope": "$account-encryption-key"},
    outputs={
        "deleted": False,
        "deletedTime": "",
        "hasImmutabilityPolicy": False,
        "hasLegalHold": False,
        "immutabilityPolicy": {},
        "lastModifiedTime": "{now}",
        "leaseDuration": "",
        "leaseState": "Available",
        "leaseStatus": "Unlocked",
        "legalHold": {},
        "remainingRetentionDays": 0,
        "version": "",
    },
)


@container.before("create")
@container.before("update")
def container_fits_the_account(action: Action) -> None:
    """Anonymous containers need an account that allows them; version-level immutability needs versions; scopes exist."""
    account = owner(action, STORAGE_ACCOUNT, levels=2)
    if account is None:
        return
    public = action.inputs.get("publicAccess")
    if is_word(public, "Blob", "Container") and account.outputs.get("allowBlobPublicAccess") is not True:
        action.refuse("PublicAccessNotPermitted", "Public access is not permitted on this storage account.")
    services = [one for one in action.world.below(account.id + "/") if one.type == BLOB_SERVICE]
    if get(action.inputs, "immutableStorageWithVersioning.enabled") is True and not versioned(account, services):
        action.refuse("VersioningRequired", "Immutable storage with versioning needs blob versioning on the storage account.")
    scope = action.inputs.get("defaultEncryptionScope")
    if isinstance(scope, str) and not scope.startswith("$"):
        named = f"{account.id}/encryptionScopes/{scope}".lower()
        if not any(one.id.lower() == named for one in action.world.below(account.id + "/")):
            action.refuse("EncryptionScopeNotFound", f"The encryption scope '{scope}' was not found in '{account.id}'.")


@container.before("update")
def scopes_are_for_ever(action: Action) -> None:
    """The default encryption scope of a container is set when it is made."""
    for name in ("defaultEncryptionScope", "denyEncryptionScopeOverride"):
        if action.changed(name):
            action.refuse("ContainerPropertyCannotBeUpdated", f"'{name}' can only be set when the container is created.")


@container.before("delete")
def holds_keep_it(action: Action) -> None:
    """A container under a legal hold or a locked retention policy stays."""
    if action.old and (action.old.outputs.get("hasLegalHold") or get(action.old.outputs, "immutabilityPolicy.state") == "Locked"):
        action.refuse("ContainerOperationFailure", f"The container '{action.old.id}' is immutable: a legal hold or locked policy keeps it.")


share = service(
    FILE_SHARE,
    source="REST API reference, File Shares, Create",
    checks=(
        Pattern("shareName", _DASHED, source=NAMING, saying=_DASHED_SAYING),
        Between("shareQuota", 1, 102400, source="Azure documentation, 'Scalability and performance targets for Azure Files'"),
    ),
    immutable={"enabledProtocols"},
    outputs={
        "accessTierChangeTime": "{now}",
        "accessTierStatus": "",
        "deleted": False,
        "deletedTime": "",
        "includedBurstIops": 0,
        "lastModifiedTime": "{now}",
        "leaseDuration": "",
        "leaseState": "available",
        "leaseStatus": "unlocked",
        "maxBurstCreditsForIops": 0,
        "nextAllowedProvisionedBandwidthDowngradeTime": "",
        "nextAllowedProvisionedIopsDowngradeTime": "",
        "nextAllowedQuotaDowngradeTime": "",
        "remainingRetentionDays": 0,
        "shareUsageBytes": 0,
        "snapshotTime": "",
        "version": "",
    },
    defaults={"enabledProtocols": "SMB"},
)


@share.check(source="Azure documentation, 'NFS file shares in Azure Files'")
def squash_is_for_nfs(inputs: Properties) -> Iterator[Fault]:
    """Root squash is a property of NFS shares."""
    if inputs.get("rootSquash") and not is_word(inputs.get("enabledProtocols"), "NFS"):
        yield "rootSquash", "is for NFS shares: enabledProtocols must be 'NFS'"


@share.before("create")
def nfs_needs_premium(action: Action) -> None:
    """NFS shares stand in premium file accounts."""
    account = owner(action, STORAGE_ACCOUNT, levels=2)
    if account and is_word(action.inputs.get("enabledProtocols"), "NFS") and account.outputs.get("kind") != "FileStorage":
        action.refuse("InvalidHeaderValue", "NFS shares are supported only in FileStorage accounts.")


queue = service(
    QUEUE,
    source="REST API reference, Queue, Create",
    checks=(Pattern("queueName", _DASHED, source=NAMING, saying=_DASHED_SAYING),),
    outputs={"approximateMessageCount": 0},
)
table = service(
    TABLE,
    source="REST API reference, Table, Create; Azure documentation, 'Understanding the Table service data model'",
    checks=(
        Pattern(
            "tableName",
            r"(?!(?i:tables)$)[A-Za-z][A-Za-z0-9]{2,62}",
            source=NAMING,
            saying="3 to 63 letters and digits, beginning with a letter, and not 'tables'",
        ),
        Length("signedIdentifiers", 0, 5, source="REST API reference, Table, Create"),
    ),
)

scope = service(
    ENCRYPTION_SCOPE,
    source="REST API reference, Encryption Scopes, Put; Azure documentation, 'Encryption scopes for Blob storage'",
    checks=(
        Pattern(
            "encryptionScopeName",
            r"[a-z0-9](?!.*--)[a-z0-9-]{1,61}[a-z0-9]",
            source="Azure documentation, 'Encryption scopes for Blob storage'",
        ),
    ),
    immutable={"requireInfrastructureEncryption"},
    defaults={"source": "Microsoft.Storage", "state": "Enabled"},
    outputs={"creationTime": "{now}", "lastModifiedTime": "{now}"},
)


@scope.check(source="Azure documentation, 'Encryption scopes for Blob storage'")
def scope_names_its_key(inputs: Properties) -> Iterator[Fault]:
    """A scope with the customer's key names it."""
    if is_word(inputs.get("source"), "Microsoft.KeyVault") and not get(inputs, "keyVaultProperties.keyUri"):
        yield "keyVaultProperties.keyUri", "is required when source is 'Microsoft.KeyVault'"


@scope.before("create")
def scope_key_is_usable(action: Action) -> None:
    """The account's identity reads the key."""
    account, uri = owner(action, STORAGE_ACCOUNT), get(action.inputs, "keyVaultProperties.keyUri")
    if account and isinstance(uri, str):
        ids = list(get(account.outputs, "identity.userAssignedIdentities") or {})
        own = get(account.outputs, "identity.principalId")
        found = [principal for one in ids for principal in principals(action, one)] + ([own] if own else [])
        needs_key(action, uri, found, "KeyVaultAuthenticationFailure")


user = service(
    LOCAL_USER,
    source="REST API reference, Local Users, Create Or Update; Azure documentation, 'SFTP support for Azure Blob Storage'",
    checks=(
        Pattern("username", r"[a-z0-9]{3,64}", source="REST API reference, Local Users", saying="3 to 64 lower-case letters and digits"),
        Allowed("permissionScopes[*].service", ("blob", "file"), source="REST API reference, Local Users"),
    ),
    outputs={"sid": "S-1-2-0-{digits10}-{digits9}-1000", "userId": 1000},
    defaults={"hasSharedKey": False, "hasSshKey": False, "hasSshPassword": False, "isNFSv3Enabled": False},
)


@user.before("create")
def local_users_are_allowed(action: Action) -> None:
    """Local users need SFTP or NFS, and an account that has not turned them off."""
    account = owner(action, STORAGE_ACCOUNT)
    if account and account.outputs.get("isLocalUserEnabled") is False:
        action.refuse("LocalUserNotAllowed", "Local users are disabled on this storage account (isLocalUserEnabled is false).")
