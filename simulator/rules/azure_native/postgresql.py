"""Azure Database for PostgreSQL, flexible server.

Sources: Azure documentation, "Networking with private access (virtual network integration)" and "Networking with Private Link" (one or
the other, chosen at creation), "Microsoft Entra authentication", "Compute options", "Storage options" (sizes; no shrinking), "Backup and
restore" (7 to 35 days; geo-redundancy only at creation), "High availability (reliability)" (not for burstable; standby zones), "Data
encryption" (customer-managed keys only at creation; identity and key), "Limits"; REST API reference, Flexible Servers, Create Or Update.
"""

import re
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import POSTGRESQL
from simulator.rules.azure_native.key_access import KEY_URI, needs_key
from simulator.rules.azure_native.kinds import PRIVATE_ZONE, SUBNET
from simulator.rules.azure_native.managed_identities import lists_identity, principals, shown_identity, tenant, with_identity
from simulator.rules.azure_native.private_connections import shows_connections
from simulator.rules.azure_native.service_rules import at_id, completed, frozen, get, is_word, same_text, service, to
from simulator.rules.checks import Allowed, Between, Fault, Length, Needs, Pattern
from simulator.rules.registry import unique
from simulator.values import Properties

_CREATE = "REST API reference, Flexible Servers, Create Or Update"
_PRIVATE = "Azure documentation, 'Networking with private access (virtual network integration) for Azure Database for PostgreSQL'"
_BACKUP = "Azure documentation, 'Backup and restore in Azure Database for PostgreSQL'"
_KEYS = "Azure documentation, 'Data encryption in Azure Database for PostgreSQL'"
_SIZES = (32, 64, 128, 256, 512, 1024, 2048, 4095, 4096, 8192, 16384, 32767)
_TIERS = {"burstable": "Standard_B", "generalpurpose": "Standard_D", "memoryoptimized": "Standard_E"}
_RESERVED_LOGINS = ("azure_superuser", "azure_pg_admin", "admin", "administrator", "root", "guest", "public", "replication")
_ANEW = ("PointInTimeRestore", "GeoRestore", "Replica", "ReviveDropped", "Update")
_LATEST_MINOR = {"18": "1", "17": "7", "16": "11", "15": "15", "14": "20", "13": "23", "12": "22", "11": "22"}

server = shows_connections(
    with_identity(
        service(
            POSTGRESQL,
            source=_CREATE,
            besides=("Create",),
            checks=(
                Pattern(
                    "serverName",
                    r"[a-z0-9](?!.*-$)[a-z0-9-]{2,62}",
                    source="Azure documentation, 'Naming rules and restrictions for Azure resources'",
                    saying="3 to 63 lower-case letters, digits and hyphens, not beginning or ending with a hyphen",
                ),
                Between("backup.backupRetentionDays", 7, 35, source=_BACKUP),
                Allowed("availabilityZone", ("1", "2", "3", ""), source=_CREATE),
                Allowed("highAvailability.standbyAvailabilityZone", ("1", "2", "3", ""), source=_CREATE),
                Between("maintenanceWindow.dayOfWeek", 0, 6, source=_CREATE),
                Between("maintenanceWindow.startHour", 0, 23, source=_CREATE),
                Between("maintenanceWindow.startMinute", 0, 59, source=_CREATE),
                Length("administratorLoginPassword", 8, 128, source=_CREATE),
                Pattern(
                    "dataEncryption.primaryKeyURI",
                    KEY_URI,
                    source=_KEYS,
                    saying="the URI of a key, such as https://<vault>.vault.azure.net/keys/<key>",
                ),
                Needs("network.delegatedSubnetResourceId", ("network.privateDnsZoneArmResourceId",), source=_PRIVATE),
                Needs("network.privateDnsZoneArmResourceId", ("network.delegatedSubnetResourceId",), source=_PRIVATE),
            ),
            references={
                "network.delegatedSubnetResourceId": to(
                    SUBNET, code="InvalidSubnetId", blocks=True, delete_code="InUseSubnetCannotBeDeleted"
                ),
                "network.privateDnsZoneArmResourceId": to(PRIVATE_ZONE, code="PrivateDnsZoneNotFound"),
                "sourceServerResourceId": to(POSTGRESQL, code="SourceServerNotFound"),
            },
            immutable={
                "administratorLogin",
                "createMode",
                "pointInTimeUTC",
                "sourceServerResourceId",
            },
            unique=(
                unique("name", scope="global", code="ServerNameAlreadyExists", message="Specified server name {name} is already used."),
            ),
            outputs={"minorVersion": "", "replicaCapacity": 5, "state": "Ready"},
        )
    )
)
frozen(
    server,
    "network.delegatedSubnetResourceId",
    "network.privateDnsZoneArmResourceId",
    code="NetworkConfigurationCannotBeChanged",
    why="'After you create the server, you can't switch between private access and public access'",
)
frozen(server, "backup.geoRedundantBackup", code="GeoBackupCannotBeChanged", why="geo-redundancy is chosen when the server is created")
frozen(server, "dataEncryption.type", code="DataEncryptionTypeCannotBeChanged", why="the kind of key is chosen when the server is created")


@server.check(source=_PRIVATE)
def one_way_in(inputs: Properties) -> Iterator[Fault]:
    """A server in a virtual network has no public access."""
    if get(inputs, "network.delegatedSubnetResourceId") and is_word(get(inputs, "network.publicNetworkAccess"), "Enabled"):
        yield "network.publicNetworkAccess", "must be 'Disabled' where the server stands in a delegated subnet"


@server.check(source="Azure documentation, 'Microsoft Entra authentication with Azure Database for PostgreSQL'")
def somebody_can_log_in(inputs: Properties) -> Iterator[Fault]:
    """One way to authenticate is on; passwords need a login."""
    if is_word(inputs.get("createMode"), *_ANEW):
        return
    password, directory = get(inputs, "authConfig.passwordAuth"), get(inputs, "authConfig.activeDirectoryAuth")
    if is_word(password, "Disabled") and not is_word(directory, "Enabled"):
        yield "authConfig", "one of passwordAuth and activeDirectoryAuth must be Enabled"
    if not is_word(password, "Disabled"):
        for name in ("administratorLogin", "administratorLoginPassword"):
            if not inputs.get(name):
                yield name, "is required unless authConfig.passwordAuth is 'Disabled'"
    elif inputs.get("administratorLoginPassword"):
        yield "administratorLoginPassword", "must not be given when authConfig.passwordAuth is 'Disabled'"
    login = inputs.get("administratorLogin")
    if isinstance(login, str) and (login.lower() in _RESERVED_LOGINS or login.lower().startswith("pg_")):
        yield "administratorLogin", f"{login!r} is reserved: not {', '.join(_RESERVED_LOGINS)}, nor a name that begins with pg_"
    secret = inputs.get("administratorLoginPassword")
    if isinstance(secret, str) and sum(bool(re.search(kind, secret)) for kind in ("[a-z]", "[A-Z]", "[0-9]", "[^A-Za-z0-9]")) < 3:
        yield "administratorLoginPassword", "needs characters of three of: upper case, lower case, digits, others"


@server.check(
    source="Azure documentation, 'Compute options in Azure Database for PostgreSQL', 'Storage options in Azure Database for PostgreSQL'; "
    "REST API reference, Servers, Create Or Update (sourceServerResourceId)"
)
def sizes(inputs: Properties) -> Iterator[Fault]:
    """A size belongs to its tier; disks come in steps; what a new server needs is given."""
    name, tier = get(inputs, "sku.name"), get(inputs, "sku.tier")
    prefix = _TIERS.get(str(tier).lower())
    if isinstance(name, str) and prefix and not name.startswith(prefix):
        yield "sku.name", f"{name!r} is not of the tier {tier}: its sizes begin with {prefix}"
    size = get(inputs, "storage.storageSizeGB")
    if isinstance(size, int) and is_word(get(inputs, "storage.type") or "Premium_LRS", "Premium_LRS") and size not in _SIZES:
        yield "storage.storageSizeGB", f"{size} is not allowed; allowed: {', '.join(map(str, _SIZES))}"
    if not is_word(inputs.get("createMode"), *_ANEW):
        for path in ("sku", "version", "storage.storageSizeGB"):
            if get(inputs, path) is None:
                yield path, "is required"
    elif not is_word(inputs.get("createMode"), "Update") and not inputs.get("sourceServerResourceId"):
        yield "sourceServerResourceId", f"is required when createMode is {inputs['createMode']!r}"


@server.check(source="Azure documentation, 'High availability (reliability) in Azure Database for PostgreSQL'")
def standby(inputs: Properties) -> Iterator[Fault]:
    """High availability is not for burstable servers; a zone-redundant standby stands in another zone."""
    mode = get(inputs, "highAvailability.mode")
    if is_word(mode, "ZoneRedundant", "SameZone") and is_word(get(inputs, "sku.tier"), "Burstable"):
        yield "highAvailability.mode", f"{mode!r} is not supported by the tier Burstable"
    here, there = inputs.get("availabilityZone"), get(inputs, "highAvailability.standbyAvailabilityZone")
    if is_word(mode, "ZoneRedundant") and here and here == there:
        yield "highAvailability.standbyAvailabilityZone", f"must differ from availabilityZone, {here!r}, when mode is 'ZoneRedundant'"
    if is_word(mode, "SameZone") and here and there and here != there:
        yield "highAvailability.standbyAvailabilityZone", f"must equal availabilityZone, {here!r}, when mode is 'SameZone'"


@server.check(source=_KEYS)
def key_and_reader(inputs: Properties) -> Iterator[Fault]:
    """A customer's key needs its URI and an assigned identity; the geo-redundant copy its own of both."""
    if not is_word(get(inputs, "dataEncryption.type"), "AzureKeyVault"):
        if get(inputs, "dataEncryption.primaryKeyURI"):
            yield "dataEncryption.type", "must be 'AzureKeyVault' where primaryKeyURI is given"
        return
    pairs = [("primaryKeyURI", "primaryUserAssignedIdentityId")]
    if is_word(get(inputs, "backup.geoRedundantBackup"), "Enabled"):
        pairs.append(("geoBackupKeyURI", "geoBackupUserAssignedIdentityId"))
    for names in pairs:
        for name in names:
            if not get(inputs, f"dataEncryption.{name}"):
                yield f"dataEncryption.{name}", "is required when dataEncryption.type is 'AzureKeyVault'"
        reader = get(inputs, f"dataEncryption.{names[1]}")
        if reader and not lists_identity(inputs, reader):
            yield f"dataEncryption.{names[1]}", "must be among identity.userAssignedIdentities"


@server.before("create")
@server.before("update")
def key_is_usable(action: Action) -> None:
    """The identity reads the key before the server is made."""
    uri, reader = get(action.inputs, "dataEncryption.primaryKeyURI"), get(action.inputs, "dataEncryption.primaryUserAssignedIdentityId")
    if isinstance(uri, str) and isinstance(reader, str) and (action.verb == "create" or action.changed("dataEncryption")):
        needs_key(action, uri, principals(action, reader), "ServerKeyVaultAccessDenied")


@server.before("create")
def subnet_is_its_own(action: Action) -> None:
    """The subnet is delegated to flexible servers, and the private zone carries a fitting name."""
    subnet = at_id(action.world, get(action.inputs, "network.delegatedSubnetResourceId"), SUBNET)
    if subnet is None:
        return
    wanted = "Microsoft.DBforPostgreSQL/flexibleServers"
    if not any(same_text(one.get("serviceName"), wanted) for one in subnet.outputs.get("delegations") or []):
        action.refuse("SubnetNotDelegated", f"The subnet '{subnet.id}' must be delegated to {wanted}.")
    zone = str(get(action.inputs, "network.privateDnsZoneArmResourceId")).rsplit("/", 1)[-1].lower()
    if not zone.endswith(".postgres.database.azure.com"):
        action.refuse("InvalidPrivateDnsZone", f"The private DNS zone '{zone}' must end in .postgres.database.azure.com.")
    if zone.split(".")[0] == str(action.inputs["serverName"]).lower():
        action.refuse("InvalidPrivateDnsZone", f"The private DNS zone '{zone}' must not begin with the server's own name.")


@server.before("update")
def disks_only_grow(action: Action) -> None:
    """'Storage size can only be increased'; versions only rise."""
    old = action.old.outputs if action.old else {}
    before, now = get(old, "storage.storageSizeGB"), get(action.inputs, "storage.storageSizeGB")
    if isinstance(before, int) and isinstance(now, int) and now < before:
        action.refuse("StorageSizeCannotBeReduced", f"The storage of a server can't shrink, from {before} to {now} GiB.")
    was, wanted = old.get("version"), action.inputs.get("version")
    if str(was).isdigit() and str(wanted).isdigit() and int(str(wanted)) < int(str(was)):
        action.refuse("ServerVersionDowngradeNotAllowed", f"The server's version can't go from {was} down to {wanted}.")


@server.computes
def server_answer(action: Action) -> Properties:
    """Its host name, and what holds where nothing was said."""
    inputs, name = action.inputs, action.outputs["name"]
    zone = str(get(inputs, "network.privateDnsZoneArmResourceId") or "").rsplit("/", 1)[-1]
    delegated = bool(get(inputs, "network.delegatedSubnetResourceId"))
    made: Properties = {
        **shown_identity(action),
        "fullyQualifiedDomainName": f"{name}.{zone or 'postgres.database.azure.com'}"
        if delegated
        else f"{name}.postgres.database.azure.com",
        "network": completed(inputs.get("network"), {"publicNetworkAccess": "Disabled" if delegated else "Enabled"}),
        "authConfig": completed(
            inputs.get("authConfig"), {"activeDirectoryAuth": "Disabled", "passwordAuth": "Enabled", "tenantId": tenant(action)}
        ),
        "backup": completed(inputs.get("backup"), {"backupRetentionDays": 7, "geoRedundantBackup": "Disabled"}),
        "highAvailability": completed(inputs.get("highAvailability"), {"mode": "Disabled", "state": "NotEnabled"}),
        "dataEncryption": completed(inputs.get("dataEncryption"), {"type": "SystemManaged"}),
        "storage": completed(inputs.get("storage"), {"autoGrow": "Disabled", "type": "Premium_LRS"}),
        "replicationRole": inputs.get("replicationRole") or "Primary",
        "minorVersion": _LATEST_MINOR.get(str(inputs.get("version")), "0"),
        "availabilityZone": inputs.get("availabilityZone") or "1",
    }
    if inputs.get("administratorLoginPassword"):
        made["administratorLoginPassword"] = None
    return made
