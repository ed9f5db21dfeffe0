"""Object store of a zone: a locked S3 bucket that opens only to named networks, each by an access point of its own.

Sources: Amazon S3 User Guide, "Locking objects with Object Lock", "Creating access points restricted to a virtual private cloud"
(the origin can't be changed afterwards), "Access points restrictions and limitations" (names of 3 to 50 characters), "Configuring your
bucket to use an S3 Bucket Key", "Blocking public access to your Amazon S3 storage", "Controlling ownership of objects";
45 CFR 164.312(a)(2)(iv) (encryption), 164.312(c)(1) (integrity), 164.316(b)(2)(i) (six years). Policies: `store_policy`.
"""

from enum import StrEnum
from typing import NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import s3

from ai_zones.aws.access_log_bucket import build_access_log_bucket
from ai_zones.aws.closed_bucket import close_bucket, encrypt_bucket
from ai_zones.aws.naming import arn, child, global_name, physical_name
from ai_zones.aws.store_policy import access_point_policy, bucket_policy
from ai_zones.aws.tags import DataClass, tags_for
from ai_zones.aws.validation import SIX_YEARS_DAYS, AccountId, ComponentInput, ExtraTags, OrganizationId, Reference, Region, ZoneText

MAX_ACCESS_POINT_NAME = 50
MINIMUM_RETENTION_DAYS = 2190
INCOMPLETE_UPLOAD_DAYS = 7


class AwsObjectLockMode(StrEnum):
    """How firm the lock on an object is."""

    COMPLIANCE = "COMPLIANCE"
    """Nobody, the account's root user included, deletes a version or shortens its retention."""
    GOVERNANCE = "GOVERNANCE"
    """Principals with `s3:BypassGovernanceRetention` may: needed where a patient's right to erasure must be served."""


class AwsStoreAccessPointArgs(TypedDict):
    """One network that may use the store."""

    vpc_id: pulumi.Input[str]
    """The network."""
    account_id: NotRequired[str]
    """Account of that network and of the roles that use the store. Default: the store's."""
    writable: NotRequired[bool]
    """Whether objects may be written. Default: false."""


class AwsPhiStoreArgs(TypedDict):
    """Inputs of `AwsPhiStore`."""

    zone: str
    """Zone that the store stands in: `phi`, `deidentification`, `training` (its data sets and runs) or `management` (models, signed)."""
    organization: str
    """Short name of the organization, part of the bucket's name."""
    environment: str
    """Environment, part of the bucket's name."""
    region: str
    """Region of the bucket."""
    account_id: str
    """Account that owns the bucket."""
    kms_key_arn: pulumi.Input[str]
    """Key that encrypts every object."""
    access_points: dict[str, AwsStoreAccessPointArgs]
    """Networks that may use the store, by the name of their zone; nobody reaches objects in any other way."""
    retention_days: NotRequired[int]
    """Days for which every object version is locked, 2,190 (six years) or more. Default: 2,192."""
    object_lock_mode: NotRequired[AwsObjectLockMode]
    """Default: `COMPLIANCE`."""
    access_log_bucket: NotRequired[pulumi.Input[str]]
    """Bucket of the same account and region that takes the access logs. Default: one is made."""
    organization_id: NotRequired[str | None]
    """AWS organization (`o-...`): everybody outside is denied. Default: no such statement."""
    break_glass_role_arns: NotRequired[list[str]]
    """Roles that may reach objects around the access points, in an emergency. Default: none."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection; locked objects stay locked. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class AccessPointInput(ComponentInput):
    """Parsed `AwsStoreAccessPointArgs`."""

    vpc_id: Reference
    account_id: AccountId | None = None
    writable: bool = False


class PhiStore(ComponentInput):
    """Parsed `AwsPhiStoreArgs`."""

    zone: ZoneText
    organization: str
    environment: str
    region: Region
    account_id: AccountId
    kms_key_arn: Reference
    access_points: dict[ZoneText, AccessPointInput] = pydantic.Field(min_length=1)
    retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=MINIMUM_RETENTION_DAYS, le=36_500)
    object_lock_mode: AwsObjectLockMode = AwsObjectLockMode.COMPLIANCE
    access_log_bucket: Reference | None = None
    organization_id: OrganizationId | None = None
    break_glass_role_arns: list[str] = pydantic.Field(default_factory=list)
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.field_validator("zone")
    @classmethod
    def _keeps_data(cls, zone: str) -> str:
        if zone not in STORE_CLASSES:
            raise ValueError(f"must be one of {', '.join(STORE_CLASSES)}: other zones keep no data")
        return zone

    @property
    def data_class(self) -> DataClass:
        """What the store holds follows from where it stands."""
        return STORE_CLASSES[self.zone]

    @property
    def bucket(self) -> str:
        """Name of the bucket."""
        return store_bucket_name(self.zone, organization=self.organization, environment=self.environment, account_id=self.account_id)


STORE_CLASSES = {
    "phi": DataClass.PHI,
    "deidentification": DataClass.DEIDENTIFIED,
    "training": DataClass.DEIDENTIFIED,
    "management": DataClass.INTERNAL,
}
"""Zones that keep objects, and what these hold. A model is internal: what it was trained on is de-identified."""


def store_bucket_name(zone: str, *, organization: str, environment: str, account_id: str) -> str:
    """Name of a zone's bucket, known before it is built so that policies can name it."""
    return global_name(organization, environment, zone, "store", organization=organization, environment=environment, account_id=account_id)


def store_access_point_name(zone: str, reader: str, *, organization: str, environment: str) -> str:
    """Name of the access point by which zone `reader` uses the store of `zone`."""
    return physical_name(organization, environment, zone, "for", reader, limit=MAX_ACCESS_POINT_NAME).lower()


class AwsPhiStore(pulumi.ComponentResource):
    """Versioned, locked, TLS-only bucket with VPC-origin access points. Protected: `destroy` refuses it."""

    bucket_name: pulumi.Output[str]
    """Name of the bucket."""
    bucket_arn: pulumi.Output[str]
    """ARN of the bucket."""
    access_point_arns: pulumi.Output[dict[str, str]]
    """ARNs of the access points, by the zone that uses each."""

    def __init__(self, name: str, args: AwsPhiStoreArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        store = PhiStore.parse(name, args)
        super().__init__("ai-zones:index:AwsPhiStore", name, {}, opts)
        bucket = s3.Bucket(
            child(name, "bucket"),
            bucket=store.bucket,
            object_lock_enabled=True,
            force_destroy=False,
            tags=tags_for(store.zone, child(name, "bucket"), extra=store.tags, data_class=store.data_class),
            opts=pulumi.ResourceOptions(parent=self, protect=not store.removable),
        )
        self._close(name, bucket, store)
        encrypt_bucket(name, bucket, store.kms_key_arn, parent=self)
        self._keep(name, bucket, store)
        self._log_access(name, bucket, store)
        points = {zone: self._access_point(name, bucket, store, zone, point) for zone, point in sorted(store.access_points.items())}
        self.bucket_name = bucket.bucket
        self.bucket_arn = bucket.arn
        self.access_point_arns = pulumi.Output.all(**{zone: point.arn for zone, point in points.items()})
        self.register_outputs({"bucketName": self.bucket_name, "bucketArn": self.bucket_arn, "accessPointArns": self.access_point_arns})

    def _close(self, name: str, bucket: s3.Bucket, store: PhiStore) -> None:
        block, _ = close_bucket(name, bucket, parent=self)
        s3.BucketPolicy(
            child(name, "policy"),
            bucket=bucket.bucket,
            policy=bucket_policy(
                bucket=store.bucket,
                region=store.region,
                account_id=store.account_id,
                caller_account_ids=[point.account_id or store.account_id for point in store.access_points.values()],
                organization_id=store.organization_id,
                break_glass_role_arns=store.break_glass_role_arns,
            ),
            # S3 answers a policy and a public access block that arrive together with a conflict.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[block]),
        )

    def _keep(self, name: str, bucket: s3.Bucket, store: PhiStore) -> None:
        versioning = s3.BucketVersioning(
            child(name, "versions"),
            bucket=bucket.bucket,
            versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=pulumi.ResourceOptions(parent=self),
        )
        after_versioning = pulumi.ResourceOptions(parent=self, depends_on=[versioning])
        s3.BucketObjectLockConfiguration(
            child(name, "lock"),
            bucket=bucket.bucket,
            rule=s3.BucketObjectLockConfigurationRuleArgs(
                default_retention=s3.BucketObjectLockConfigurationRuleDefaultRetentionArgs(
                    mode=store.object_lock_mode.value, days=store.retention_days
                )
            ),
            opts=after_versioning,
        )
        s3.BucketLifecycleConfiguration(
            child(name, "lifecycle"),
            bucket=bucket.bucket,
            rules=[
                s3.BucketLifecycleConfigurationRuleArgs(
                    id="superseded-versions",
                    status="Enabled",
                    filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                        noncurrent_days=store.retention_days
                    ),
                    abort_incomplete_multipart_upload=s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                        days_after_initiation=INCOMPLETE_UPLOAD_DAYS
                    ),
                )
            ],
            opts=after_versioning,
        )

    def _log_access(self, name: str, bucket: s3.Bucket, store: PhiStore) -> None:
        target: pulumi.Input[str] = store.access_log_bucket or build_access_log_bucket(
            child(name, "access-logs"),
            bucket_name=global_name(
                store.organization,
                store.environment,
                store.zone,
                "access-logs",
                organization=store.organization,
                environment=store.environment,
                account_id=store.account_id,
            ),
            source_bucket=store.bucket,
            zone=store.zone,
            region=store.region,
            account_id=store.account_id,
            retention_days=store.retention_days,
            removable=store.removable,
            extra_tags=store.tags,
            parent=self,
        )
        s3.BucketLogging(
            child(name, "logging"),
            bucket=bucket.bucket,
            target_bucket=target,
            target_prefix=f"{store.bucket}/",
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _access_point(self, name: str, bucket: s3.Bucket, store: PhiStore, zone: str, point: AccessPointInput) -> s3.AccessPoint:
        point_name = store_access_point_name(store.zone, zone, organization=store.organization, environment=store.environment)
        return s3.AccessPoint(
            child(name, "for", zone),
            name=point_name,
            account_id=store.account_id,
            bucket=bucket.bucket,
            vpc_configuration=s3.AccessPointVpcConfigurationArgs(vpc_id=point.vpc_id),
            public_access_block_configuration=s3.AccessPointPublicAccessBlockConfigurationArgs(
                block_public_acls=True, block_public_policy=True, ignore_public_acls=True, restrict_public_buckets=True
            ),
            policy=access_point_policy(
                access_point_arn=arn("s3", f"accesspoint/{point_name}", region=store.region, account_id=store.account_id),
                region=store.region,
                caller_account_id=point.account_id or store.account_id,
                writable=point.writable,
            ),
            tags=tags_for(zone, point_name, extra=store.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
