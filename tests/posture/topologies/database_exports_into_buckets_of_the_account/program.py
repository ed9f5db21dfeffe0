"""It may write into buckets of the account."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, role, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
group = aws.rds.SubnetGroup("ward", name="ward", subnet_ids=[subnet.id for subnet in ward.subnets.values()])
db = aws.rds.Cluster(
    "visits",
    cluster_identifier="visits",
    engine="aurora-postgresql",
    db_subnet_group_name=group.name,
    master_username="clinic",
    manage_master_user_password=True,
    storage_encrypted=True,
    skip_final_snapshot=True,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
exporter = role("exporter", "rds", statement("s3:PutObject", "*", condition={"StringEquals": {"aws:ResourceAccount": ACCOUNT}}))
aws.rds.ClusterRoleAssociation("export", db_cluster_identifier=db.id, feature_name="s3Export", role_arn=exporter.arn)
