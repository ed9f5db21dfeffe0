"""What closes every bucket: no public access, no access control lists, and encryption.

Sources: Amazon S3 User Guide, "Blocking public access to your Amazon S3 storage", "Controlling ownership of objects and disabling ACLs for your bucket",
"Reducing the cost of SSE-KMS with Amazon S3 Bucket Keys".
"""

import pulumi
from pulumi_aws import s3

from ai_zones.aws.naming import child


def close_bucket(name: str, bucket: s3.Bucket, *, parent: pulumi.Resource) -> tuple[s3.BucketPublicAccessBlock, s3.BucketOwnershipControls]:
    """No public access, whatever a policy says, and no access control lists. A policy waits for the block."""
    opts = pulumi.ResourceOptions(parent=parent)
    block = s3.BucketPublicAccessBlock(
        child(name, "public-access"),
        bucket=bucket.bucket,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
        opts=opts,
    )
    owned = s3.BucketOwnershipControls(
        child(name, "ownership"),
        bucket=bucket.bucket,
        rule=s3.BucketOwnershipControlsRuleArgs(object_ownership="BucketOwnerEnforced"),
        opts=opts,
    )
    return block, owned


def encrypt_bucket(
    name: str, bucket: s3.Bucket, key_arn: pulumi.Input[str] | None, *, parent: pulumi.Resource
) -> s3.BucketServerSideEncryptionConfiguration:
    """Encryption by this key; None: by S3's own keys."""
    by_default = s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgs(
        sse_algorithm="AES256" if key_arn is None else "aws:kms", kms_master_key_id=key_arn
    )
    rule = s3.BucketServerSideEncryptionConfigurationRuleArgs(
        apply_server_side_encryption_by_default=by_default, bucket_key_enabled=None if key_arn is None else True
    )
    return s3.BucketServerSideEncryptionConfiguration(
        child(name, "encryption"), bucket=bucket.bucket, rules=[rule], opts=pulumi.ResourceOptions(parent=parent)
    )
