"""PHI database on AlloyDB: a cluster with vectors, reached by Private Service Connect alone, without passwords.

For what Cloud SQL is too small or too slow for. Like `GcpPhiDatabase`, it has no address and stands in no network: projects that are named connect to
it by endpoints of their own (`GcpDatabaseLink`). AlloyDB has no resource for a database: an administrator runs `CREATE DATABASE` and
`CREATE EXTENSION vector` (or `alloydb_scann`, Google's own index of vectors).
Sources: AlloyDB for PostgreSQL documentation, "About Private Service Connect" (a service attachment for each instance), "Supported database flags",
"Manage IAM authentication" (Cloud AlloyDB Database User and Service Usage Consumer; names without `.gserviceaccount.com`), "Set up pgAudit",
"Data backup and recovery overview" (continuous: 1 to 35 days), "Use customer-managed encryption keys" (clusters and backups), "Configure SSL/TLS",
"About maintenance", "Dataplex integration", "Read pool instances" (1 to 20 nodes), "Store vector embeddings"; IAM documentation, "Resource attributes
for IAM Conditions" (AlloyDB is not among them, so rights are the project's); provider reference, `gcp.alloydb.Cluster`, `gcp.alloydb.Instance`
(consumers by number), `gcp.alloydb.User`; 45 CFR 164.312(b) (audit controls), 164.312(e) (transmission), 164.308(a)(7)(ii)(A) (data backup plan).
"""

import pulumi
from pulumi_gcp import alloydb, projects

from ai_zones.gcp.alloydb_input import FLAGS, SUPERUSER, AlloyDb, AlloyDbUser, GcpAlloyDbArgs
from ai_zones.gcp.labels import DataClass
from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait

ROLES = ("roles/alloydb.databaseUser", "roles/serviceusage.serviceUsageConsumer")
LOGS_IN = "alloydbiamuser"
"""Role in the database of whoever logs in as an identity. Left out, a user may be given more."""
DAY_SECONDS = 86_400
EVERY_DAY = ("MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY", "SUNDAY")


class GcpAlloyDb(pulumi.ComponentResource):
    """Encrypted, audited cluster with a standby. Protected by Pulumi and by the provider: `destroy` refuses it."""

    cluster_id: str
    """Path of the cluster."""
    instance_id: str
    """Path of its primary instance."""
    service_attachment: pulumi.Output[str]
    """Path of the primary's service attachment, to which endpoints lead."""
    dns_name: pulumi.Output[str]
    """The primary's name, which each network answers with its own endpoint."""
    read_service_attachment: pulumi.Output[str] | None
    """The same of the read pool; None where there is none."""
    read_dns_name: pulumi.Output[str] | None
    """Name of the read pool; None where there is none."""

    def __init__(self, name: str, args: GcpAlloyDbArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = AlloyDb.parse(name, args)
        super().__init__("ai-zones:index:GcpAlloyDb", name, {}, children_wait(opts))
        self.cluster_id, self.instance_id = given.cluster_path, given.instance_path("primary")
        primary = self._instance(name, given, "primary", self._cluster(name, given))
        self.service_attachment, self.dns_name = _link(primary), _name(primary)
        self.read_service_attachment = self.read_dns_name = None
        if given.read_nodes:
            pool = self._instance(name, given, "read", primary)
            self.read_service_attachment, self.read_dns_name = _link(pool), _name(pool)
        for label, user in sorted(given.users.items()):
            self._user(name, given, label, user, primary)
        self.register_outputs(
            {
                "clusterId": self.cluster_id,
                "instanceId": self.instance_id,
                "serviceAttachment": self.service_attachment,
                "dnsName": self.dns_name,
                "readServiceAttachment": self.read_service_attachment,
                "readDnsName": self.read_dns_name,
            }
        )

    def _cluster(self, name: str, given: AlloyDb) -> alloydb.Cluster:
        held = not given.removable
        return alloydb.Cluster(
            child(name, "cluster"),
            cluster_id=given.cluster_name,
            project=given.project,
            location=given.region,
            cluster_type="PRIMARY",
            database_version=f"POSTGRES_{given.version}",
            # Without an initial user `postgres` has no password, so nobody logs in as it.
            encryption_config=alloydb.ClusterEncryptionConfigArgs(kms_key_name=given.kms_key),
            psc_config=alloydb.ClusterPscConfigArgs(psc_enabled=True),
            automated_backup_policy=alloydb.ClusterAutomatedBackupPolicyArgs(
                enabled=True,
                location=given.region,
                backup_window="3600s",
                encryption_config=alloydb.ClusterAutomatedBackupPolicyEncryptionConfigArgs(kms_key_name=given.kms_key),
                time_based_retention=alloydb.ClusterAutomatedBackupPolicyTimeBasedRetentionArgs(
                    retention_period=f"{given.backup_retention_days * DAY_SECONDS}s"
                ),
                weekly_schedule=alloydb.ClusterAutomatedBackupPolicyWeeklyScheduleArgs(
                    days_of_weeks=list(EVERY_DAY),
                    start_times=[alloydb.ClusterAutomatedBackupPolicyWeeklyScheduleStartTimeArgs(hours=1)],
                ),
                labels=given.labels_of(data_class=DataClass.PHI),
            ),
            continuous_backup_config=alloydb.ClusterContinuousBackupConfigArgs(
                enabled=True,
                recovery_window_days=given.recovery_window_days,
                encryption_config=alloydb.ClusterContinuousBackupConfigEncryptionConfigArgs(kms_key_name=given.kms_key),
            ),
            maintenance_update_policy=alloydb.ClusterMaintenanceUpdatePolicyArgs(
                maintenance_windows=[
                    alloydb.ClusterMaintenanceUpdatePolicyMaintenanceWindowArgs(
                        day=EVERY_DAY[given.maintenance_day - 1],
                        start_time=alloydb.ClusterMaintenanceUpdatePolicyMaintenanceWindowStartTimeArgs(hours=given.maintenance_hour),
                    )
                ]
            ),
            # On unless it is given: the catalogue would hold names of tables and columns outside the zone.
            dataplex_config=alloydb.ClusterDataplexConfigArgs(enabled=False),
            subscription_type="STANDARD",
            deletion_protection=held,
            deletion_policy="PREVENT" if held else "DEFAULT",
            labels=given.labels_of(data_class=DataClass.PHI),
            opts=after(self, protect=held),
        )

    def _instance(self, name: str, given: AlloyDb, label: str, before: pulumi.Resource) -> alloydb.Instance:
        pool, held = label == "read", not given.removable
        return alloydb.Instance(
            child(name, label),
            cluster=given.cluster_path,
            instance_id=given.instance_name(label),
            instance_type="READ_POOL" if pool else "PRIMARY",
            # A pool's follows from its number of nodes.
            availability_type=None if pool else ("REGIONAL" if given.highly_available else "ZONAL"),
            read_pool_config=alloydb.InstanceReadPoolConfigArgs(node_count=given.read_nodes) if pool else None,
            machine_config=alloydb.InstanceMachineConfigArgs(cpu_count=given.cpu_count),
            database_flags=dict(FLAGS),
            psc_instance_config=alloydb.InstancePscInstanceConfigArgs(
                allowed_consumer_projects=[given.consumers[project] for project in sorted(given.consumers)]
            ),
            client_connection_config=alloydb.InstanceClientConnectionConfigArgs(
                # Connectors would come in at 5433, which no flow of the plan opens.
                require_connectors=False,
                ssl_config=alloydb.InstanceClientConnectionConfigSslConfigArgs(ssl_mode="ENCRYPTED_ONLY"),
            ),
            query_insights_config=alloydb.InstanceQueryInsightsConfigArgs(
                record_client_address=True,
                record_application_tags=False,
                # A plan shows the values that were asked for.
                query_plans_per_minute=0,
            ),
            deletion_policy="PREVENT" if held else "DELETE",
            labels=given.labels_of(data_class=DataClass.PHI),
            opts=after(self, before, protect=held),
        )

    def _user(self, name: str, given: AlloyDb, label: str, user: AlloyDbUser, primary: pulumi.Resource) -> None:
        grants = [
            projects.IAMMember(
                child(name, "user", label, role.rpartition(".")[2]),
                project=given.project,
                role=role,
                member=user.member,
                opts=after(self, primary),
            )
            for role in ROLES
        ]
        alloydb.User(
            child(name, "user", label),
            cluster=given.cluster_path,
            user_id=user.login,
            user_type=user.kind,
            database_roles=[LOGS_IN, SUPERUSER] if user.administrator else [LOGS_IN],
            opts=after(self, primary, grants),
        )


def _link(instance: alloydb.Instance) -> pulumi.Output[str]:
    link: pulumi.Output[str] = instance.psc_instance_config.apply(lambda psc: psc.service_attachment_link or "")
    return link


def _name(instance: alloydb.Instance) -> pulumi.Output[str]:
    name: pulumi.Output[str] = instance.psc_instance_config.apply(lambda psc: psc.psc_dns_name or "")
    return name
