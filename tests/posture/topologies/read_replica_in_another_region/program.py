"""A cross-region read replica of the records, by a second provider."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.61.0.0/16", {"a": "10.61.0.0/24", "b": "10.61.1.0/24"})
source = aws.rds.Instance(
    "records",
    identifier="records",
    engine="postgres",
    instance_class="db.m7g.large",
    allocated_storage=20,
    username="records",
    manage_master_user_password=True,
    backup_retention_period=7,
    db_subnet_group_name=aws.rds.SubnetGroup("records", subnet_ids=[s.id for s in phi.subnets.values()]).name,
    skip_final_snapshot=True,
)
america = pulumi.ResourceOptions(provider=aws.Provider("america", region="us-east-1"))
aws.rds.Instance(
    "records-america",
    identifier="records-america",
    replicate_source_db=source.arn,
    instance_class="db.m7g.large",
    skip_final_snapshot=True,
    opts=america,
)
