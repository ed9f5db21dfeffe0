"""What stands in a PostgreSQL flexible server: parameters, administrators, databases, firewall rules, endpoints, backups.

Sources: Azure documentation, "Server parameters in Azure Database for PostgreSQL", "Extensions in Azure Database for PostgreSQL"
(allow-list in `azure.extensions`, libraries in `shared_preload_libraries`), "Audit logging in Azure Database for PostgreSQL"
(`pgaudit.log`), "Networking with SSL and TLS" (`require_secure_transport`, `ssl_min_protocol_version`), "Microsoft Entra authentication",
"Virtual endpoints", "Limits"; pulumi-azure-native, `custom_postgres_config.go` (a parameter can't be deleted, only reset); REST API
reference, Configurations, Administrators.
"""

import ipaddress
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.data_kinds import NAMING, POSTGRESQL
from simulator.rules.azure_native.managed_identities import tenant
from simulator.rules.azure_native.roles import UUID
from simulator.rules.azure_native.service_rules import get, is_word, owner, service
from simulator.rules.checks import Allowed, Fault, Length, Pattern
from simulator.rules.registry import Rules
from simulator.values import Properties

CONFIGURATION = "azure-native:dbforpostgresql:Configuration"
ADMINISTRATOR = "azure-native:dbforpostgresql:Administrator"
ENTRA_ADMINISTRATOR = "azure-native:dbforpostgresql:AdministratorsMicrosoftEntra"
FIREWALL_RULE = "azure-native:dbforpostgresql:FirewallRule"
DATABASE = "azure-native:dbforpostgresql:Database"
VIRTUAL_ENDPOINT = "azure-native:dbforpostgresql:VirtualEndpoint"
BACKUPS = ("azure-native:dbforpostgresql:Backup", "azure-native:dbforpostgresql:BackupsAutomaticAndOnDemand")
_PARAMETERS = "Azure documentation, 'Server parameters in Azure Database for PostgreSQL'"
_EXTENSIONS_PAGE = "Azure documentation, 'Extensions in Azure Database for PostgreSQL'"
EXTENSIONS = (
    "address_standardizer",
    "address_standardizer_data_us",
    "age",
    "amcheck",
    "anon",
    "azure_ai",
    "azure_storage",
    "bloom",
    "btree_gin",
    "btree_gist",
    "citext",
    "credcheck",
    "cube",
    "dblink",
    "dict_int",
    "dict_xsyn",
    "earthdistance",
    "fuzzystrmatch",
    "hstore",
    "hypopg",
    "intagg",
    "intarray",
    "ip4r",
    "isn",
    "lo",
    "login_hook",
    "ltree",
    "oracle_fdw",
    "orafce",
    "pageinspect",
    "pg_buffercache",
    "pg_cron",
    "pg_diskann",
    "pg_duckdb",
    "pg_durable",
    "pg_failover_slots",
    "pg_freespacemap",
    "pg_hint_plan",
    "pg_ivm",
    "pg_partman",
    "pg_prewarm",
    "pg_repack",
    "pg_squeeze",
    "pg_stat_statements",
    "pg_trgm",
    "pg_visibility",
    "pgaudit",
    "pgcrypto",
    "pglogical",
    "pgrouting",
    "pgrowlocks",
    "pgstattuple",
    "plpgsql",
    "plv8",
    "postgis",
    "postgis_raster",
    "postgis_sfcgal",
    "postgis_tiger_geocoder",
    "postgis_topology",
    "postgres_fdw",
    "postgres_protobuf",
    "semver",
    "session_variable",
    "sslinfo",
    "tablefunc",
    "tcn",
    "tds_fdw",
    "temporal_tables",
    "timescaledb",
    "topn",
    "tsm_system_rows",
    "tsm_system_time",
    "unaccent",
    "uuid-ossp",
    "vector",
    "xml2",
)
LIBRARIES = (
    "age",
    "anon",
    "auto_explain",
    "azure_storage",
    "credcheck",
    "login_hook",
    "pg_cron",
    "pg_duckdb",
    "pg_durable",
    "pg_failover_slots",
    "pg_hint_plan",
    "pg_partman_bgw",
    "pg_prewarm",
    "pg_squeeze",
    "pg_stat_statements",
    "pgaudit",
    "pglogical",
    "timescaledb",
    "wal2json",
)
_SWITCH = ("on", "off")
KNOWN: dict[str, tuple[str, tuple[str, ...], bool]] = {
    "azure.extensions": ("", EXTENSIONS, True),
    "shared_preload_libraries": ("pg_cron,pg_stat_statements", LIBRARIES, False),
    "pgaudit.log": ("none", ("none", "read", "write", "function", "role", "ddl", "misc", "misc_set", "all"), True),
    "pgaudit.log_catalog": ("on", _SWITCH, True),
    "pgaudit.log_client": ("off", _SWITCH, True),
    "pgaudit.log_parameter": ("off", _SWITCH, True),
    "pgaudit.log_relation": ("off", _SWITCH, True),
    "pgaudit.log_statement_once": ("off", _SWITCH, True),
    "require_secure_transport": ("on", _SWITCH, True),
    "ssl_min_protocol_version": ("TLSv1.2", ("TLSv1.2", "TLSv1.3"), True),
    "ssl_max_protocol_version": ("", ("", "TLSv1.2", "TLSv1.3"), True),
    "log_checkpoints": ("on", _SWITCH, True),
    "log_connections": ("on", _SWITCH, True),
    "log_disconnections": ("on", _SWITCH, True),
    "log_duration": ("off", _SWITCH, True),
    "log_lock_waits": ("off", _SWITCH, True),
    "log_statement": ("none", ("none", "ddl", "mod", "all"), True),
    "connection_throttle.enable": ("off", _SWITCH, True),
    "logfiles.download_enable": ("off", _SWITCH, True),
    "password_encryption": ("scram-sha-256", ("md5", "scram-sha-256"), True),
    "row_security": ("on", _SWITCH, True),
    "azure.accepted_password_auth_method": ("md5,scram-sha-256", ("md5", "scram-sha-256"), True),
}
"""Parameter → (default, allowed values, whether it needs no restart); lists are written with commas."""
_LISTS = ("azure.extensions", "shared_preload_libraries", "pgaudit.log", "azure.accepted_password_auth_method")
_READ_ONLY = ("data_directory", "hba_file", "listen_addresses", "port", "ssl", "ssl_cert_file", "config_file", "server_version", "fsync")

configuration = service(
    CONFIGURATION,
    source="REST API reference, Configurations, Put; " + _PARAMETERS,
    checks=(
        Pattern(
            "configurationName", r"[a-z][a-z0-9_.]*", source=_PARAMETERS, saying="the name of a server parameter, such as azure.extensions"
        ),
        Allowed("source", ("user-override", "system-default"), source="REST API reference, Configurations, Put"),
    ),
    outputs={"description": "", "documentationLink": "", "isReadOnly": False, "unit": ""},
)


@configuration.check(source=_PARAMETERS)
def values_are_allowed(inputs: Properties) -> Iterator[Fault]:
    """Lists hold known words; both value and source are given ('both source and value must be set')."""
    name, value = str(inputs.get("configurationName")), inputs.get("value")
    for one in ("value", "source"):
        if inputs.get(one) is None:
            yield one, "is required: value and source must both be set"
    if name in _READ_ONLY:
        yield "configurationName", f"{name!r} is read-only"
    if name not in KNOWN or not isinstance(value, str):
        return
    words = [word.strip() for word in value.split(",")] if name in _LISTS else [value]
    allowed = {word.lower() for word in KNOWN[name][1]}
    for word in words:
        plain = word.lower().removeprefix("-") if name == "pgaudit.log" else word.lower()
        if plain not in allowed and not (plain == "" and name in _LISTS):
            yield "value", f"{word!r} is not allowed for {name}; allowed: {', '.join(KNOWN[name][1])}"


@configuration.before("create")
@configuration.before("update")
def audit_is_loaded(action: Action) -> None:
    """Parameters of a library show once it is preloaded; extensions outside of the server's version are refused."""
    name, value = str(action.inputs["configurationName"]), str(action.inputs.get("value"))
    libraries = _value(action, "shared_preload_libraries")
    if name.startswith("pgaudit.") and not is_word(value, "none", "off") and "pgaudit" not in libraries:
        action.refuse("InvalidParameterValue", f"'{name}' needs pgaudit in shared_preload_libraries, which holds '{libraries}'.")
    server = owner(action, POSTGRESQL)
    if server and is_word(get(server.outputs, "sku.tier"), "Burstable") and name.startswith("pgbouncer.") and is_word(value, "true"):
        action.refuse("InvalidParameterValue", "PgBouncer is not supported by the tier Burstable.")


def _value(action: Action, name: str) -> str:
    server = owner(action, POSTGRESQL)
    for one in action.world.below(f"{server.id}/configurations/") if server else []:
        if one.outputs.get("name") == name:
            return str(one.outputs.get("value"))
    return KNOWN[name][0]


@configuration.computes
def what_the_service_knows(action: Action) -> Properties:
    """Default, allowed values, and whether a restart is due."""
    default, allowed, dynamic = KNOWN.get(str(action.outputs["name"]), ("", (), True))
    value = action.inputs.get("value")
    kind = "Enumeration" if allowed == _SWITCH else "Set" if action.outputs["name"] in _LISTS else "String"
    return {
        "allowedValues": ",".join(allowed),
        "dataType": kind,
        "defaultValue": default,
        "isDynamicConfig": dynamic,
        "isConfigPendingRestart": not dynamic and value != default,
    }


def _administrator(type_: str) -> Rules:
    made = service(
        type_,
        source="REST API reference, Administrators, Create Or Update",
        besides=("Unknown",),
        checks=(
            Pattern(
                "objectId",
                UUID,
                source="REST API reference, Administrators, Create Or Update",
                saying="the object id of a principal, a GUID",
            ),
            Length("principalName", 1, 256, source="REST API reference, Administrators, Create Or Update"),
        ),
        immutable={"principalName", "principalType", "tenantId"},
    )
    made.before("create")(entra_is_on)
    made.computes(lambda action: {} if action.inputs.get("tenantId") else {"tenantId": tenant(action)})
    return made


def entra_is_on(action: Action) -> None:
    """Administrators of the directory need authentication by it."""
    server = owner(action, POSTGRESQL)
    if server and not is_word(get(server.outputs, "authConfig.activeDirectoryAuth"), "Enabled"):
        action.refuse(
            "AadAuthNotEnabled", f"Microsoft Entra authentication must be enabled on '{server.id}' (authConfig.activeDirectoryAuth)."
        )
    for name in ("principalName", "principalType"):
        if not action.inputs.get(name):
            action.refuse("InvalidParameterValue", f"'{name}' of an administrator is required.")


for _type in (ADMINISTRATOR, ENTRA_ADMINISTRATOR):
    _administrator(_type)

firewall_rule = service(
    FIREWALL_RULE,
    source="REST API reference, Firewall Rules, Create Or Update",
    checks=(
        Pattern("firewallRuleName", r"[A-Za-z0-9_-]{1,128}", source=NAMING, saying="1 to 128 letters, digits, hyphens and underscores"),
    ),
)


@firewall_rule.check(source="REST API reference, Firewall Rules, Create Or Update")
def a_range_of_addresses(inputs: Properties) -> Iterator[Fault]:
    """Two IPv4 addresses in order."""
    found = []
    for name in ("startIpAddress", "endIpAddress"):
        try:
            found.append(ipaddress.IPv4Address(str(inputs.get(name))))
        except ValueError:
            yield name, f"{inputs.get(name)!r} is not an IPv4 address"
    if len(found) == 2 and found[0] > found[1]:
        yield "startIpAddress", f"{found[0]} is behind endIpAddress, {found[1]}"


@firewall_rule.before("create")
def a_public_server(action: Action) -> None:
    """A server in a virtual network has no firewall rules."""
    server = owner(action, POSTGRESQL)
    if server and get(server.outputs, "network.delegatedSubnetResourceId"):
        action.refuse(
            "FirewallRuleNotSupportedForPrivateAccess", "Firewall rule operations cannot be requested for a private access enabled server."
        )


database = service(
    DATABASE,
    source="REST API reference, Databases, Create",
    checks=(
        Pattern("databaseName", r"[A-Za-z_][A-Za-z0-9_-]{0,62}", source=NAMING, saying="1 to 63 letters, digits, hyphens and underscores"),
    ),
    immutable={"charset", "collation"},
    defaults={"charset": "UTF8", "collation": "en_US.utf8"},
)


@database.before("create")
def system_databases_are_there(action: Action) -> None:
    """Azure makes these with the server."""
    if is_word(action.inputs.get("databaseName"), "postgres", "azure_maintenance", "azure_sys", "template0", "template1"):
        action.refuse(
            "DatabaseAlreadyExists", f"The database '{action.inputs['databaseName']}' exists: the service made it with the server."
        )


endpoint = service(
    VIRTUAL_ENDPOINT,
    source="REST API reference, Virtual Endpoints, Create; Azure documentation, 'Virtual endpoints for read replicas'",
    checks=(
        Pattern(
            "virtualEndpointName",
            r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]",
            source=NAMING,
            saying="3 to 63 lower-case letters, digits and hyphens",
        ),
        Length("members", 1, 2, source="Azure documentation, 'Virtual endpoints for read replicas'"),
    ),
)


@endpoint.computes
def endpoint_names(action: Action) -> Properties:
    """A writer and a reader."""
    name = action.outputs["name"]
    return {"virtualEndpoints": [f"{name}.{kind}.postgres.database.azure.com" for kind in ("writer", "reader")]}


for _type in BACKUPS:
    service(
        _type,
        source="REST API reference, Backups Automatic And On Demand, Create",
        checks=(Pattern("backupName", r"[A-Za-z0-9_-]{1,128}", source=NAMING, saying="1 to 128 letters, digits, hyphens and underscores"),),
        outputs={"backupType": "Customer On-Demand", "completedTime": "{now}", "source": "Full"},
    )
