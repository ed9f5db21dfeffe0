"""A backup plan whose copies go to a vault in Virginia."""

import json

import pulumi
import pulumi_aws as aws

records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
here = aws.backup.Vault("here", name="here", tags={"ai-zone": "phi"})
there = aws.backup.Vault("there", name="there", opts=pulumi.ResourceOptions(provider=aws.Provider("america", region="us-east-1")))
plan = aws.backup.Plan(
    "daily",
    name="daily",
    rules=[
        {
            "rule_name": "daily",
            "target_vault_name": here.name,
            "schedule": "cron(0 3 * * ? *)",
            "copy_actions": [{"destination_vault_arn": there.arn}],
        }
    ],
)
role = aws.iam.Role(
    "backup",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.backup.Selection("records", name="records", plan_id=plan.id, iam_role_arn=role.arn, resources=[records.arn])
