"""A bucket that nobody outside reads, that keeps what it holds for its time, and encrypts with one key: what a PHI store and the log archive share.

It keeps by a retention policy, under which nothing is replaced or deleted, or by versions, where objects must change: Cloud Storage documentation,
"Retention policies and retention policy locks", calls the two mutually exclusive.
Sources: Cloud Storage documentation, "Public access prevention", "Uniform bucket-level access", "Customer-managed encryption keys" and "Enforce or
restrict the encryption types for a bucket", "Bucket Lock" (locking is final), "Object Versioning", "Soft
delete" (7 to 90 days), "Autoclass" (no lifecycle rule may set a class beside it), "Object Lifecycle Management", "Storage classes" (least 30, 90,
365 days); provider reference, `gcp.storage.Bucket`.
"""

from dataclasses import dataclass
from typing import Any, Final

import pulumi
from pulumi_gcp import storage

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after

DAY_SECONDS: Final = 86_400
ONLY_OUR_KEY: Final = "FullyRestricted"


@dataclass(frozen=True)
class ClosedBucket:
    """What a bucket is made of."""

    component: str
    name: str
    project: str
    region: str
    kms_key: Any
    labels: dict[str, str]
    retention_days: int
    locked: bool
    """Whether the retention is final."""
    versioned: bool
    """Whether versions are kept in place of the retention policy."""
    restore_days: int
    """Days in which a deleted object comes back."""
    cool_after_days: int
    autoclass: bool
    removable: bool


def build_bucket(made: ClosedBucket, parent: pulumi.Resource) -> storage.Bucket:
    """The bucket, protected by Pulumi and by the provider until it is removable."""
    return storage.Bucket(
        child(made.component, "bucket"),
        name=made.name,
        project=made.project,
        location=made.region.upper(),
        storage_class="STANDARD",
        uniform_bucket_level_access=True,
        public_access_prevention="enforced",
        versioning=storage.BucketVersioningArgs(enabled=made.versioned),
        retention_policy=None
        if made.versioned
        else storage.BucketRetentionPolicyArgs(retention_period=str(made.retention_days * DAY_SECONDS), is_locked=made.locked),
        soft_delete_policy=storage.BucketSoftDeletePolicyArgs(retention_duration_seconds=made.restore_days * DAY_SECONDS),
        encryption=storage.BucketEncryptionArgs(
            default_kms_key_name=made.kms_key,
            # A writer who names no key, or one of its own, is refused: what it wrote would outlive ours.
            google_managed_encryption_enforcement_config=storage.BucketEncryptionGoogleManagedEncryptionEnforcementConfigArgs(
                restriction_mode=ONLY_OUR_KEY
            ),
            customer_supplied_encryption_enforcement_config=storage.BucketEncryptionCustomerSuppliedEncryptionEnforcementConfigArgs(
                restriction_mode=ONLY_OUR_KEY
            ),
        ),
        autoclass=storage.BucketAutoclassArgs(enabled=True, terminal_storage_class="ARCHIVE") if made.autoclass else None,
        lifecycle_rules=_lifecycle(made),
        force_destroy=False,
        deletion_policy="DELETE" if made.removable else "PREVENT",
        labels=made.labels,
        opts=after(parent, protect=not made.removable),
    )


def _lifecycle(made: ClosedBucket) -> list[storage.BucketLifecycleRuleArgs]:
    rules = [
        storage.BucketLifecycleRuleArgs(
            action=storage.BucketLifecycleRuleActionArgs(type="AbortIncompleteMultipartUpload"),
            condition=storage.BucketLifecycleRuleConditionArgs(age=7),
        )
    ]
    if made.versioned:
        # What is not live any more goes when its time is over; what is live stays.
        rules.append(
            storage.BucketLifecycleRuleArgs(
                action=storage.BucketLifecycleRuleActionArgs(type="Delete"),
                condition=storage.BucketLifecycleRuleConditionArgs(days_since_noncurrent_time=made.retention_days, with_state="ARCHIVED"),
            )
        )
    if made.autoclass:
        return rules
    classes = {"NEARLINE": made.cool_after_days, "COLDLINE": made.cool_after_days + 90, "ARCHIVE": made.cool_after_days + 365}
    return rules + [
        storage.BucketLifecycleRuleArgs(
            action=storage.BucketLifecycleRuleActionArgs(type="SetStorageClass", storage_class=name),
            condition=storage.BucketLifecycleRuleConditionArgs(age=days),
        )
        for name, days in classes.items()
    ]
