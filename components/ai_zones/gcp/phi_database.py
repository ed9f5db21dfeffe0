"""PHI database: Cloud SQL for PostgreSQL with vectors, reached by Private Service Connect alone, without passwords.

It has no public address and stands in no network: projects that are named connect to it by endpoints of their own (`GcpDatabaseLink`).
pgvector needs no flag: an administrator runs `CREATE EXTENSION vector`.
Sources: Cloud SQL for PostgreSQL documentation, "Connect to an instance using Private Service Connect" (allowed projects), "Configure SSL/TLS
certificates" (TRUSTED_CLIENT_CERTIFICATE_REQUIRED; a CA of Certificate Authority Service), "IAM authentication"
(cloudsql.iam_authentication; names without `.gserviceaccount.com`), "Audit for PostgreSQL using pgAudit", "Configure database flags", "Work with
vector embeddings" (pgvector), "Use customer-managed encryption keys", "Backups overview" (to 365), "Use point-in-time recovery" (to 35 days in
Enterprise Plus), "Prevent deletion of an instance", "Introduction to Cloud SQL editions", "Execute SQL statements using the Data API" (private
instances are reached from the internet by it), "Use IAM Conditions"; provider reference, `gcp.sql.DatabaseInstance`;
45 CFR 164.312(b) (audit controls), 164.312(e) (transmission), 164.308(a)(7)(ii)(A) (data backup plan).
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Annotated, ClassVar, Final, NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_gcp import projects, sql

from ai_zones.gcp.labels import DataClass
from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.postgresql import LOG_FLAGS, Login
from ai_zones.gcp.stored_input import EncryptedInput, Label
from ai_zones.gcp.validation import ProjectId, ZoneText
from ai_zones.inputs import matches

SUPERUSER: Final = "cloudsqlsuperuser"
ROLES: Final = ("roles/cloudsql.client", "roles/cloudsql.instanceUser")

FLAGS: Final[Mapping[str, str]] = MappingProxyType(
    {
        **LOG_FLAGS,
        "cloudsql.enable_pgaudit": "on",
        "cloudsql.iam_authentication": "on",
    }
)
"""Database flags."""


class GcpDatabaseUserArgs(TypedDict):
    """Who may log in."""

    member: str
    """Principal, such as `serviceAccount:retrieval@acme-prod-deid.iam.gserviceaccount.com` or `group:dba@example.com`."""
    administrator: NotRequired[bool]
    """Whether it makes extensions and roles (`cloudsqlsuperuser`). Default: false."""


class GcpPhiDatabaseArgs(TypedDict):
    """Inputs of `GcpPhiDatabase`."""

    project: str
    """Id of the zone's project."""
    region: str
    """Region of the instance."""
    kms_key: pulumi.Input[str]
    """Key that encrypts data and backups, for `sql`; of the same region."""
    consumer_projects: list[str]
    """Ids of the projects whose networks may connect. Empty lets none."""
    users: NotRequired[dict[str, GcpDatabaseUserArgs]]
    """Who may log in, by a stable name; there is nobody with a password. Default: none."""
    zone: NotRequired[str]
    """Zone that the instance stands in. Default: `phi`."""
    label: NotRequired[str]
    """Tells several instances of one zone apart; a deleted one's name is free after a week. Default: `pg`."""
    version: NotRequired[str]
    """Major version, `16`, `17` or `18`. Default: 17."""
    tier: NotRequired[str]
    """Size, a machine type of Enterprise Plus. Default: `db-perf-optimized-N-4`."""
    storage_gb: NotRequired[int]
    """Storage at the start, 10 GB or more; it grows by itself. Default: 100."""
    database_name: NotRequired[str]
    """Database that is made at the start. Default: `clinical`."""
    highly_available: NotRequired[bool]
    """False builds an instance in one availability zone alone, for development. Default: true."""
    retained_backups: NotRequired[int]
    """Daily backups that are kept, 7 to 365. Default: 35."""
    log_retention_days: NotRequired[int]
    """Days of which every moment can be restored, 7 to 35. Default: 35."""
    maintenance_day: NotRequired[int]
    """Day on which Google may update it, 1 (Monday) to 7. Default: 7."""
    maintenance_hour: NotRequired[int]
    """Hour of that day in UTC, 0 to 23. Default: 2."""
    removable: NotRequired[bool]
    """Lifts Pulumi's, the provider's and Google's protection. Default: false."""
    labels: NotRequired[dict[str, str]]
    """Further labels. Default: none."""


class DatabaseUser(Login):
    """Parsed `GcpDatabaseUserArgs`."""

    engine = "Cloud SQL"
    kinds: ClassVar[Mapping[str, str]] = MappingProxyType(
        {"user": "CLOUD_IAM_USER", "group": "CLOUD_IAM_GROUP", "serviceAccount": "CLOUD_IAM_SERVICE_ACCOUNT"}
    )


class PhiDatabase(EncryptedInput):
    """Parsed `GcpPhiDatabaseArgs`."""

    zone: ZoneText = "phi"
    consumer_projects: tuple[ProjectId, ...]
    users: dict[Label, DatabaseUser] = pydantic.Field(default_factory=dict)
    label: Label = "pg"
    version: Annotated[str, matches(r"16|17|18", "16, 17 or 18")] = "17"
    tier: Annotated[str, matches(r"db-perf-optimized-N-\d{1,3}", "a machine type of Enterprise Plus, such as db-perf-optimized-N-4")] = (
        "db-perf-optimized-N-4"
    )
    storage_gb: int = pydantic.Field(default=100, ge=10, le=65_536)
    database_name: Annotated[str, matches(r"[a-z][a-z0-9_]{0,62}", "lower-case letters, digits and underscores")] = "clinical"
    highly_available: bool = True
    retained_backups: int = pydantic.Field(default=35, ge=7, le=365)
    log_retention_days: int = pydantic.Field(default=35, ge=7, le=35)
    maintenance_day: int = pydantic.Field(default=7, ge=1, le=7)
    maintenance_hour: int = pydantic.Field(default=2, ge=0, le=23)

    @property
    def instance_name(self) -> str:
        """Name of the instance."""
        return resource_name(Kind.CLOUD_SQL, self.zone, self.label)


class GcpPhiDatabase(pulumi.ComponentResource):
    """Encrypted, audited instance with a standby. Protected by Pulumi, by the provider and by Google: `destroy` refuses it."""

    instance_name: str
    """Name of the instance."""
    database_name: str
    """Database."""
    connection_name: str
    """`<project>:<region>:<instance>`, by which connectors name it."""
    service_attachment: pulumi.Output[str]
    """Path of the service attachment, to which endpoints lead."""
    dns_name: pulumi.Output[str]
    """Name in its certificate, by which programs ask for it; each network answers it with its own endpoint."""

    def __init__(self, name: str, args: GcpPhiDatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PhiDatabase.parse(name, args)
        super().__init__("ai-zones:index:GcpPhiDatabase", name, {}, children_wait(opts))
        self.instance_name, self.database_name = given.instance_name, given.database_name
        self.connection_name = f"{given.project}:{given.region}:{given.instance_name}"
        instance = self._instance(name, given)
        self.service_attachment, self.dns_name = instance.psc_service_attachment_link, instance.dns_name
        sql.Database(
            child(name, "database"),
            name=given.database_name,
            project=given.project,
            instance=given.instance_name,
            charset="UTF8",
            collation="en_US.UTF8",
            deletion_policy="DELETE" if given.removable else "PREVENT",
            opts=after(self, instance, protect=not given.removable),
        )
        for label, user in sorted(given.users.items()):
            self._user(name, given, label, user, instance)
        self.register_outputs(
            {
                "instanceName": self.instance_name,
                "databaseName": self.database_name,
                "connectionName": self.connection_name,
                "serviceAttachment": self.service_attachment,
                "dnsName": self.dns_name,
            }
        )

    def _instance(self, name: str, given: PhiDatabase) -> sql.DatabaseInstance:
        held = not given.removable
        return sql.DatabaseInstance(
            child(name, "instance"),
            name=given.instance_name,
            project=given.project,
            region=given.region,
            database_version=f"POSTGRES_{given.version}",
            encryption_key_name=given.kms_key,
            deletion_protection=held,
            settings=sql.DatabaseInstanceSettingsArgs(
                edition="ENTERPRISE_PLUS",
                tier=given.tier,
                availability_type="REGIONAL" if given.highly_available else "ZONAL",
                activation_policy="ALWAYS",
                disk_type="PD_SSD",
                disk_size=given.storage_gb,
                disk_autoresize=True,
                deletion_protection_enabled=held,
                retain_backups_on_delete=True,
                final_backup_config=sql.DatabaseInstanceSettingsFinalBackupConfigArgs(enabled=True, retention_days=365),
                # By the Data API statements come from the internet, and by the model integration records go to Vertex AI.
                data_api_access="DISALLOW_DATA_API",
                enable_google_ml_integration=False,
                data_cache_config=sql.DatabaseInstanceSettingsDataCacheConfigArgs(data_cache_enabled=True),
                database_flags=[
                    sql.DatabaseInstanceSettingsDatabaseFlagArgs(name=flag, value=value) for flag, value in sorted(FLAGS.items())
                ],
                ip_configuration=sql.DatabaseInstanceSettingsIpConfigurationArgs(
                    ipv4_enabled=False,
                    ssl_mode="TRUSTED_CLIENT_CERTIFICATE_REQUIRED",
                    server_ca_mode="GOOGLE_MANAGED_CAS_CA",
                    server_certificate_rotation_mode="AUTOMATIC_ROTATION_DURING_MAINTENANCE",
                    psc_configs=[
                        sql.DatabaseInstanceSettingsIpConfigurationPscConfigArgs(
                            psc_enabled=True, allowed_consumer_projects=sorted(set(given.consumer_projects))
                        )
                    ],
                ),
                backup_configuration=sql.DatabaseInstanceSettingsBackupConfigurationArgs(
                    enabled=True,
                    point_in_time_recovery_enabled=True,
                    # Where none is named, backups go to the nearest multi-region.
                    location=given.region,
                    start_time="01:00",
                    transaction_log_retention_days=given.log_retention_days,
                    backup_retention_settings=sql.DatabaseInstanceSettingsBackupConfigurationBackupRetentionSettingsArgs(
                        retained_backups=given.retained_backups, retention_unit="COUNT"
                    ),
                ),
                maintenance_window=sql.DatabaseInstanceSettingsMaintenanceWindowArgs(
                    day=given.maintenance_day, hour=given.maintenance_hour, update_track="stable"
                ),
                insights_config=sql.DatabaseInstanceSettingsInsightsConfigArgs(
                    query_insights_enabled=True,
                    record_client_address=True,
                    record_application_tags=False,
                    # A plan shows the values that were asked for.
                    query_plans_per_minute=0,
                ),
                user_labels=given.labels_of(data_class=DataClass.PHI),
            ),
            # It grows by itself; to set the size again would shrink it, which is refused.
            opts=pulumi.ResourceOptions.merge(after(self, protect=held), pulumi.ResourceOptions(ignore_changes=["settings.diskSize"])),
        )

    def _user(self, name: str, given: PhiDatabase, label: str, user: DatabaseUser, instance: pulumi.Resource) -> None:
        grants = [
            projects.IAMMember(
                child(name, "user", label, role.rpartition(".")[2]),
                project=given.project,
                role=role,
                member=user.member,
                condition=projects.IAMMemberConditionArgs(
                    title=f"{given.instance_name}-alone",
                    expression=(
                        'resource.service == "sqladmin.googleapis.com" && '
                        f'resource.name == "projects/{given.project}/instances/{given.instance_name}"'
                    ),
                ),
                opts=after(self, instance),
            )
            for role in ROLES
        ]
        sql.User(
            child(name, "user", label),
            name=user.login,
            project=given.project,
            instance=given.instance_name,
            type=user.kind,
            database_roles=[SUPERUSER] if user.administrator else None,
            opts=after(self, instance, grants),
        )
