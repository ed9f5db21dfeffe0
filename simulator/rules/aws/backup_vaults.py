"""Vaults of AWS Backup, what locks, guards and tells of them, and the logically air-gapped ones.

Sources: AWS Backup API Reference, CreateBackupVault, CreateLogicallyAirGappedBackupVault, PutBackupVaultAccessPolicy,
PutBackupVaultLockConfiguration, PutBackupVaultNotifications, DeleteBackupVault; AWS Backup Developer Guide, "AWS Backup Vault Lock"
(three days or more until the lock is final), "Logically air-gapped vault" (seven days or more); Pulumi Registry, aws.backup (ids are names).
"""

from collections.abc import Iterator

from simulator.rules import Action, Allowed, AutoName, Between, Fault, Pattern, Properties, Rules, ref, unique
from simulator.rules.aws.kinds import KEY, TOPIC
from simulator.rules.aws.policy_checks import PolicyDocument

VAULT = "aws:backup/vault:Vault"
AIR_GAPPED = "aws:backup/logicallyAirGappedVault:LogicallyAirGappedVault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
VAULT_POLICY = "aws:backup/vaultPolicy:VaultPolicy"
NOTIFICATIONS = "aws:backup/vaultNotifications:VaultNotifications"
NAME = r"[a-zA-Z0-9\-\_]{2,50}"
_NAMED = "2 to 50 letters, digits, hyphens and underscores"
_LOCKING = "AWS Backup API Reference, PutBackupVaultLockConfiguration"
EVENTS = (
    "BACKUP_JOB_STARTED",
    "BACKUP_JOB_COMPLETED",
    "BACKUP_JOB_SUCCESSFUL",
    "BACKUP_JOB_FAILED",
    "BACKUP_JOB_EXPIRED",
    "RESTORE_JOB_STARTED",
    "RESTORE_JOB_COMPLETED",
    "RESTORE_JOB_SUCCESSFUL",
    "RESTORE_JOB_FAILED",
    "COPY_JOB_STARTED",
    "COPY_JOB_SUCCESSFUL",
    "COPY_JOB_FAILED",
    "RECOVERY_POINT_MODIFIED",
    "BACKUP_PLAN_CREATED",
    "BACKUP_PLAN_MODIFIED",
    "S3_BACKUP_OBJECT_FAILED",
    "S3_RESTORE_OBJECT_FAILED",
    "CONTINUOUS_BACKUP_INTERRUPTED",
    "RECOVERY_POINT_INDEX_COMPLETED",
    "RECOVERY_POINT_INDEX_DELETED",
    "RECOVERY_POINT_INDEXING_FAILED",
    "EKS_RESTORE_OBJECT_FAILED",
    "EKS_RESTORE_OBJECT_SKIPPED",
    "EKS_BACKUP_OBJECT_FAILED",
    "EKS_RESTORE_MODIFICATION_SUCCESS",
    "EKS_RESTORE_MODIFICATION_FAILED",
    "ACCESS_POINT_AVAILABLE",
    "ACCESS_POINT_CREATION_FAILED",
    "ACCESS_POINT_DELETED",
    "ACCESS_POINT_DELETION_FAILED",
    "ACCESS_POINT_EXPIRED",
    "ACCESS_POINT_DISASSOCIATED",
)
_KEY = ref(KEY, by=("arn",), code="InvalidParameterValueException", anywhere=True, blocks_delete=False)
_OF_A_VAULT = ref(VAULT, by=("name",), code="ResourceNotFoundException", blocks_delete=False)

vault = Rules(
    VAULT,
    source="AWS Backup API Reference, CreateBackupVault; Pulumi Registry, aws.backup.Vault",
    second_source="botocore, cfn-lint",
    checks=(Pattern("name", NAME, source="AWS Backup API Reference, CreateBackupVault", saying=_NAMED),),
    references={"kmsKeyArn": _KEY},
    immutable={"name", "kmsKeyArn"},
    autoname=AutoName("name", 50),
    defaults={"forceDestroy": False},
    unique=(unique("name", code="AlreadyExistsException", message="Backup vault with the same name already exists: {name}"),),
    id=lambda action: str(action.inputs["name"]),
    outputs={
        "arn": "arn:{partition}:backup:{region}:{account}:backup-vault:{id}",
        "kmsKeyArn": "arn:{partition}:kms:{region}:{account}:key/aws-managed-backup",
        "recoveryPoints": 0,
    },
)

air_gapped = Rules(
    AIR_GAPPED,
    source="AWS Backup API Reference, CreateLogicallyAirGappedBackupVault; Pulumi Registry, aws.backup.LogicallyAirGappedVault",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", NAME, source="AWS Backup API Reference, CreateLogicallyAirGappedBackupVault", saying=_NAMED),
        Between("minRetentionDays", 7, 36500, source="AWS Backup Developer Guide, 'Logically air-gapped vault'"),
        Between("maxRetentionDays", 7, 36500, source="AWS Backup Developer Guide, 'Logically air-gapped vault'"),
    ),
    references={"encryptionKeyArn": _KEY},
    immutable={"name", "minRetentionDays", "maxRetentionDays", "encryptionKeyArn"},
    autoname=AutoName("name", 50),
    unique=(unique("name", code="AlreadyExistsException", message="Backup vault with the same name already exists: {name}"),),
    id=lambda action: str(action.inputs["name"]),
    outputs={
        "arn": "arn:{partition}:backup:{region}:{account}:backup-vault:{id}",
        "encryptionKeyArn": "arn:{partition}:kms:{region}:{account}:key/aws-owned-backup",
    },
)

policy = Rules(
    VAULT_POLICY,
    source="AWS Backup API Reference, PutBackupVaultAccessPolicy; Pulumi Registry, aws.backup.VaultPolicy",
    checks=(PolicyDocument("policy", "resource", source="AWS Backup API Reference, PutBackupVaultAccessPolicy"),),
    references={"backupVaultName": _OF_A_VAULT},
    immutable={"backupVaultName"},
    id=lambda action: str(action.inputs["backupVaultName"]),
    outputs={"backupVaultArn": "arn:{partition}:backup:{region}:{account}:backup-vault:{backupVaultName}"},
    normalized_json=("policy",),
)

lock = Rules(
    LOCK,
    source="AWS Backup API Reference, PutBackupVaultLockConfiguration; Pulumi Registry, aws.backup.VaultLockConfiguration",
    checks=(
        Between("changeableForDays", 3, 36500, source=_LOCKING),
        Between("minRetentionDays", 1, 36500, source=_LOCKING),
        Between("maxRetentionDays", 1, 36500, source=_LOCKING),
    ),
    references={"backupVaultName": _OF_A_VAULT},
    immutable={"backupVaultName", "changeableForDays", "minRetentionDays", "maxRetentionDays"},
    delete_before_replace=True,
    id=lambda action: str(action.inputs["backupVaultName"]),
    outputs={"backupVaultArn": "arn:{partition}:backup:{region}:{account}:backup-vault:{backupVaultName}"},
)

notifications = Rules(
    NOTIFICATIONS,
    source="AWS Backup API Reference, PutBackupVaultNotifications; Pulumi Registry, aws.backup.VaultNotifications",
    second_source="botocore",
    checks=(Allowed("backupVaultEvents[*]", EVENTS, source="AWS Backup API Reference, PutBackupVaultNotifications"),),
    references={
        "backupVaultName": _OF_A_VAULT,
        "snsTopicArn": ref(TOPIC, by=("arn",), code="InvalidParameterValueException", anywhere=True, blocks_delete=False),
    },
    immutable={"backupVaultName", "backupVaultEvents", "snsTopicArn"},
    delete_before_replace=True,
    id=lambda action: str(action.inputs["backupVaultName"]),
    outputs={"backupVaultArn": "arn:{partition}:backup:{region}:{account}:backup-vault:{backupVaultName}"},
    unordered=("backupVaultEvents",),
)


@lock.check(source=_LOCKING)
@air_gapped.check(source="AWS Backup API Reference, CreateLogicallyAirGappedBackupVault")
def least_before_most(inputs: Properties) -> Iterator[Fault]:
    """A vault that keeps longer than it may keep takes nothing."""
    least, most = inputs.get("minRetentionDays"), inputs.get("maxRetentionDays")
    if isinstance(least, int | float) and isinstance(most, int | float) and least > most:
        yield "minRetentionDays", f"{least:g} days are more than maxRetentionDays, {most:g}"


@vault.before("delete")
def a_final_lock_holds(action: Action) -> None:
    """'Vaults locked in compliance mode cannot be deleted once the cooling-off period expires if any recovery points are in the vault.'"""
    if action.old is not None and action.old.outputs.get("recoveryPoints") and not action.old.outputs.get("forceDestroy"):
        action.refuse("InvalidRequestException", f"Backup vault cannot be deleted because it contains recovery points: {action.old.id}")
