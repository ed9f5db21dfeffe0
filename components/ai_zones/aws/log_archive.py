"""Log archive: where the logs of all our accounts come to rest, locked for six years, written by AWS services and read by reviewers alone.

Three buckets at most, because AWS does not write everything under a lock: *audit* (trails, flow logs, firewall and DNS logs, findings) and,
where web application firewalls log, a second one with the name that WAF demands, are locked in compliance mode; *records* (Config, inventory,
backup reports) has versions and a policy under which nobody deletes. S3 access logs stay in the account of the bucket that they are about:
S3 delivers them nowhere else.
Sources: Amazon S3 User Guide, "Locking objects with Object Lock", "Transitioning objects using Amazon S3 Lifecycle" (a lifecycle rule
deletes no locked version), "Amazon S3 Inventory"; AWS Config Developer Guide, "Managing the delivery channel" (no bucket with a default
lock); AWS WAF Developer Guide, "Sending web ACL traffic logs to an Amazon S3 bucket" (`aws-waf-logs-`); AWS Security Reference
Architecture, "Log Archive account"; 45 CFR 164.312(b) (audit controls), 164.316(b)(2)(i) (six years). Policies: `log_archive_policy`.
"""

from collections.abc import Iterator
from typing import NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_aws import kms, s3

from ai_zones.aws.access_log_bucket import build_access_log_bucket
from ai_zones.aws.closed_bucket import close_bucket, encrypt_bucket
from ai_zones.aws.log_archive_policy import Archive, archive_key_policy, audit_bucket_policy, records_bucket_policy
from ai_zones.aws.naming import child, global_name
from ai_zones.aws.tags import DataClass, tags_for
from ai_zones.aws.validation import (
    SIX_YEARS_DAYS,
    AccountId,
    ComponentInput,
    ExtraTags,
    IamRoleArn,
    OrganizationId,
    Region,
    TrailArn,
    ZoneText,
)
from ai_zones.aws.zone_key import DELETION_WINDOW_DAYS

MINIMUM_RETENTION_DAYS = 2190
INCOMPLETE_UPLOAD_DAYS = 7
WAF_PREFIX = "aws-waf-logs"
INVENTORY_FIELDS = ("Size", "LastModifiedDate", "ObjectLockMode", "ObjectLockRetainUntilDate", "EncryptionStatus", "ChecksumAlgorithm")


class AwsLogArchiveArgs(TypedDict):
    """Inputs of `AwsLogArchive`."""

    organization: str
    """Short name of the organization, part of the buckets' names."""
    environment: str
    """Environment, part of the buckets' names."""
    region: str
    """Region of the archive."""
    account_id: str
    """Account that owns the archive; best one of its own."""
    source_account_ids: list[str]
    """Our accounts whose services deliver here."""
    reader_role_arns: list[str]
    """Roles of security reviewers: nobody else reads. An empty list lets nobody read."""
    trail_arns: NotRequired[list[str]]
    """CloudTrail trails that deliver here (`audit_trail_arn` computes one). Default: none."""
    organization_id: NotRequired[str | None]
    """AWS organization (`o-...`): everybody outside is denied, and it is where an organization trail writes. Default: accounts alone decide."""
    zone: NotRequired[str]
    """Zone that the archive belongs to. Default: `management`."""
    retention_days: NotRequired[int]
    """Days for which every object version is locked, 2,190 (six years) or more. Default: 2,192."""
    glacier_after_days: NotRequired[int]
    """Days after which logs move to S3 Glacier Flexible Retrieval, 90 or more. Default: 365."""
    delete_after_days: NotRequired[int | None]
    """Days after which logs are deleted, never before their lock ends. Default: never."""
    waf_logs: NotRequired[bool]
    """Whether to build the bucket to which AWS WAF logs. Default: false."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection; locked objects stay locked, and their bucket with them. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class LogArchive(ComponentInput):
    """Parsed `AwsLogArchiveArgs`."""

    organization: str
    environment: str
    region: Region
    account_id: AccountId
    source_account_ids: list[AccountId] = pydantic.Field(min_length=1)
    reader_role_arns: list[IamRoleArn]
    trail_arns: list[TrailArn] = pydantic.Field(default_factory=list)
    organization_id: OrganizationId | None = None
    zone: ZoneText = "management"
    retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=MINIMUM_RETENTION_DAYS, le=36_500)
    glacier_after_days: int = pydantic.Field(default=365, ge=90)
    delete_after_days: int | None = None
    waf_logs: bool = False
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _nothing_goes_early(self) -> Self:
        if self.delete_after_days is not None and self.delete_after_days < self.retention_days:
            raise ValueError(
                f"delete_after_days: given {self.delete_after_days}, must be retention_days ({self.retention_days}) or more, or be left out"
            )
        if self.glacier_after_days >= (self.delete_after_days or self.retention_days):
            raise ValueError(f"glacier_after_days: given {self.glacier_after_days}, must be less than logs are kept")
        return self

    def bucket(self, *parts: str) -> str:
        """Name of one of the buckets."""
        return global_name(*parts, organization=self.organization, environment=self.environment, account_id=self.account_id)

    @property
    def archive(self) -> Archive:
        """What the policies are computed from."""
        return Archive(
            region=self.region,
            account_id=self.account_id,
            source_account_ids=tuple(self.source_account_ids),
            trail_arns=tuple(self.trail_arns),
            reader_role_arns=tuple(self.reader_role_arns),
            organization_id=self.organization_id,
        )


def audit_bucket_name(*, organization: str, environment: str, account_id: str) -> str:
    """Name of the locked bucket, known before it is built so that trails and flow logs of other stacks can name it."""
    return global_name(organization, environment, "audit", organization=organization, environment=environment, account_id=account_id)


def records_bucket_name(*, organization: str, environment: str, account_id: str) -> str:
    """Name of the bucket for Config, inventory and backup reports."""
    return global_name(organization, environment, "records", organization=organization, environment=environment, account_id=account_id)


def waf_bucket_name(*, organization: str, environment: str, account_id: str) -> str:
    """Name of the locked bucket to which AWS WAF logs."""
    return global_name(WAF_PREFIX, organization, environment, organization=organization, environment=environment, account_id=account_id)


class AwsLogArchive(pulumi.ComponentResource):
    """Locked, versioned, TLS-only buckets under a key of their own. Protected: `destroy` refuses them."""

    audit_bucket_name: pulumi.Output[str]
    """Bucket for trails, flow logs, firewall and DNS logs and findings, once it lets services deliver."""
    records_bucket_name: pulumi.Output[str]
    """Bucket for Config, inventory and backup reports, once it lets services deliver."""
    waf_bucket_name: pulumi.Output[str]
    """Bucket to which AWS WAF logs; empty where `waf_logs` is false."""
    key_arn: pulumi.Output[str]
    """Key of all of them."""

    def __init__(self, name: str, args: AwsLogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        form = LogArchive.parse(name, args)
        super().__init__("ai-zones:index:AwsLogArchive", name, {}, opts)
        names = {"organization": form.organization, "environment": form.environment, "account_id": form.account_id}
        audit, records, waf = audit_bucket_name(**names), records_bucket_name(**names), waf_bucket_name(**names)
        key = self._key(name, audit, form)
        policies = {"audit": (audit, audit_bucket_policy(audit, form.archive), True)}
        policies["records"] = (records, records_bucket_policy(records, audit, form.archive), False)
        if form.waf_logs:
            policies["waf"] = (waf, audit_bucket_policy(waf, form.archive), True)
        built = {
            label: self._bucket(name, label, bucket, policy, key.arn, form, locked=locked)
            for label, (bucket, policy, locked) in policies.items()
        }
        self._take_stock(name, built["audit"], records, key.arn, form, built["records"])
        self.audit_bucket_name = built["audit"].bucket
        self.records_bucket_name = built["records"].bucket
        self.waf_bucket_name = built["waf"].bucket if form.waf_logs else pulumi.Output.from_input("")
        self.key_arn = key.arn
        self.register_outputs(
            {
                "auditBucketName": self.audit_bucket_name,
                "recordsBucketName": self.records_bucket_name,
                "wafBucketName": self.waf_bucket_name,
                "keyArn": self.key_arn,
            }
        )

    def _key(self, name: str, audit_bucket: str, form: LogArchive) -> kms.Key:
        key = kms.Key(
            child(name, "key"),
            description=f"Logs in {name}",
            key_usage="ENCRYPT_DECRYPT",
            customer_master_key_spec="SYMMETRIC_DEFAULT",
            enable_key_rotation=True,
            rotation_period_in_days=365,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            bypass_policy_lockout_safety_check=False,
            multi_region=False,
            is_enabled=True,
            policy=archive_key_policy(audit_bucket, form.archive),
            tags=tags_for(form.zone, child(name, "key"), extra=form.tags),
            opts=pulumi.ResourceOptions(parent=self, protect=not form.removable),
        )
        kms.Alias(
            child(name, "alias"),
            name=f"alias/{name}",
            target_key_id=key.key_id,
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        return key

    def _bucket(
        self, component: str, label: str, bucket_name: str, policy: str, key_arn: pulumi.Input[str], form: LogArchive, *, locked: bool
    ) -> s3.BucketPolicy:
        """One bucket with everything that closes it; its policy comes last."""
        name = child(component, label)
        opts = pulumi.ResourceOptions(parent=self)
        bucket = s3.Bucket(
            name,
            bucket=bucket_name,
            object_lock_enabled=locked,
            force_destroy=False,
            tags=tags_for(form.zone, name, extra=form.tags, data_class=DataClass.INTERNAL),
            opts=pulumi.ResourceOptions(parent=self, protect=not form.removable),
        )
        block, owned = close_bucket(name, bucket, parent=self)
        encrypted = encrypt_bucket(name, bucket, key_arn, parent=self)
        kept = list(self._keep(name, bucket, form, locked=locked))
        logs = build_access_log_bucket(
            child(name, "access-logs"),
            bucket_name=form.bucket(form.organization, form.environment, label, "access-logs"),
            source_bucket=bucket_name,
            zone=form.zone,
            region=form.region,
            account_id=form.account_id,
            retention_days=form.retention_days,
            removable=form.removable,
            extra_tags=form.tags,
            parent=self,
        )
        s3.BucketLogging(child(name, "logging"), bucket=bucket.bucket, target_bucket=logs, target_prefix=f"{bucket_name}/", opts=opts)
        return s3.BucketPolicy(
            child(name, "policy"),
            bucket=bucket.bucket,
            policy=policy,
            # Nothing is let in before it would be encrypted and locked; and S3 answers a policy and a block that arrive together with a conflict.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[block, owned, encrypted, *kept]),
        )

    def _keep(self, name: str, bucket: s3.Bucket, form: LogArchive, *, locked: bool) -> Iterator[pulumi.Resource]:
        versioning = s3.BucketVersioning(
            child(name, "versions"),
            bucket=bucket.bucket,
            versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        yield versioning
        after_versioning = pulumi.ResourceOptions(parent=self, depends_on=[versioning])
        if locked:
            yield s3.BucketObjectLockConfiguration(
                child(name, "lock"),
                bucket=bucket.bucket,
                rule=s3.BucketObjectLockConfigurationRuleArgs(
                    default_retention=s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(mode="COMPLIANCE", days=form.retention_days)
                ),
                opts=after_versioning,
            )
        yield s3.BucketLifecycleConfiguration(
            child(name, "lifecycle"),
            bucket=bucket.bucket,
            transition_default_minimum_object_size="all_storage_classes_128K",
            rules=[self._lifecycle(form)],
            opts=after_versioning,
        )

    def _lifecycle(self, form: LogArchive) -> s3.BucketLifecycleConfigurationRuleArgs:
        rule = s3.BucketLifecycleConfigurationRuleArgs(
            id="to-glacier",
            status="Enabled",
            filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
            transitions=[s3.BucketLifecycleConfigurationRuleTransitionArgs(storage_class="GLACIER", days=form.glacier_after_days)],
            noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                noncurrent_days=form.retention_days
            ),
            abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                days_after_initiation=INCOMPLETE_UPLOAD_DAYS
            ),
        )
        if form.delete_after_days is not None:
            rule.expiration = s3.BucketLifecycleConfigurationRuleExpirationArgs(days=form.delete_after_days)
        return rule

    def _take_stock(
        self,
        name: str,
        audit: s3.BucketPolicy,
        records_bucket: str,
        key_arn: pulumi.Input[str],
        form: LogArchive,
        after: pulumi.Resource,
    ) -> None:
        s3.Inventory(
            child(name, "inventory"),
            bucket=audit.bucket,
            name="every-version",
            enabled=True,
            included_object_versions="All",
            optional_fields=list(INVENTORY_FIELDS),
            schedule=s3.InventoryScheduleArgs(frequency="Weekly"),
            destination=s3.InventoryDestinationArgs(
                bucket=s3.InventoryDestinationBucketArgs(
                    bucket_arn=f"arn:{form.archive.partition}:s3:::{records_bucket}",
                    account_id=form.account_id,
                    format="Parquet",
                    prefix="inventory",
                    encryption=s3.InventoryDestinationBucketEncryptionArgs(
                        sse_kms=s3.InventoryDestinationBucketEncryptionSseKmsArgs(key_id=key_arn)
                    ),
                )
            ),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[after]),
        )
