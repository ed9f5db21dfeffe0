"""Inputs of `AwsBackups`, and what must hold between them.

Sources: AWS Backup Developer Guide, "Creating a backup plan" (cold storage: at least 90 days), "AWS Backup Vault Lock" (three days or more
until it locks), "Point-in-time recovery" (35 days at most), "Logically air-gapped vault" (7 days or more), "Restore testing".
"""

from enum import StrEnum
from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.aws.backup_policies import Protected
from ai_zones.aws.naming import MAX_IAM_NAME, arn, iam_arn, physical_name
from ai_zones.aws.tags import DataClass
from ai_zones.aws.validation import (
    SIX_YEARS_DAYS,
    AccountId,
    BackupVaultArn,
    ComponentInput,
    ExtraTags,
    IamRoleArn,
    OrganizationId,
    Reference,
    Region,
    ZoneText,
)

COLD_DAYS = 90
"""The shortest stay in cold storage."""
CONTINUOUS_DAYS = 35
"""The longest that point-in-time recovery reaches back."""
MAX_VAULT_NAME = 50
ZONE_CLASSES = {"phi": DataClass.PHI, "deidentification": DataClass.DEIDENTIFIED}


class AwsVaultLockMode(StrEnum):
    """How firm the lock on a vault is."""

    COMPLIANCE = "COMPLIANCE"
    """Once `lock_after_days` are over nobody, the account's root user and AWS included, removes the lock."""
    GOVERNANCE = "GOVERNANCE"
    """Whoever IAM lets may remove it: for environments that are torn down."""


class AwsRestoreTestArgs(TypedDict):
    """How backups are tested: random recovery points are restored, kept for validation, and removed."""

    subnet_group_name: NotRequired[str]
    """DB subnet group that restored clusters stand in, one of the same zone; needed where clusters are backed up."""
    security_group_id: NotRequired[pulumi.Input[str]]
    """Security group of restored clusters; it should let nobody in but the validator. Needed where clusters are backed up."""
    schedule: NotRequired[str]
    """Cron expression in UTC. Default: Sundays at 05:00."""
    validation_hours: NotRequired[int]
    """Hours that a restored resource is kept for validation, 1 to 168. Default: 8."""
    selection_days: NotRequired[int]
    """How far back recovery points are picked at random, 1 to 365 days. Default: 30."""


class AwsBackupsArgs(TypedDict):
    """Inputs of `AwsBackups`."""

    zone: str
    """Zone whose stores are backed up: `phi` or `deidentification`. The vault stands in it, and is classed as what it holds."""
    region: str
    """Region of the vault."""
    account_id: str
    """Account that owns vault and stores."""
    alarm_topic_arn: pulumi.Input[str]
    """Topic of this account at which failures are reported."""
    restore_test: AwsRestoreTestArgs
    """How backups are tested. `{}` is enough where no cluster is backed up."""
    buckets: NotRequired[list[str]]
    """Names of S3 buckets (versions on). Default: none."""
    clusters: NotRequired[list[str]]
    """Identifiers of Aurora clusters. Default: none."""
    tables: NotRequired[list[str]]
    """Names of DynamoDB tables. Default: none."""
    organization_id: NotRequired[str | None]
    """AWS organization (`o-...`): everybody outside is denied. Default: accounts alone decide."""
    organization_account_ids: NotRequired[list[str]]
    """Our accounts, to whose vaults copies may go. Default: this account alone."""
    residency: NotRequired[list[str]]
    """Regions that copies may go to. Default: this region alone."""
    copy_vault_arns: NotRequired[dict[str, str]]
    """Vaults that get a copy of each recovery point, by any stable key; of one of our accounts, within residency. Default: none."""
    air_gapped: NotRequired[bool]
    """Whether monthly recovery points are also copied to a logically air-gapped vault. Default: false."""
    retention_days: NotRequired[int]
    """Days that monthly recovery points are kept, 2,190 (six years) or more. Default: 2,192."""
    daily_retention_days: NotRequired[int]
    """Days that daily recovery points are kept, 35 or more. Default: 35."""
    cold_after_days: NotRequired[int]
    """Days after which monthly recovery points move to cold storage; they stay there 90 days or more. Default: 90."""
    lock_mode: NotRequired[AwsVaultLockMode]
    """Default: `COMPLIANCE`."""
    lock_after_days: NotRequired[int]
    """Days in which a lock in compliance mode can still be taken back, 3 or more. Default: 7."""
    restore_role_arns: NotRequired[list[str]]
    """Roles that may restore by hand, in an emergency. Default: none, restore testing alone."""
    report_bucket_name: NotRequired[pulumi.Input[str] | None]
    """Bucket for daily reports of jobs: `AwsLogArchive.records_bucket_name`. Default: no reports."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection; a locked vault stays locked. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class RestoreTest(ComponentInput):
    """Parsed `AwsRestoreTestArgs`."""

    subnet_group_name: str | None = None
    security_group_id: Reference | None = None
    schedule: str = pydantic.Field(default="cron(0 5 ? * SUN *)", pattern=r"^cron\([^)]+\)$")
    validation_hours: int = pydantic.Field(default=8, ge=1, le=168)
    selection_days: int = pydantic.Field(default=30, ge=1, le=365)


class Backups(ComponentInput):
    """Parsed `AwsBackupsArgs`."""

    zone: ZoneText
    region: Region
    account_id: AccountId
    alarm_topic_arn: Reference
    restore_test: RestoreTest
    buckets: list[str] = pydantic.Field(default_factory=list)
    clusters: list[str] = pydantic.Field(default_factory=list)
    tables: list[str] = pydantic.Field(default_factory=list)
    organization_id: OrganizationId | None = None
    organization_account_ids: list[AccountId] = pydantic.Field(default_factory=list)
    residency: list[Region] = pydantic.Field(default_factory=list)
    copy_vault_arns: dict[str, BackupVaultArn] = pydantic.Field(default_factory=dict)
    air_gapped: bool = False
    retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=2190, le=36_500)
    daily_retention_days: int = pydantic.Field(default=CONTINUOUS_DAYS, ge=CONTINUOUS_DAYS, le=3650)
    cold_after_days: int = pydantic.Field(default=90, ge=1)
    lock_mode: AwsVaultLockMode = AwsVaultLockMode.COMPLIANCE
    lock_after_days: int = pydantic.Field(default=7, ge=3, le=36_500)
    restore_role_arns: list[IamRoleArn] = pydantic.Field(default_factory=list)
    report_bucket_name: Reference | None = None
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.field_validator("zone")
    @classmethod
    def _holds_patients_data(cls, zone: str) -> str:
        if zone not in ZONE_CLASSES:
            raise ValueError(f"must be one of {', '.join(ZONE_CLASSES)}: other zones keep no patients' data")
        return zone

    @pydantic.model_validator(mode="after")
    def _fits(self) -> Self:
        if not (self.buckets or self.clusters or self.tables):
            raise ValueError("buckets, clusters, tables: given none, name at least one store to back up")
        if self.retention_days < self.cold_after_days + COLD_DAYS:
            raise ValueError(
                f"cold_after_days: given {self.cold_after_days}; cold storage keeps {COLD_DAYS} days or more, "
                f"so it must be {self.retention_days - COLD_DAYS} or less with retention_days {self.retention_days}"
            )
        if self.clusters and not (self.restore_test.subnet_group_name and self.restore_test.security_group_id):
            raise ValueError(
                "restore_test.subnet_group_name, restore_test.security_group_id: both are needed for clusters; "
                "without them a restored database would stand in the default network"
            )
        accounts, regions = {self.account_id, *self.organization_account_ids}, {self.region, *self.residency}
        for key, vault in self.copy_vault_arns.items():
            _, _, _, region, account, *_ = vault.split(":")
            if account not in accounts:
                raise ValueError(f"copy_vault_arns.{key}: given a vault of account {account}, allowed are {', '.join(sorted(accounts))}")
            if region not in regions:
                raise ValueError(f"copy_vault_arns.{key}: given a vault in {region}, allowed by residency are {', '.join(sorted(regions))}")
        return self

    @property
    def data_class(self) -> DataClass:
        """Recovery points are what was backed up."""
        return ZONE_CLASSES[self.zone]

    @property
    def protected(self) -> Protected:
        """What is backed up."""
        return Protected(self.region, self.account_id, tuple(self.buckets), tuple(self.clusters), tuple(self.tables))


def backup_vault_name(component: str) -> str:
    """Name of the vault, known before it is built."""
    return physical_name(component, limit=MAX_VAULT_NAME)


def air_gapped_vault_name(component: str) -> str:
    """Name of the logically air-gapped vault."""
    return physical_name(component, "air-gapped", limit=MAX_VAULT_NAME)


def vault_arn(vault: str, *, region: str, account_id: str) -> str:
    """ARN of a vault, air-gapped or not."""
    return arn("backup", f"backup-vault:{vault}", region=region, account_id=account_id)


def backup_role_name(component: str) -> str:
    """Name of the role that makes recovery points."""
    return physical_name(component, "backup", limit=MAX_IAM_NAME)


def restore_role_name(component: str) -> str:
    """Name of the role that restore testing uses."""
    return physical_name(component, "restore-test", limit=MAX_IAM_NAME)


def backup_role_arn(component: str, *, region: str, account_id: str) -> str:
    """ARN of the role that makes recovery points: an object store has to let it past its access points."""
    return iam_arn(f"role/{backup_role_name(component)}", region=region, account_id=account_id)
