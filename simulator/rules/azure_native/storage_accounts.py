"""Storage accounts.

Sources: Azure documentation, "Storage account overview" (names, kinds, redundancy), "Azure Storage redundancy", "Azure Storage encryption
for data at rest", "Customer-managed keys for Azure Storage encryption", "Enable infrastructure encryption for double encryption of data",
"Configure immutability policies for blob versions" (account level), "Prevent Shared Key authorization", "Prevent anonymous read access",
"Prevent replication across Microsoft Entra tenants", "Configure Azure Storage firewalls and virtual networks", "Create an expiration
policy for shared access signatures"; REST API reference, Storage Accounts, Create; pulumi-azure-native, `provider/pkg/gen/replacement.go`
(`isHnsEnabled` replaces).
"""

from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import NAMING, STORAGE_ACCOUNT
from simulator.rules.azure_native.key_access import key_uri, needs_key
from simulator.rules.azure_native.kinds import SUBNET
from simulator.rules.azure_native.managed_identities import has_identity, lists_identity, principals, shown_identity, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import completed, frozen, get, is_word, kept, same_text, service, to
from simulator.rules.checks import Between, Fault, Length, Needs, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

_REDUNDANCY = "Azure documentation, 'Azure Storage redundancy'"
_KEYS = "Azure documentation, 'Customer-managed keys for Azure Storage encryption'"
_WORM = "Azure documentation, 'Configure immutability policies for blob versions'"
_FIREWALL = "Azure documentation, 'Configure Azure Storage firewalls and virtual networks'"
MOST_DAYS = 146000
"""A time-based retention lasts 1 to 146,000 days (400 years)."""
_SERVICES = ("blob", "queue", "table", "file", "dfs", "web")
_PREMIUM = ("BlockBlobStorage", "FileStorage")
_PAIRED = {
    "westeurope": "northeurope",
    "northeurope": "westeurope",
    "germanywestcentral": "germanynorth",
    "swedencentral": "swedensouth",
    "uksouth": "ukwest",
    "ukwest": "uksouth",
    "francecentral": "francesouth",
    "switzerlandnorth": "switzerlandwest",
    "norwayeast": "norwaywest",
    "eastus": "westus",
    "westus": "eastus",
    "eastus2": "centralus",
    "centralus": "eastus2",
}
"""Azure documentation, 'Azure regions list': where geo-redundant storage copies to."""

account = shows_connections(
    with_identity(
        service(
            STORAGE_ACCOUNT,
            source="REST API reference, Storage Accounts, Create; Azure documentation, 'Storage account overview'",
            checks=(
                Pattern("accountName", r"[a-z0-9]{3,24}", source=NAMING, saying="3 to 24 lower-case letters and digits"),
                Needs("accessTier", ("sku",), source="REST API reference, Storage Accounts, Create"),
                Between(
                    "immutableStorageWithVersioning.immutabilityPolicy.immutabilityPeriodSinceCreationInDays", 1, MOST_DAYS, source=_WORM
                ),
                Length("networkRuleSet.ipRules", 0, 400, source=_FIREWALL),
                Length("networkRuleSet.virtualNetworkRules", 0, 400, source=_FIREWALL),
                Length("networkRuleSet.resourceAccessRules", 0, 200, source=_FIREWALL),
                Pattern(
                    "sasPolicy.sasExpirationPeriod",
                    r"\d+\.\d{2}:\d{2}:\d{2}",
                    source="Azure documentation, 'Configure an expiration policy for shared access signatures'",
                    saying="days.hours:minutes:seconds, such as 1.00:00:00",
                ),
                Between("keyPolicy.keyExpirationPeriodInDays", 1, None, source="REST API reference, Storage Accounts, Create"),
            ),
            references={"networkRuleSet.virtualNetworkRules[*].virtualNetworkResourceId": to(SUBNET, code="NetworkAclsValidationFailure")},
            immutable={"isHnsEnabled"},
            unique=(
                unique(
                    "name",
                    scope="global",
                    code="StorageAccountAlreadyTaken",
                    message="The storage account named {name} is already taken.",
                ),
            ),
            defaults={
                "allowBlobPublicAccess": False,
                "allowCrossTenantReplication": False,
                "allowSharedKeyAccess": True,
                "defaultToOAuthAuthentication": False,
                "enableHttpsTrafficOnly": True,
                "minimumTlsVersion": "TLS1_0",
                "publicNetworkAccess": "Enabled",
                "dnsEndpointType": "Standard",
                "enableNfsV3": False,
                "isHnsEnabled": False,
                "isLocalUserEnabled": True,
                "isSftpEnabled": False,
            },
            outputs={
                "accountMigrationInProgress": False,
                "blobRestoreStatus": {},
                "creationTime": "{now}",
                "customDomain": {},
                "failoverInProgress": False,
                "geoReplicationStats": {},
                "isSkuConversionBlocked": False,
                "keyCreationTime": {"key1": "{now}", "key2": "{now}"},
                "keyPolicy": {},
                "lastGeoFailoverTime": "",
                "sasPolicy": {},
                "secondaryEndpoints": {},
                "secondaryLocation": "",
                "statusOfPrimary": "available",
                "statusOfSecondary": "",
            },
        )
    )
)
frozen(
    account,
    "encryption.requireInfrastructureEncryption",
    "encryption.services.queue.keyType",
    "encryption.services.table.keyType",
    "immutableStorageWithVersioning.enabled",
    "dnsEndpointType",
    "enableNfsV3",
    code="AccountPropertyCannotBeUpdated",
    why="it can only be set when the account is created",
)


@account.check(source=_REDUNDANCY)
def kind_and_redundancy(inputs: Properties) -> Iterator[Fault]:
    """Premium kinds need premium redundancy and the other way round; zones and regions are not for every kind."""
    kind, sku = inputs.get("kind"), get(inputs, "sku.name")
    if not isinstance(kind, str) or not isinstance(sku, str):
        return
    if kind in _PREMIUM and not sku.startswith("Premium") and not (kind == "FileStorage" and sku.startswith("StandardV2")):
        yield "sku.name", f"{sku!r} is not allowed for {kind}: it needs Premium_LRS or Premium_ZRS"
    if kind not in _PREMIUM and sku == "Premium_ZRS":
        yield "sku.name", f"'Premium_ZRS' is not allowed for {kind}: only for {' and '.join(_PREMIUM)}"
    if kind in ("Storage", "BlobStorage") and ("ZRS" in sku or (sku.startswith("Premium") and kind == "BlobStorage")):
        yield "sku.name", f"{sku!r} is not allowed for {kind}: use StorageV2"
    tier = inputs.get("accessTier")
    if kind == "BlobStorage" and tier is None:
        yield "accessTier", "is required when kind is 'BlobStorage'"
    if tier == "Premium" and kind != "BlockBlobStorage":
        yield "accessTier", "'Premium' is the tier of BlockBlobStorage alone"


@account.check(source="Azure documentation, 'Azure Data Lake Storage', 'SFTP support for Azure Blob Storage', 'NFS 3.0 protocol support'")
def namespaces(inputs: Properties) -> Iterator[Fault]:
    """SFTP and NFS need the hierarchical namespace; version-level immutability excludes it."""
    flat = inputs.get("isHnsEnabled") is not True
    for name in ("isSftpEnabled", "enableNfsV3"):
        if inputs.get(name) is True and flat:
            yield name, "needs the hierarchical namespace: isHnsEnabled must be true"
    if get(inputs, "immutableStorageWithVersioning.enabled") is True and not flat:
        yield "immutableStorageWithVersioning", "is not supported with the hierarchical namespace (isHnsEnabled)"


@account.check(source=_WORM)
def account_wide_policy(inputs: Properties) -> Iterator[Fault]:
    """'This property can only be changed for disabled and unlocked time-based retention policies': it begins as one of them."""
    policy = get(inputs, "immutableStorageWithVersioning.immutabilityPolicy")
    if policy and get(inputs, "immutableStorageWithVersioning.enabled") is not True:
        yield "immutableStorageWithVersioning.enabled", "must be true where an immutabilityPolicy is given"
    if isinstance(policy, dict) and not all(policy.get(name) is not None for name in ("state", _PERIOD)):
        yield "immutableStorageWithVersioning.immutabilityPolicy", "needs state and immutabilityPeriodSinceCreationInDays"


@account.before("create")
def account_wide_policy_begins_unlocked(action: Action) -> None:
    """'A policy can only be created in a Disabled or Unlocked state': locking it is a later change (REST API reference, Storage Accounts)."""
    if is_word(get(action.inputs, "immutableStorageWithVersioning.immutabilityPolicy.state"), "Locked"):
        action.refuse(
            "InvalidRequestPropertyValue", "An account-level immutability policy is created Disabled or Unlocked, and locked later."
        )


@account.check(source=_KEYS)
def customer_keys(inputs: Properties) -> Iterator[Fault]:
    """A key of the customer's needs its name, its vault, and an identity that reads it."""
    own = is_word(get(inputs, "encryption.keySource"), "Microsoft.Keyvault")
    if own:
        for name in ("keyName", "keyVaultUri"):
            if not get(inputs, f"encryption.keyVaultProperties.{name}"):
                yield f"encryption.keyVaultProperties.{name}", "is required when encryption.keySource is 'Microsoft.Keyvault'"
        if not has_identity(inputs):
            yield "identity", "is required when encryption.keySource is 'Microsoft.Keyvault': an identity reads the key"
    elif get(inputs, "encryption.keyVaultProperties"):
        yield "encryption.keySource", "must be 'Microsoft.Keyvault' where keyVaultProperties are given"
    reader = get(inputs, "encryption.encryptionIdentity.encryptionUserAssignedIdentity")
    if reader and not lists_identity(inputs, reader):
        yield "encryption.encryptionIdentity.encryptionUserAssignedIdentity", "must be among identity.userAssignedIdentities"


@account.check(source=_FIREWALL)
def perimeter_or_rules(inputs: Properties) -> Iterator[Fault]:
    """IP rules hold public addresses only, and take no prefix of 31 or 32 bits."""
    for i, rule in enumerate(get(inputs, "networkRuleSet.ipRules") or []):
        value = str(rule.get("iPAddressOrRange"))
        if value.endswith(("/31", "/32")):
            yield f"networkRuleSet.ipRules[{i}].iPAddressOrRange", f"{value!r}: ranges of 31 or 32 bits are written as single addresses"
        if value.startswith(("10.", "192.168.", "127.")) or (value.startswith("172.") and 16 <= int(value.split(".")[1]) <= 31):
            yield f"networkRuleSet.ipRules[{i}].iPAddressOrRange", f"{value!r} is private: IP rules take public addresses only"


@account.before("create")
@account.before("update")
def key_is_usable(action: Action) -> None:
    """'The operation failed because of authentication issue on the keyvault': key, vault and access come first."""
    if not is_word(get(action.inputs, "encryption.keySource"), "Microsoft.Keyvault"):
        return
    if action.verb == "update" and not (action.changed("encryption") or action.changed("identity")):
        return
    reader = get(action.inputs, "encryption.encryptionIdentity.encryptionUserAssignedIdentity")
    needs_key(
        action,
        key_uri(get(action.inputs, "encryption.keyVaultProperties")),
        principals(action, reader or ""),
        "KeyVaultAuthenticationFailure",
    )


@account.before("update")
def kinds_only_move_up(action: Action) -> None:
    """Only a general-purpose v1 account (or a blob account) can be upgraded, to v2; premium and standard stay apart."""
    old, new = action.old.outputs if action.old else {}, action.inputs
    if old.get("kind") != new.get("kind") and not (old.get("kind") in ("Storage", "BlobStorage") and new.get("kind") == "StorageV2"):
        action.refuse(
            "AccountPropertyCannotBeUpdated", f"The kind of an account can't be changed from {old.get('kind')} to {new.get('kind')}."
        )
    if str(get(old, "sku.name")).startswith("Premium") != str(get(new, "sku.name")).startswith("Premium"):
        action.refuse("InvalidRequestPropertyValue", f"The sku can't be changed from {get(old, 'sku.name')} to {get(new, 'sku.name')}.")


@account.before("update")
def locked_policies_only_grow(action: Action) -> None:
    """A locked account-level policy can't be unlocked or shortened."""
    old = get(action.old.outputs if action.old else {}, "immutableStorageWithVersioning.immutabilityPolicy")
    new = get(action.inputs, "immutableStorageWithVersioning.immutabilityPolicy")
    if get(old, "state") == "Locked" and (
        get(new, "state") != "Locked" or get(new, _PERIOD) is None or get(new, _PERIOD) < get(old, _PERIOD)
    ):
        action.refuse("AccountImmutabilityPolicyLocked", "A locked account-level immutability policy can only be extended.")


_PERIOD = "immutabilityPeriodSinceCreationInDays"


@account.before("delete")
def immutable_data_stays(action: Action) -> None:
    """An account can't go while a container in it is under a legal hold or a locked retention policy."""
    for one in action.world.below(action.id + "/"):
        if one.outputs.get("hasLegalHold") or get(one.outputs, "immutabilityPolicy.state") == "Locked":
            action.refuse(
                "StorageAccountOperationNotAllowed", f"The storage account holds the immutable container '{one.id}' and can't be deleted."
            )


@account.computes
def answer(action: Action) -> Properties:
    """Endpoints of the kind, the paired region, and the encryption that every account has."""
    name, inputs = str(action.outputs["name"]), action.inputs
    sku = get(inputs, "sku.name") or ""
    location = str(action.outputs.get("location", ""))
    made: Properties = {
        **shown_identity(action),
        "sku": {**inputs["sku"], "tier": "Premium" if sku.startswith("Premium") else "Standard"},
        "primaryEndpoints": _endpoints(name, inputs),
        "primaryLocation": location,
        "encryption": _encryption(action),
        # "Network routing preference for Azure Storage": over Microsoft's network, and without further endpoints, unless it says otherwise.
        "routingPreference": completed(
            inputs.get("routingPreference"),
            {"routingChoice": "MicrosoftRouting", "publishInternetEndpoints": False, "publishMicrosoftEndpoints": False},
        ),
        "networkRuleSet": completed(
            inputs.get("networkRuleSet"),
            {"bypass": "AzureServices", "defaultAction": "Allow", "ipRules": [], "virtualNetworkRules": [], "resourceAccessRules": []},
        ),
    }
    if (kept_for := inputs.get("immutableStorageWithVersioning")) and kept_for.get("immutabilityPolicy"):
        made["immutableStorageWithVersioning"] = completed(kept_for, {"immutabilityPolicy": {"allowProtectedAppendWrites": False}})
    if inputs.get("accessTier") is None:
        made["accessTier"] = "Premium" if sku.startswith("Premium") else "Hot"
    if "GRS" in sku or "GZRS" in sku:
        made |= {"secondaryLocation": _PAIRED.get(location, ""), "statusOfSecondary": "available"}
    if "RAG" in sku:
        made["secondaryEndpoints"] = {
            key: f"https://{name}-secondary.{key}.core.windows.net/" for key in ("blob", "queue", "table", "dfs", "web")
        }
    return made


def _endpoints(name: str, inputs: Properties) -> Properties:
    kind = inputs.get("kind")
    only = {"BlobStorage": ("blob", "dfs"), "BlockBlobStorage": ("blob", "dfs", "web"), "FileStorage": ("file",)}.get(str(kind), _SERVICES)
    zone = ".z1" if same_text(inputs.get("dnsEndpointType"), "AzureDnsZone") else ""
    suffix = "storage.azure.net" if zone else "core.windows.net"
    return {one: f"https://{name}{zone}.{one}.{suffix}/" for one in only}


def _encryption(action: Action) -> Properties:
    since = get(kept(action, "encryption"), "services.blob.lastEnabledTime") or action.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    service_ = {"enabled": True, "keyType": "Account", "lastEnabledTime": since}
    shown = completed(action.inputs.get("encryption"), {"keySource": "Microsoft.Storage", "services": {"blob": service_, "file": service_}})
    # 'Encryption at rest is enabled by default today and cannot be disabled' (REST API reference, EncryptionService).
    shown["services"] = {name: {**one, "enabled": True} if isinstance(one, dict) else one for name, one in shown["services"].items()}
    if shown.get("keyVaultProperties"):
        uri = key_uri(shown["keyVaultProperties"])
        version = shown["keyVaultProperties"].get("keyVersion") or action.world.digest(uri, "version")[:32]
        shown["keyVaultProperties"] = {**shown["keyVaultProperties"], "currentVersionedKeyIdentifier": f"{uri}/{version}"}
    return shown
