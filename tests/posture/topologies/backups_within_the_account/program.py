"""Daily backups of a bucket and a table into a locked vault; nobody deletes, nobody copies."""

import json

import pulumi_aws as aws

TRUST = json.dumps(
    {
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": "backup.amazonaws.com"}, "Action": "sts:AssumeRole"}],
    }
)
TAGS = {"ai-zone": "phi", "data-class": "phi"}
records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
aws.s3.BucketVersioning("records", bucket=records.id, versioning_configuration={"status": "Enabled"})
visits = aws.dynamodb.Table(
    "visits",
    name="visits",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[aws.dynamodb.TableAttributeArgs(name="id", type="S")],
    tags=TAGS,
)
vault = aws.backup.Vault("vault", name="clinic", tags=TAGS)
aws.backup.VaultLockConfiguration("vault", backup_vault_name=vault.name, changeable_for_days=3, min_retention_days=35)
aws.backup.VaultPolicy(
    "vault",
    backup_vault_name=vault.name,
    policy=vault.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:CopyFromBackupVault"],
                        "Resource": "*",
                    }
                ],
            }
        )
    ),
)
plan = aws.backup.Plan(
    "daily",
    name="daily",
    rules=[
        aws.backup.PlanRuleArgs(
            rule_name="daily",
            target_vault_name=vault.name,
            schedule="cron(0 3 * * ? *)",
            lifecycle=aws.backup.PlanRuleLifecycleArgs(delete_after=365, cold_storage_after=90),
        )
    ],
)
role = aws.iam.Role("backup", name="backup", assume_role_policy=TRUST)
aws.backup.Selection("stores", name="stores", plan_id=plan.id, iam_role_arn=role.arn, resources=[records.arn, visits.arn])
