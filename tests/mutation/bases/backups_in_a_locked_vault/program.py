"""Backups of a table and a file system: a locked vault, a second vault that takes copies, an audit framework, reports, restore tests.

After https://docs.aws.amazon.com/aws-backup/latest/devguide/vault-lock.html, "Creating a backup plan", "Working with audit frameworks", "Working
with audit reports", "Restore testing", "Notification options with AWS Backup".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

REPORTS = "clinic-backup-reports"
BACKUP = f"arn:aws:backup:{house.REGION}:{house.ACCOUNT}:backup-vault"
key = house.key("vault", "backup.amazonaws.com", "dynamodb.amazonaws.com", "sns.amazonaws.com", "s3.amazonaws.com")
access_logs = house.access_logs("clinic-backup-access-logs")
reports = house.bucket(REPORTS, key, access_logs, {"data-class": "internal"})
table = aws.dynamodb.Table(
    "referrals",
    name="referrals",
    billing_mode="PAY_PER_REQUEST",
    hash_key="id",
    attributes=[{"name": "id", "type": "S"}],
    point_in_time_recovery={"enabled": True},
    server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    deletion_protection_enabled=True,
    tags={"data-class": "phi", "backup": "daily"},
)
notices = aws.sns.Topic("backup-notices", name="backup-notices", kms_master_key_id=key.arn, tags={"data-class": "internal"})
aws.sns.TopicPolicy(
    "backup-notices",
    arn=notices.arn,
    policy=house.document(
        {
            "Sid": "Backup",
            "Effect": "Allow",
            "Principal": {"Service": "backup.amazonaws.com"},
            "Action": "sns:Publish",
            "Resource": f"arn:aws:sns:{house.REGION}:{house.ACCOUNT}:backup-notices",
            "Condition": {"StringEquals": {"aws:SourceAccount": house.ACCOUNT}},
        },
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": f"arn:aws:sns:{house.REGION}:{house.ACCOUNT}:backup-notices",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ),
)


def vault(name: str) -> aws.backup.Vault:
    """Locked, with a key, closed to others; failures are told."""
    made = aws.backup.Vault(
        name, name=name, kms_key_arn=key.arn, force_destroy=False, tags={"data-class": "phi"}, opts=pulumi.ResourceOptions(protect=True)
    )
    aws.backup.VaultLockConfiguration(
        name, backup_vault_name=made.name, min_retention_days=35, max_retention_days=3653, changeable_for_days=3
    )
    aws.backup.VaultPolicy(
        name,
        backup_vault_name=made.name,
        policy=house.document(
            {
                "Sid": "NobodyDeletes",
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle", "backup:PutBackupVaultAccessPolicy"],
                "Resource": "*",
            },
            {
                "Sid": "OnlyOurs",
                "Effect": "Deny",
                "Principal": {"AWS": "*"},
                "Action": "backup:*",
                "Resource": "*",
                "Condition": {"StringNotEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
            },
        ),
    )
    aws.backup.VaultNotifications(
        name,
        backup_vault_name=made.name,
        sns_topic_arn=notices.arn,
        backup_vault_events=["BACKUP_JOB_FAILED", "COPY_JOB_FAILED", "RESTORE_JOB_COMPLETED", "S3_BACKUP_OBJECT_FAILED"],
    )
    return made


daily, second = vault("daily"), vault("second")
plan = aws.backup.Plan(
    "daily",
    name="daily",
    rules=[
        {
            "rule_name": "daily",
            "target_vault_name": daily.name,
            "schedule": "cron(0 3 * * ? *)",
            "enable_continuous_backup": False,
            "lifecycle": {"delete_after": 2192, "cold_storage_after": 90},
            "copy_actions": [{"destination_vault_arn": f"{BACKUP}:second", "lifecycle": {"delete_after": 2192, "cold_storage_after": 90}}],
        }
    ],
    opts=pulumi.ResourceOptions(depends_on=[second]),
)
acting = aws.iam.Role("backup", name="backup", assume_role_policy=house.trust("backup.amazonaws.com"))
aws.iam.RolePolicyAttachment(
    "backup", role=acting.name, policy_arn="arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"
)
aws.backup.Selection(
    "daily",
    name="daily",
    plan_id=plan.id,
    iam_role_arn=acting.arn,
    resources=[table.arn],
    conditions=[{"string_equals": [{"key": "aws:ResourceTag/backup", "value": "daily"}]}],
)
films = f"arn:aws:glacier:{house.REGION}:{house.ACCOUNT}:vaults/films"
scanning = aws.iam.Role("scanning", name="scanning", assume_role_policy=house.trust("ec2.amazonaws.com"))
aws.glacier.Vault(
    "films",
    name="films",
    access_policy=house.document(
        {
            "Sid": "Scanned",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{house.ACCOUNT}:role/scanning"},
            "Action": "glacier:UploadArchive",
            "Resource": films,
        }
    ),
    tags={"ai-zone": "phi", "data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[scanning]),
)
aws.backup.Framework(
    "clinic",
    name="clinic",
    controls=[
        {"name": "BACKUP_RECOVERY_POINT_ENCRYPTED"},
        {"name": "BACKUP_RECOVERY_POINT_MANUAL_DELETION_DISABLED"},
        {
            "name": "BACKUP_RESOURCES_PROTECTED_BY_BACKUP_PLAN",
            "scope": {"compliance_resource_types": ["DynamoDB"]},
        },
    ],
)
aws.backup.ReportPlan(
    "jobs",
    name="jobs",
    report_delivery_channel={"s3_bucket_name": reports.bucket, "formats": ["CSV"], "s3_key_prefix": "jobs"},
    report_setting={"report_template": "BACKUP_JOB_REPORT", "accounts": [house.ACCOUNT], "regions": [house.REGION]},
)
testing = aws.backup.RestoreTestingPlan(
    "monthly",
    name="monthly",
    schedule_expression="cron(0 5 1 * ? *)",
    start_window_hours=8,
    recovery_point_selection={
        "algorithm": "LATEST_WITHIN_WINDOW",
        "include_vaults": [f"{BACKUP}:daily"],
        "recovery_point_types": ["SNAPSHOT"],
        "selection_window_days": 30,
    },
)
aws.backup.RestoreTestingSelection(
    "referrals",
    name="referrals",
    restore_testing_plan_name=testing.name,
    iam_role_arn=acting.arn,
    protected_resource_type="DynamoDB",
    protected_resource_arns=[table.arn],
    validation_window_hours=4,
    restore_metadata_overrides={"encryptionType": "KMS"},
)
aws.backup.GlobalSettings("clinic", global_settings={"isCrossAccountBackupEnabled": "false"})
