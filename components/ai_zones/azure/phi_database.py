"""PHI database: a PostgreSQL flexible server with vectors (pgvector), reached by private endpoint, without passwords.

It is not injected into a network: a server with a delegated subnet takes no private endpoint and would be one network's for ever.
Sources: Azure Database for PostgreSQL documentation, "Networking with Private Link" (not for servers in a virtual network), "Microsoft Entra
authentication", "Data encryption at rest by using customer-managed keys" (at creation only; the identity is user-assigned; a key without a
version follows rotation), "High availability" (zone-redundant: General Purpose or Memory Optimized, not Burstable), "Backup and restore"
(7 to 35 days; geo-redundancy at creation only), "Server parameters", "Audit logging" (pgaudit), "Allow extensions", "Secure connectivity with
TLS"; 45 CFR 164.312(b) (audit controls), 164.308(a)(7)(ii)(A) (data backup plan).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import dbforpostgresql

from ai_zones.azure.builtin_roles import PrincipalType
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.guarded_service import GuardedServiceInput, service_name
from ai_zones.azure.naming import Kind, child
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.protection import lock
from ai_zones.azure.references import AzureKeyArgs, ObjectId
from ai_zones.azure.tags import DataClass
from ai_zones.azure.validation import AVAILABILITY_ZONES, ComponentInput, TenantId
from ai_zones.inputs import matches

SERVER: Final = "Microsoft.DBforPostgreSQL/flexibleServers"
BACKUP_DAYS: Final = 35
ON: Final = "Enabled"
OFF: Final = "Disabled"

PARAMETERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        # The allow-list comes first: what is not allowed can't be preloaded. It leaves out azure_storage, azure_ai, dblink, postgres_fdw: all
        # of them are roads out of the database.
        "azure.extensions": "PGAUDIT,VECTOR",
        "shared_preload_libraries": "pg_stat_statements,pgaudit",
        "require_secure_transport": "on",
        "ssl_min_protocol_version": "TLSv1.3",
        "pgaudit.log": "ddl,read,role,write",
        # Values of parameters are patients' data: the audit trail says who touched which table, not what was in it.
        "pgaudit.log_parameter": "off",
        "pgaudit.log_catalog": "off",
        "log_connections": "on",
        "log_disconnections": "on",
        "log_checkpoints": "on",
        "log_statement": "none",
        "log_parameter_max_length": "0",
        "log_parameter_max_length_on_error": "0",
        "log_min_duration_statement": "-1",
        "connection_throttle.enable": "on",
        "logfiles.download_enable": "off",
        "pg_qs.query_capture_mode": "none",
        "password_encryption": "scram-sha-256",
    }
)
"""Server parameters in the order in which they are set; the server takes one change at a time."""


class AzureDatabaseAdministratorArgs(TypedDict):
    """Who administers the server: people by a group, or one identity of a program."""

    object_id: str
    """Object id in Microsoft Entra ID."""
    name: str
    """Display name of the group or identity; it is the name of the role in the database."""
    type: NotRequired[PrincipalType]
    """Default: `Group`."""


class AzurePhiDatabaseArgs(TypedDict):
    """Inputs of `AzurePhiDatabase`."""

    organization: str
    """Short name of the organization, part of the hash in the server's name."""
    environment: str
    """Environment, part of the hash in the server's name."""
    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the server."""
    tenant_id: str
    """Microsoft Entra tenant whose identities may log in."""
    key: AzureKeyArgs
    """Key that encrypts data and backups."""
    administrator: AzureDatabaseAdministratorArgs
    """The only administrator; there is none with a password."""
    log_workspace_id: pulumi.Input[str]
    """Log Analytics workspace that takes the audit trail."""
    log_account_id: NotRequired[pulumi.Input[str] | None]
    """Storage account of the archive that takes it too. Default: none."""
    zone: NotRequired[str]
    """Zone that the server stands in. Default: `phi`."""
    version: NotRequired[str]
    """Major version, `16` or `17`. Default: 17."""
    sku: NotRequired[str]
    """Size: General Purpose (`Standard_D…`) or Memory Optimized (`Standard_E…`). Default: `Standard_D4ds_v5`."""
    storage_gib: NotRequired[int]
    """Storage, one of 32, 64, 128 … 32,768 GiB; it grows by itself. Default: 128."""
    database_name: NotRequired[str]
    """Database that is made at the start. Default: `clinical`."""
    availability_zone: NotRequired[str]
    """Availability zone of the server. Default: `1`."""
    standby_availability_zone: NotRequired[str | None]
    """Availability zone of the standby, another one. Null builds one server alone, for development. Default: `2`."""
    removable: NotRequired[bool]
    """Lifts lock and Pulumi's protection. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class DatabaseAdministrator(ComponentInput):
    """Parsed `AzureDatabaseAdministratorArgs`."""

    object_id: ObjectId
    name: Annotated[str, pydantic.Field(min_length=1, max_length=63)]
    type: PrincipalType = PrincipalType.GROUP


class PhiDatabase(GuardedServiceInput):
    """Parsed `AzurePhiDatabaseArgs`."""

    zone: str = "phi"
    tenant_id: TenantId
    administrator: DatabaseAdministrator
    version: Annotated[str, matches(r"16|17", "16 or 17")] = "17"
    sku: Annotated[str, matches(r"Standard_[DE]\d+[a-z]*_v\d", "a General Purpose or Memory Optimized size, such as Standard_D4ds_v5")] = (
        "Standard_D4ds_v5"
    )
    storage_gib: int = 128
    database_name: Annotated[str, matches(r"[a-z][a-z0-9_]{0,62}", "lower-case letters, digits and underscores")] = "clinical"
    availability_zone: str = "1"
    standby_availability_zone: str | None = "2"

    @pydantic.field_validator("storage_gib")
    @classmethod
    def _is_a_size(cls, gib: int) -> int:
        if gib not in (allowed := [32 * 2**step for step in range(11)]):
            raise ValueError(f"must be one of {', '.join(map(str, allowed))}")
        return gib

    @pydantic.model_validator(mode="after")
    def _standby_is_elsewhere(self) -> Self:
        given = [zone for zone in (self.availability_zone, self.standby_availability_zone) if zone is not None]
        if not set(given) <= set(AVAILABILITY_ZONES) or len(set(given)) < len(given):
            raise ValueError(f"availability_zone, standby_availability_zone: given {', '.join(given)}; two different ones of 1, 2, 3")
        return self

    @property
    def server_name(self) -> str:
        """Name of the server."""
        return database_server_name(self.zone, **self.naming)


def database_server_name(zone: str = "phi", *, organization: str, environment: str, subscription_id: str) -> str:
    """Name of a zone's server, known before it is built so that endpoints can name it."""
    return service_name(Kind.POSTGRESQL, zone, "pg", organization=organization, environment=environment, subscription_id=subscription_id)


class AzurePhiDatabase(pulumi.ComponentResource):
    """Encrypted, audited server with a standby. Protected by Pulumi and by a lock: `destroy` refuses it."""

    server_id: str
    """Id of the server."""
    server_name: str
    """Name of the server."""
    host: str
    """Name that programs ask for; only private endpoints answer."""
    database_name: str
    """Database."""

    def __init__(self, name: str, args: AzurePhiDatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PhiDatabase.parse(name, args)
        super().__init__("ai-zones:index:AzurePhiDatabase", name, {}, children_wait(opts))
        self.server_name = given.server_name
        self.server_id = given.id_of(SERVER, given.server_name)
        self.host = f"{given.server_name}.postgres.database.azure.com"
        self.database_name = given.database_name
        server = self._server(name, given)
        lock(name, "lock", scope=self.server_id, of=server, removable=given.removable, parent=self)
        administrator = dbforpostgresql.Administrator(
            child(name, "administrator"),
            server_name=given.server_name,
            resource_group_name=given.resource_group_name,
            object_id=given.administrator.object_id,
            principal_name=given.administrator.name,
            principal_type=given.administrator.type.value,
            tenant_id=given.tenant_id,
            opts=pulumi.ResourceOptions(parent=self, depends_on=[server], delete_before_replace=True),
        )
        last = self._parameters(name, given, administrator)
        dbforpostgresql.Database(
            child(name, "database"),
            database_name=given.database_name,
            server_name=given.server_name,
            resource_group_name=given.resource_group_name,
            charset="UTF8",
            collation="en_US.utf8",
            opts=pulumi.ResourceOptions(parent=self, depends_on=[last], protect=not given.removable),
        )
        diagnose(
            name,
            "diagnostics",
            resource_id=self.server_id,
            workspace_id=given.log_workspace_id,
            archive_account_id=given.log_account_id,
            parent=self,
            depends_on=[server],
        )
        self.register_outputs(
            {"serverId": self.server_id, "serverName": self.server_name, "host": self.host, "databaseName": self.database_name}
        )

    def _server(self, name: str, given: PhiDatabase) -> dbforpostgresql.Server:
        identity_id = given.key.identity_id
        standby = given.standby_availability_zone
        return dbforpostgresql.Server(
            child(name, "server"),
            server_name=given.server_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            create_mode="Create",
            version=given.version,
            sku=dbforpostgresql.SkuArgs(name=given.sku, tier="GeneralPurpose" if "_D" in given.sku else "MemoryOptimized"),
            storage=dbforpostgresql.StorageArgs(storage_size_gb=given.storage_gib, auto_grow="Enabled", type="Premium_LRS"),
            availability_zone=given.availability_zone,
            high_availability=(
                dbforpostgresql.HighAvailabilityArgs(mode="ZoneRedundant", standby_availability_zone=standby)
                if standby is not None
                else dbforpostgresql.HighAvailabilityArgs(mode=OFF)
            ),
            network=dbforpostgresql.NetworkArgs(public_network_access=OFF),
            auth_config=dbforpostgresql.AuthConfigArgs(active_directory_auth=ON, password_auth=OFF, tenant_id=given.tenant_id),
            identity=dbforpostgresql.UserAssignedIdentityArgs(type="UserAssigned", user_assigned_identities={identity_id: {}}),
            data_encryption=dbforpostgresql.DataEncryptionArgs(
                type="AzureKeyVault", primary_key_uri=given.key.key_uri, primary_user_assigned_identity_id=identity_id
            ),
            # A geo-redundant copy would stand in the paired region, wherever that is.
            backup=dbforpostgresql.BackupArgs(backup_retention_days=BACKUP_DAYS, geo_redundant_backup=OFF),
            maintenance_window=dbforpostgresql.MaintenanceWindowArgs(custom_window="Enabled", day_of_week=0, start_hour=2, start_minute=0),
            tags=given.tags_of(data_class=DataClass.PHI),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )

    def _parameters(self, name: str, given: PhiDatabase, first: pulumi.Resource) -> pulumi.Resource:
        """One after the other: a change while another runs is refused with `ServerIsBusy`."""
        before = first
        for parameter, value in PARAMETERS.items():
            before = dbforpostgresql.Configuration(
                child(name, "parameter", parameter),
                configuration_name=parameter,
                server_name=given.server_name,
                resource_group_name=given.resource_group_name,
                source="user-override",
                value=value,
                opts=pulumi.ResourceOptions(parent=self, depends_on=[before]),
            )
        return before
