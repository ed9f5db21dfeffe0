"""Restored databases stand in the subnets of the real one."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
phi = Network("phi", "phi", "10.20.0.0/16", {"data-a": "10.20.1.0/24", "data-b": "10.20.2.0/24"}, ("*.eu-west-1.rds.amazonaws.com",))
subnets = aws.rds.SubnetGroup("records", name="records", subnet_ids=[subnet.id for subnet in phi.subnets.values()])
closed = aws.ec2.SecurityGroup("records", name="records", vpc_id=phi.vpc.id, description="Nobody yet")
cluster = aws.rds.Cluster(
    "records",
    cluster_identifier="records",
    engine="aurora-postgresql",
    db_subnet_group_name=subnets.name,
    vpc_security_group_ids=[closed.id],
    storage_encrypted=True,
    manage_master_user_password=True,
    master_username="keeper",
    skip_final_snapshot=True,
    tags=PHI,
)
vault = aws.backup.Vault("vault", name="clinic", tags=PHI)
plan = aws.backup.Plan(
    "daily", name="daily", rules=[{"rule_name": "daily", "target_vault_name": vault.name, "schedule": "cron(0 3 * * ? *)"}]
)
role = aws.iam.Role(
    "backup",
    name="backup",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.backup.Selection("records", name="records", plan_id=plan.id, iam_role_arn=role.arn, resources=[cluster.arn])
testing = aws.backup.RestoreTestingPlan(
    "weekly",
    name="weekly",
    schedule_expression="cron(0 5 ? * SUN *)",
    recovery_point_selection={
        "algorithm": "RANDOM_WITHIN_WINDOW",
        "include_vaults": [vault.arn],
        "recovery_point_types": ["SNAPSHOT", "CONTINUOUS"],
    },
)
aws.backup.RestoreTestingSelection(
    "restored",
    name="restored",
    restore_testing_plan_name=testing.name,
    protected_resource_type="Aurora",
    protected_resource_arns=[cluster.arn],
    iam_role_arn=role.arn,
    restore_metadata_overrides={"dbsubnetgroupname": subnets.name},
    validation_window_hours=4,
)
