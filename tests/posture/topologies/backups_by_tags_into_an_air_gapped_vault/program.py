"""Whatever is tagged for backup is copied every month into a logically air-gapped vault of the same account."""

import json

import pulumi_aws as aws

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)
PHI = {"ai-zone": "phi", "data-class": "phi", "backup": "monthly"}
aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags=PHI)
aws.s3.Bucket("pages", bucket="clinic-pages-111122223333", tags={"data-class": "public"})
vault = aws.backup.Vault("vault", name="monthly", tags={"ai-zone": "phi", "data-class": "phi"})
gapped = aws.backup.LogicallyAirGappedVault(
    "gapped", name="gapped", min_retention_days=35, max_retention_days=2192, tags={"ai-zone": "phi", "data-class": "phi"}
)
plan = aws.backup.Plan(
    "monthly",
    name="monthly",
    rules=[
        {
            "rule_name": "monthly",
            "target_vault_name": vault.name,
            "schedule": "cron(0 1 1 * ? *)",
            "lifecycle": {"delete_after": 2192},
            "copy_actions": [{"destination_vault_arn": gapped.arn, "lifecycle": {"delete_after": 2192}}],
        }
    ],
)
role = aws.iam.Role("backup", name="backup", assume_role_policy=TRUST)
aws.backup.Selection(
    "tagged",
    name="tagged",
    plan_id=plan.id,
    iam_role_arn=role.arn,
    selection_tags=[{"type": "STRINGEQUALS", "key": "backup", "value": "monthly"}],
)
