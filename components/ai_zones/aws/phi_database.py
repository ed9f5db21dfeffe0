"""PHI database: an Aurora PostgreSQL cluster with vectors (pgvector), without a public address or a standing password.

Sources: Amazon Aurora User Guide, "Aurora PostgreSQL parameters" (which need a reboot), "Using pgAudit to log database activity",
"IAM database authentication", "Password management with Amazon Aurora and AWS Secrets Manager", "Publishing Aurora PostgreSQL logs to
CloudWatch Logs", "Overview of Enhanced Monitoring", "Backing up and restoring an Aurora DB cluster" (1 to 35 days), "Extension versions
for Amazon Aurora PostgreSQL" (pgvector); 45 CFR 164.312(b) (audit controls), 164.308(a)(7)(ii)(A) (data backup plan).
"""

from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import cloudwatch, iam, rds

from ai_zones.aws.naming import MAX_IAM_NAME, arn, child, partition_of, physical_name
from ai_zones.aws.policy_document import allow, render
from ai_zones.aws.reference_maps import ZoneReferenceMap, in_order
from ai_zones.aws.tags import DataClass, tags_for
from ai_zones.aws.validation import (
    SIX_YEARS_DAYS,
    AccountId,
    AvailabilityZone,
    ComponentInput,
    ExtraTags,
    Port,
    Reference,
    Region,
    RetentionDays,
    ZoneText,
)

ENGINE = "aurora-postgresql"
MAX_CLUSTER_NAME = 63
BACKUP_DAYS = 35
MONITORING_SECONDS = 60
INSIGHTS_DAYS = 7

PARAMETERS = {
    "log_connections": "1",
    "log_disconnections": "1",
    "pgaudit.log": "ddl,read,role,write",
    # Values of parameters are patients' data: the audit trail says who touched which table, not what was in it.
    "pgaudit.log_parameter": "0",
    "rds.force_ssl": "1",
    "ssl_min_protocol_version": "TLSv1.2",
}
PARAMETERS_AFTER_REBOOT = {"shared_preload_libraries": "pg_stat_statements,pgaudit"}


class AwsPhiDatabaseArgs(TypedDict):
    """Inputs of `AwsPhiDatabase`."""

    region: str
    """Region of the cluster."""
    account_id: str
    """Account that owns the cluster."""
    kms_key_arn: pulumi.Input[str]
    """Key that encrypts storage, snapshots, the managed password, Performance Insights and the logs."""
    subnet_ids: pulumi.Input[dict[str, pulumi.Input[str]]]
    """Database subnets by availability zone: two or more, also where one instance is built (AWS asks for them in a subnet group)."""
    availability_zones: list[str]
    """Two or three availability zones, each with a database subnet; one instance is built in each. With `single_availability_zone` one."""
    security_group_id: pulumi.Input[str]
    """Security group of the cluster; it should admit port 5432 from the resource gateway and the zone's own programs alone."""
    zone: NotRequired[str]
    """Zone that the cluster stands in. Default: `phi`."""
    engine_version: NotRequired[str]
    """Aurora PostgreSQL version, 16 or later. Minor versions are applied by AWS. Default: 17.5."""
    instance_class: NotRequired[str]
    """Class of the instances. Default: `db.r8g.large`."""
    database_name: NotRequired[str]
    """Database that is made at the start. Default: `clinical`."""
    port: NotRequired[int]
    """Port of the cluster. Default: 5432."""
    log_retention_days: NotRequired[int]
    """Days that logs are kept, one of the values of CloudWatch Logs. Default: 2,192 (six years)."""
    removable: NotRequired[bool]
    """Lifts the protection of Pulumi and AWS; a last snapshot is still taken. Default: false."""
    single_availability_zone: NotRequired[bool]
    """True builds in one availability zone: for development, where its loss may stop everything. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class PhiDatabase(ComponentInput):
    """Parsed `AwsPhiDatabaseArgs`."""

    region: Region
    account_id: AccountId
    kms_key_arn: Reference
    subnet_ids: ZoneReferenceMap
    single_availability_zone: bool = False
    availability_zones: list[AvailabilityZone] = pydantic.Field(min_length=1, max_length=3)
    security_group_id: Reference
    zone: ZoneText = "phi"
    engine_version: str = pydantic.Field(default="17.5", pattern=r"^(1[6-9]|[2-9]\d)\.\d+$")
    instance_class: str = pydantic.Field(default="db.r8g.large", pattern=r"^db\.[a-z0-9]+\.[a-z0-9]+$")
    database_name: str = pydantic.Field(default="clinical", pattern=r"^[a-z][a-z0-9_]{0,62}$")
    port: Port = 5432
    log_retention_days: RetentionDays = SIX_YEARS_DAYS
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _zones_have_subnets(self) -> Self:
        if len(self.availability_zones) < 2 and not self.single_availability_zone:
            raise ValueError(
                f"availability_zones: given {self.availability_zones}, at least two are needed to survive the loss of one; "
                "for development single_availability_zone may allow one"
            )
        if foreign := [zone for zone in self.availability_zones if not zone.startswith(self.region)]:
            raise ValueError(f"availability_zones: given {', '.join(foreign)}, allowed are those of {self.region}")
        if len(set(self.availability_zones)) < len(self.availability_zones):
            raise ValueError("availability_zones: each once")
        if isinstance(self.subnet_ids, dict) and (bare := sorted(set(self.availability_zones) - set(self.subnet_ids))):
            raise ValueError(
                f"availability_zones: given {', '.join(bare)} without a subnet; subnet_ids has {', '.join(sorted(self.subnet_ids))}"
            )
        return self

    @property
    def family(self) -> str:
        """Parameter group family of the major version."""
        return f"{ENGINE}{self.engine_version.split('.')[0]}"


def cluster_name(component: str) -> str:
    """Identifier of the cluster, known before it is built so that policies can name it."""
    return physical_name(component, limit=MAX_CLUSTER_NAME - len("-final")).lower()


def cluster_log_group(component: str) -> str:
    """Log group that Aurora writes to. Its name is AWS's; making it first decides its key and how long it keeps."""
    return f"/aws/rds/cluster/{cluster_name(component)}/postgresql"


class AwsPhiDatabase(pulumi.ComponentResource):
    """Encrypted, audited cluster over two or three availability zones. Protected by Pulumi and by AWS: `destroy` refuses it."""

    cluster_arn: pulumi.Output[str]
    """ARN of the cluster."""
    endpoint: pulumi.Output[str]
    """Name of the writer."""
    reader_endpoint: pulumi.Output[str]
    """Name of the readers."""
    log_group_arn: pulumi.Output[str]
    """Log group of the audit trail."""

    def __init__(self, name: str, args: AwsPhiDatabaseArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        database = PhiDatabase.parse(name, args)
        super().__init__("ai-zones:index:AwsPhiDatabase", name, {}, opts)
        logs = self._log_group(name, database)
        role = self._monitoring_role(name, database)
        cluster = self._cluster(name, database, logs)
        for zone in sorted(database.availability_zones):
            self._instance(name, database, cluster, role, zone)
        self.cluster_arn = cluster.arn
        self.endpoint = cluster.endpoint
        self.reader_endpoint = cluster.reader_endpoint
        self.log_group_arn = logs.arn
        self.register_outputs(
            {
                "clusterArn": self.cluster_arn,
                "endpoint": self.endpoint,
                "readerEndpoint": self.reader_endpoint,
                "logGroupArn": self.log_group_arn,
            }
        )

    def _tags(self, name: str, database: PhiDatabase) -> dict[str, str]:
        return tags_for(database.zone, name, extra=database.tags, data_class=DataClass.PHI)

    def _log_group(self, name: str, database: PhiDatabase) -> cloudwatch.LogGroup:
        return cloudwatch.LogGroup(
            child(name, "logs"),
            name=cluster_log_group(name),
            log_group_class="STANDARD",
            kms_key_id=database.kms_key_arn,
            retention_in_days=database.log_retention_days,
            deletion_protection_enabled=not database.removable,
            skip_destroy=False,
            # Statements stand in the audit trail, and with them whatever a program writes into a statement.
            tags=self._tags(child(name, "logs"), database),
            opts=pulumi.ResourceOptions(parent=self, protect=not database.removable, delete_before_replace=True),
        )

    def _cluster(self, name: str, database: PhiDatabase, logs: cloudwatch.LogGroup) -> rds.Cluster:
        identifier = cluster_name(name)
        subnets = rds.SubnetGroup(
            child(name, "subnets"),
            name=identifier,
            description=f"Database subnets of the {database.zone} zone",
            subnet_ids=in_order(database.subnet_ids),
            tags=tags_for(database.zone, child(name, "subnets"), extra=database.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return rds.Cluster(
            child(name, "cluster"),
            cluster_identifier=identifier,
            engine=ENGINE,
            engine_mode="provisioned",
            engine_version=database.engine_version,
            database_name=database.database_name,
            port=database.port,
            network_type="IPV4",
            db_subnet_group_name=subnets.name,
            vpc_security_group_ids=[database.security_group_id],
            db_cluster_parameter_group_name=self._parameters(name, database).name,
            storage_encrypted=True,
            kms_key_id=database.kms_key_arn,
            # Nobody types this user's password: RDS keeps and rotates it in Secrets Manager.
            master_username="administrator",
            manage_master_user_password=True,
            master_user_secret_kms_key_id=database.kms_key_arn,
            iam_database_authentication_enabled=True,
            enable_http_endpoint=False,
            enabled_cloudwatch_logs_exports=["postgresql"],
            backup_retention_period=BACKUP_DAYS,
            copy_tags_to_snapshot=True,
            delete_automated_backups=False,
            skip_final_snapshot=False,
            final_snapshot_identifier=f"{identifier}-final",
            deletion_protection=not database.removable,
            apply_immediately=False,
            allow_major_version_upgrade=False,
            tags=self._tags(name, database),
            opts=pulumi.ResourceOptions(parent=self, protect=not database.removable, depends_on=[logs]),
        )

    def _parameters(self, name: str, database: PhiDatabase) -> rds.ClusterParameterGroup:
        immediate = [(key, value, "immediate") for key, value in PARAMETERS.items()]
        after_reboot = [(key, value, "pending-reboot") for key, value in PARAMETERS_AFTER_REBOOT.items()]
        return rds.ClusterParameterGroup(
            child(name, "parameters"),
            name=cluster_name(name),
            family=database.family,
            description=f"TLS, audit and connection logs for the {database.zone} zone",
            parameters=[
                rds.ClusterParameterGroupParameterArgs(name=key, value=value, apply_method=method)
                for key, value, method in sorted([*immediate, *after_reboot])
            ],
            tags=tags_for(database.zone, child(name, "parameters"), extra=database.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _monitoring_role(self, name: str, database: PhiDatabase) -> iam.Role:
        clusters_instances = arn("rds", f"db:{cluster_name(name)}-*", region=database.region, account_id=database.account_id)
        role = iam.Role(
            child(name, "monitoring"),
            name=physical_name(name, "monitoring", limit=MAX_IAM_NAME),
            description=f"Enhanced Monitoring of the {database.zone} database",
            assume_role_policy=render([_monitoring_trust(database.account_id, clusters_instances)]),
            tags=tags_for(database.zone, child(name, "monitoring"), extra=database.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        iam.RolePolicyAttachment(
            child(name, "monitoring-policy"),
            role=role.name,
            policy_arn=f"arn:{partition_of(database.region)}:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return role

    def _instance(self, name: str, database: PhiDatabase, cluster: rds.Cluster, role: iam.Role, zone: str) -> rds.ClusterInstance:
        letter = zone.removeprefix(database.region)
        return rds.ClusterInstance(
            child(name, "instance", zone),
            identifier=f"{cluster_name(name)}-{letter}",
            cluster_identifier=cluster.id,
            engine=ENGINE,
            engine_version=database.engine_version,
            instance_class=database.instance_class,
            availability_zone=zone,
            db_subnet_group_name=cluster.db_subnet_group_name,
            publicly_accessible=False,
            auto_minor_version_upgrade=True,
            apply_immediately=False,
            copy_tags_to_snapshot=True,
            monitoring_interval=MONITORING_SECONDS,
            monitoring_role_arn=role.arn,
            performance_insights_enabled=True,
            performance_insights_kms_key_id=database.kms_key_arn,
            performance_insights_retention_period=INSIGHTS_DAYS,
            tags=self._tags(child(name, zone), database),
            opts=pulumi.ResourceOptions(parent=self, protect=not database.removable, delete_before_replace=True),
        )


def _monitoring_trust(account_id: str, instances: str) -> dict[str, object]:
    """Only RDS, and only for instances of this cluster: no other customer can borrow the role through RDS (confused deputy)."""
    statement = allow(
        "RdsMonitorsTheCluster",
        principal={"Service": "monitoring.rds.amazonaws.com"},
        actions=["sts:AssumeRole"],
        resources=[],
        conditions={"StringEquals": {"aws:SourceAccount": account_id}, "ArnLike": {"aws:SourceArn": instances}},
    )
    del statement["Resource"]  # A trust policy has none: the role itself is the resource.
    return statement
