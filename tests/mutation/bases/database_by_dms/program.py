"""One schema of a cluster is moved into another: a replication instance in a closed network, both ends over TLS with secrets, logs, notices.

After https://docs.aws.amazon.com/dms/latest/userguide/CHAP_Security.html, "Using secrets to access AWS DMS endpoints", "Using SSL with AWS
Database Migration Service", "Setting up a network for a replication instance".
"""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

place = data_grounds.ground("move", "10.88.0.0/16")
key = house.key("move", "dms.amazonaws.com", "rds.amazonaws.com", "secretsmanager.amazonaws.com", "sns.amazonaws.com")
subnet_ids = [subnet.id for subnet in place.subnets]
databases = data_grounds.within(place, "move-databases", 2484, 5432)
replicators = data_grounds.within(place, "move-replicators", 443)
monitor = aws.iam.Role("move-monitoring", name="move-monitoring", assume_role_policy=house.trust("monitoring.rds.amazonaws.com"))
aws.iam.RolePolicyAttachment(
    "move-monitoring", role=monitor.name, policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
)
group = aws.rds.SubnetGroup("move", name="move", subnet_ids=subnet_ids)
logs = house.log_group("/aws/rds/cluster/target/postgresql", place.log_key)
parameters = aws.rds.ClusterParameterGroup(
    "target",
    name="target",
    family="aurora-postgresql16",
    parameters=[
        {"name": "rds.force_ssl", "value": "1", "apply_method": "pending-reboot"},
        {"name": "shared_preload_libraries", "value": "pgaudit", "apply_method": "pending-reboot"},
        {"name": "pgaudit.log", "value": "all", "apply_method": "pending-reboot"},
    ],
)
target = aws.rds.Cluster(
    "target",
    cluster_identifier="target",
    engine="aurora-postgresql",
    engine_version="16.4",
    database_name="records",
    master_username="owner",
    manage_master_user_password=True,
    master_user_secret_kms_key_id=key.arn,
    db_subnet_group_name=group.name,
    db_cluster_parameter_group_name=parameters.name,
    vpc_security_group_ids=[databases.id],
    storage_encrypted=True,
    kms_key_id=key.arn,
    iam_database_authentication_enabled=True,
    backup_retention_period=35,
    delete_automated_backups=False,
    copy_tags_to_snapshot=True,
    deletion_protection=True,
    skip_final_snapshot=False,
    final_snapshot_identifier="target-final",
    enabled_cloudwatch_logs_exports=["postgresql"],
    tags={"data-class": "phi"},
)
aws.rds.ClusterInstance(
    "target-0",
    identifier="target-0",
    cluster_identifier=target.id,
    engine="aurora-postgresql",
    instance_class="db.r7g.large",
    publicly_accessible=False,
    auto_minor_version_upgrade=True,
    performance_insights_enabled=True,
    performance_insights_kms_key_id=key.arn,
    performance_insights_retention_period=731,
    monitoring_interval=60,
    monitoring_role_arn=monitor.arn,
    copy_tags_to_snapshot=True,
    tags={"data-class": "phi"},
)
secrets = {
    side: aws.secretsmanager.Secret(
        f"move-{side}", name=f"move/{side}", kms_key_id=key.arn, recovery_window_in_days=30, tags={"data-class": "phi"}
    )
    for side in ("source", "target")
}
for side, host in (("source", target.reader_endpoint), ("target", target.endpoint)):
    # The password is written by a rotation, outside of the program.
    aws.secretsmanager.SecretVersion(
        f"move-{side}",
        secret_id=secrets[side].id,
        secret_string=pulumi.Output.json_dumps({"host": host, "port": 5432, "username": "mover"}),
    )
reading = data_grounds.acting(
    "move-secrets",
    f"dms.{house.REGION}.amazonaws.com",
    data_grounds.may(["secretsmanager:GetSecretValue"], f"arn:aws:secretsmanager:{house.REGION}:{house.ACCOUNT}:secret:move/*"),
)
instance = aws.dms.ReplicationInstance(
    "move",
    replication_instance_id="move",
    replication_instance_class="dms.r6i.large",
    allocated_storage=200,
    engine_version="3.5.4",
    allow_major_version_upgrade=False,
    auto_minor_version_upgrade=True,
    multi_az=True,
    publicly_accessible=False,
    network_type="IPV4",
    kms_key_arn=key.arn,
    replication_subnet_group_id=aws.dms.ReplicationSubnetGroup(
        "move",
        replication_subnet_group_id="move",
        replication_subnet_group_description="Closed subnets",
        subnet_ids=subnet_ids,
    ).replication_subnet_group_id,
    vpc_security_group_ids=[replicators.id],
    tags={"data-class": "phi"},
)
source_end = aws.dms.Endpoint(
    "source",
    endpoint_id="source",
    endpoint_type="source",
    engine_name="aurora-postgresql",
    database_name="legacy",
    secrets_manager_arn=secrets["source"].arn,
    secrets_manager_access_role_arn=reading.arn,
    ssl_mode="require",
    kms_key_arn=key.arn,
    postgres_settings={"capture_ddls": False, "heartbeat_enable": True, "fail_tasks_on_lob_truncation": True},
)
target_end = aws.dms.Endpoint(
    "target",
    endpoint_id="target",
    endpoint_type="target",
    engine_name="aurora-postgresql",
    database_name="records",
    secrets_manager_arn=secrets["target"].arn,
    secrets_manager_access_role_arn=reading.arn,
    ssl_mode="require",
    kms_key_arn=key.arn,
)
task = aws.dms.ReplicationTask(
    "move",
    replication_task_id="move",
    migration_type="full-load-and-cdc",
    replication_instance_arn=instance.replication_instance_arn,
    source_endpoint_arn=source_end.endpoint_arn,
    target_endpoint_arn=target_end.endpoint_arn,
    table_mappings=json.dumps(
        {
            "rules": [
                {
                    "rule-type": "selection",
                    "rule-id": "1",
                    "rule-name": "1",
                    "object-locator": {"schema-name": "legacy", "table-name": "%"},
                    "rule-action": "include",
                }
            ]
        }
    ),
    replication_task_settings=json.dumps({"Logging": {"EnableLogging": True}, "ValidationSettings": {"EnableValidation": True}}),
    start_replication_task=False,
    tags={"data-class": "phi"},
)
notices = aws.sns.Topic("move-notices", name="move-notices", kms_master_key_id=key.arn, tags={"data-class": "internal"})
aws.dms.EventSubscription(
    "move",
    name="move",
    enabled=True,
    source_type="replication-task",
    source_ids=[task.replication_task_id],
    event_categories=["failure", "deletion", "state change"],
    sns_topic_arn=notices.arn,
)
