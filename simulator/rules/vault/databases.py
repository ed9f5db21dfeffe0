"""The database engine: connections, dynamic and static roles.

Sources: Vault API documentation, "Database secrets engine" ("Configure connection", "Create role", "Create static role"); Terraform Vault provider,
vault_database_secret_backend_connection, _role, _static_role; messages of OpenBao 2.7. A connection is verified by the server when it is written;
in memory there is no database, so a connection is taken as it is.
"""

from collections.abc import Iterator

from simulator.packages.vault_paths import PathId
from simulator.rules import Action, Allowed, Between, ExactlyOneOf, Fault, Properties, Rules
from simulator.rules.vault.common import BAD, FAILED, holder, stands_in
from simulator.rules.vault.kinds import CONNECTION, DATABASE_MOUNT, DATABASE_ROLE, STATIC_ROLE

_DATABASE = "Vault API documentation, 'Database secrets engine'"
PLUGINS = {
    "cassandra": "cassandra-database-plugin",
    "couchbase": "couchbase-database-plugin",
    "elasticsearch": "elasticsearch-database-plugin",
    "hana": "hana-database-plugin",
    "influxdb": "influxdb-database-plugin",
    "mongodb": "mongodb-database-plugin",
    "mongodbatlas": "mongodbatlas-database-plugin",
    "mssql": "mssql-database-plugin",
    "mysql": "mysql-database-plugin",
    "mysqlAurora": "mysql-aurora-database-plugin",
    "mysqlLegacy": "mysql-legacy-database-plugin",
    "mysqlRds": "mysql-rds-database-plugin",
    "oracle": "oracle-database-plugin",
    "postgresql": "postgresql-database-plugin",
    "redis": "redis-database-plugin",
    "redisElasticache": "redis-elasticache-database-plugin",
    "redshift": "redshift-database-plugin",
    "snowflake": "snowflake-database-plugin",
}
"""Block of the provider → plugin of the server. Source: Terraform Vault provider, dbEngineTypes."""

connection = Rules(
    CONNECTION,
    source=f"{_DATABASE}, 'Configure connection'; Terraform Vault provider, vault_database_secret_backend_connection",
    checks=(ExactlyOneOf(tuple(PLUGINS), source="Terraform Vault provider, vault_database_secret_backend_connection: ExactlyOneOf"),),
    defaults={"verifyConnection": True},
    id=PathId("{backend}/config/{name}"),
    outputs={"pluginName": "", "skipStaticRoleImportRotation": False},
)
role = Rules(
    DATABASE_ROLE,
    source=f"{_DATABASE}, 'Create role'; Terraform Vault provider, vault_database_secret_backend_role",
    checks=(
        Allowed(
            "credentialType", ("password", "rsa_private_key", "client_certificate"), source=f"{_DATABASE}, 'Create role': credential_type"
        ),
        Between("defaultTtl", 0, None, source=f"{_DATABASE}, 'Create role'"),
        Between("maxTtl", 0, None, source=f"{_DATABASE}, 'Create role'"),
    ),
    id=PathId("{backend}/roles/{name}"),
    outputs={"credentialType": "password"},
)
static_role = Rules(
    STATIC_ROLE,
    source=f"{_DATABASE}, 'Create static role'; Terraform Vault provider, vault_database_secret_backend_static_role",
    checks=(Between("rotationPeriod", 5, None, source=f"{_DATABASE}, 'Create static role': rotation_period, 'must be 5 seconds or more'"),),
    immutable={"username"},
    id=PathId("{backend}/static-roles/{name}"),
    outputs={"credentialType": "password", "skipImportRotation": False},
)
for _one in (connection, role, static_role):
    stands_in(_one, "backend", "database")


@connection.computes
def plugin(action: Action) -> Properties:
    """The plugin of the block that is given."""
    named = action.inputs.get("pluginName")
    block = next((name for name in PLUGINS if action.inputs.get(name) is not None), "")
    return {"pluginName": named or PLUGINS.get(block, "")}


@connection.before("create")
@connection.before("update")
def refuse_connection(action: Action) -> None:
    """A connection of an SQL database needs its URL."""
    for name in ("postgresql", "mysql", "mysqlAurora", "mysqlRds", "mssql", "oracle", "redshift", "hana", "snowflake"):
        block = action.inputs.get(name)
        if isinstance(block, dict) and not block.get("connectionUrl"):
            action.refuse(BAD, "error creating database object: connection_url cannot be empty")


@static_role.check(source=f"{_DATABASE}, 'Create static role': rotation_period, rotation_schedule")
def rotates(inputs: Properties) -> Iterator[Fault]:
    """One way of rotation, and one only."""
    given = [name for name in ("rotationPeriod", "rotationSchedule") if inputs.get(name) is not None]
    if len(given) != 1:
        yield "rotationPeriod", f"exactly one of rotationPeriod, rotationSchedule must be given, not {' and '.join(given) or 'none'}"


@static_role.before("create")
def refuse_without_connection(action: Action) -> None:
    """A static role takes over a user at once, so its connection must stand. A dynamic one is looked up when it is used."""
    mount, name = holder(action, "backend", "database"), action.inputs["dbName"]
    inside = mount.type == DATABASE_MOUNT and any(
        one.get("name") == name for value in mount.inputs.values() if isinstance(value, list) for one in value if isinstance(one, dict)
    )
    if not inside and not action.find_anywhere(CONNECTION, id=f"{mount.id}/config/{name}"):
        action.refuse(FAILED, f'failed to find entry for connection with name: "{name}"')
