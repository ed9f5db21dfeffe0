"""Bucket that takes the access logs of another bucket.

S3's log delivery writes neither to a bucket with SSE-KMS nor to one with a default lock; so the bucket is encrypted with S3's own keys, and
its policy lets nobody delete. Object keys stand in the logs, so it is `data-class: internal` and must never hold PHI in a key.
Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging".
"""

from collections.abc import Mapping

import pulumi
from pulumi_aws import s3

from ai_zones.aws.closed_bucket import close_bucket, encrypt_bucket
from ai_zones.aws.naming import child
from ai_zones.aws.store_policy import access_log_bucket_policy
from ai_zones.aws.tags import DataClass, tags_for


def build_access_log_bucket(
    name: str,
    *,
    bucket_name: str,
    zone: str,
    region: str,
    account_id: str,
    retention_days: int,
    removable: bool,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
    source_bucket: str = "",
    policy: str | None = None,
) -> pulumi.Output[str]:
    """The bucket's name, once everything that closes it stands.

    Its policy lets in the logs of `source_bucket`; for the logs of another service, the caller gives the whole `policy`.
    """
    bucket = s3.Bucket(
        name,
        bucket=bucket_name,
        force_destroy=False,
        tags=tags_for(zone, name, extra=extra_tags, data_class=DataClass.INTERNAL),
        opts=pulumi.ResourceOptions(parent=parent, protect=not removable),
    )
    block, _ = close_bucket(name, bucket, parent=parent)
    encrypt_bucket(name, bucket, None, parent=parent)
    versioning = s3.BucketVersioning(
        child(name, "versions"),
        bucket=bucket.bucket,
        versioning_configuration=s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    s3.BucketLifecycleConfiguration(
        child(name, "lifecycle"),
        bucket=bucket.bucket,
        rules=[
            s3.BucketLifecycleConfigurationRuleArgs(
                id="old-logs",
                status="Enabled",
                filter=s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                expiration=s3.BucketLifecycleConfigurationRuleExpirationArgs(days=retention_days),
                noncurrent_version_expiration=s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                    noncurrent_days=retention_days
                ),
            )
        ],
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[versioning]),
    )
    closed = s3.BucketPolicy(
        child(name, "policy"),
        bucket=bucket.bucket,
        policy=policy or access_log_bucket_policy(bucket=bucket_name, source_bucket=source_bucket, region=region, account_id=account_id),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=[block]),
    )
    name_when_closed: pulumi.Output[str] = closed.bucket
    return name_when_closed
