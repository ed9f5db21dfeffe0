"""Care plans as documents and as a graph: DocumentDB and Neptune clusters in one closed network, with snapshots and notices.

After https://docs.aws.amazon.com/documentdb/latest/developerguide/security.html, "Encrypting Amazon DocumentDB data at rest", "Auditing
Amazon DocumentDB events"; Neptune User Guide, "Securing your Amazon Neptune database", "Using audit logs with Amazon Neptune clusters".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

place = data_grounds.ground("plans", "10.86.0.0/16", zones="abc")
key = house.key("plans", "rds.amazonaws.com", "secretsmanager.amazonaws.com", "sns.amazonaws.com")
subnet_ids = [subnet.id for subnet in place.subnets]
notices = aws.sns.Topic("plans-notices", name="plans-notices", kms_master_key_id=key.arn)
documents_group = data_grounds.within(place, "plans-documents", 27017)
document_parameters = aws.docdb.ClusterParameterGroup(
    "plans",
    name="plans-documents",
    family="docdb5.0",
    parameters=[
        {"name": "tls", "value": "tls1.2+", "apply_method": "pending-reboot"},
        {"name": "audit_logs", "value": "all", "apply_method": "pending-reboot"},
        {"name": "profiler", "value": "disabled", "apply_method": "pending-reboot"},
    ],
)
document_logs = house.log_group("/aws/docdb/plans/audit", place.log_key)
documents = aws.docdb.Cluster(
    "plans",
    cluster_identifier="plans-documents",
    engine="docdb",
    engine_version="5.0.0",
    master_username="owner",
    manage_master_user_password=True,
    db_subnet_group_name=aws.docdb.SubnetGroup("plans", name="plans-documents", subnet_ids=subnet_ids).name,
    db_cluster_parameter_group_name=document_parameters.name,
    vpc_security_group_ids=[documents_group.id],
    storage_encrypted=True,
    kms_key_id=key.arn,
    backup_retention_period=35,
    preferred_backup_window="02:00-03:00",
    deletion_protection=True,
    skip_final_snapshot=False,
    final_snapshot_identifier="plans-documents-final",
    enabled_cloudwatch_logs_exports=["audit"],
    allow_major_version_upgrade=False,
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
for index in range(2):
    aws.docdb.ClusterInstance(
        f"plans-documents-{index}",
        identifier=f"plans-documents-{index}",
        cluster_identifier=documents.cluster_identifier,
        engine="docdb",
        instance_class="db.r6g.large",
        auto_minor_version_upgrade=True,
        ca_cert_identifier="rds-ca-rsa4096-g1",
        copy_tags_to_snapshot=True,
        enable_performance_insights=True,
        performance_insights_kms_key_id=key.arn,
        tags={"data-class": "phi"},
    )
aws.docdb.ClusterSnapshot(
    "plans", db_cluster_identifier=documents.cluster_identifier, db_cluster_snapshot_identifier="plans-documents-before-upgrade"
)
aws.docdb.EventSubscription(
    "plans",
    name="plans-documents",
    sns_topic_arn=notices.arn,
    source_type="db-cluster",
    source_ids=[documents.cluster_identifier],
    event_categories=["deletion", "failover", "failure", "maintenance"],
    enabled=True,
)
graph_group = data_grounds.within(place, "plans-graph", 8182)
graph_parameters = aws.neptune.ClusterParameterGroup(
    "plans",
    name="plans-graph",
    family="neptune1.3",
    parameters=[
        {"name": "neptune_enable_audit_log", "value": "1", "apply_method": "pending-reboot"},
        {"name": "neptune_enforce_ssl", "value": "1", "apply_method": "pending-reboot"},
    ],
)
graph_logs = house.log_group("/aws/neptune/plans/audit", place.log_key)
graph = aws.neptune.Cluster(
    "plans",
    cluster_identifier="plans-graph",
    engine="neptune",
    engine_version="1.3.2.1",
    neptune_subnet_group_name=aws.neptune.SubnetGroup("plans", name="plans-graph", subnet_ids=subnet_ids).name,
    neptune_cluster_parameter_group_name=graph_parameters.name,
    vpc_security_group_ids=[graph_group.id],
    iam_database_authentication_enabled=True,
    storage_encrypted=True,
    kms_key_arn=key.arn,
    backup_retention_period=35,
    preferred_backup_window="02:00-03:00",
    copy_tags_to_snapshot=True,
    deletion_protection=True,
    skip_final_snapshot=False,
    final_snapshot_identifier="plans-graph-final",
    enable_cloudwatch_logs_exports=["audit", "slowquery"],
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
for index in range(2):
    aws.neptune.ClusterInstance(
        f"plans-graph-{index}",
        identifier=f"plans-graph-{index}",
        cluster_identifier=graph.cluster_identifier,
        engine="neptune",
        instance_class="db.r6g.large",
        publicly_accessible=False,
        auto_minor_version_upgrade=True,
        tags={"data-class": "phi"},
    )
aws.neptune.ClusterSnapshot(
    "plans", db_cluster_identifier=graph.cluster_identifier, db_cluster_snapshot_identifier="plans-graph-before-upgrade"
)
aws.neptune.ClusterEndpoint(
    "readers", cluster_identifier=graph.cluster_identifier, cluster_endpoint_identifier="plans-readers", endpoint_type="READER"
)
aws.neptunegraph.Graph(
    "plans",
    graph_name="plans-analytics",
    provisioned_memory=16,
    public_connectivity=False,
    replica_count=1,
    kms_key_identifier=key.arn,
    deletion_protection=True,
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
aws.neptune.EventSubscription(
    "plans",
    name="plans-graph",
    sns_topic_arn=notices.arn,
    source_type="db-cluster",
    source_ids=[graph.cluster_identifier],
    event_categories=["deletion", "failover", "failure", "maintenance"],
    enabled=True,
)
