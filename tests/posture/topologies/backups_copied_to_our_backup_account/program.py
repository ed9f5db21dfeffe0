"""A plan whose copies go to a vault of another account of the organization, in the same region."""

import json

import pulumi_aws as aws

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)
COPIES = "arn:aws:backup:eu-west-1:222233334444:backup-vault:copies"
records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
vault = aws.backup.Vault("vault", name="clinic", tags={"ai-zone": "phi", "data-class": "phi"})
plan = aws.backup.Plan(
    "daily",
    name="daily",
    rules=[
        {
            "rule_name": "daily",
            "target_vault_name": vault.name,
            "schedule": "cron(0 3 * * ? *)",
            "copy_actions": [{"destination_vault_arn": COPIES}],
        }
    ],
)
role = aws.iam.Role("backup", name="backup", assume_role_policy=TRUST)
aws.backup.Selection("records", name="records", plan_id=plan.id, iam_role_arn=role.arn, resources=[records.arn])
