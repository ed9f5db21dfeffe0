"""Where the settings of a bucket are written: resources of their own (two generations of them), inline in the classic type, in aws-native.

Source: Pulumi Registry, aws provider 7, `s3.Bucket` ("Migrating to v7": `s3.BucketV2` is `s3.Bucket`) and its companions.
"""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import BUCKET
from posture.rules.look import Look
from posture.rules.parts import Part, spots

GENERAL_BUCKET: Final = tuple(token for token in BUCKET if "irectoryBucket" not in token)
"""Buckets with versions, policies of their own, access logs: all but directory buckets."""


def _companion(name: str, *older: str) -> tuple[str, ...]:
    names = (name, f"{name}V2", *older)
    return tuple(f"aws:s3/{one[0].lower()}{one[1:]}:{one}" for one in names)


ACCESS_BLOCK: Final = Part(("publicAccessBlockConfiguration",), _companion("BucketPublicAccessBlock"))
OWNERSHIP: Final = Part(("ownershipControls.rules",), _companion("BucketOwnershipControls"), root="rule")
VERSIONING: Final = Part(
    ("versioning", "versioningConfiguration"),
    ("aws:s3/bucketVersioning:BucketVersioning", "aws:s3/bucketVersioningV2:BucketVersioningV2"),
    root="versioningConfiguration",
)
LOCK: Final = Part(("objectLockConfiguration",), _companion("BucketObjectLockConfiguration"))
ENCRYPTION: Final = Part(
    ("serverSideEncryptionConfiguration.rule", "bucketEncryption.serverSideEncryptionConfiguration"),
    _companion("BucketServerSideEncryptionConfiguration"),
    root="rules",
)
LOGGING: Final = Part(("loggings", "logging", "loggingConfiguration"), _companion("BucketLogging"))
LIFECYCLE: Final = Part(("lifecycleRules", "lifecycleConfiguration.rules"), _companion("BucketLifecycleConfiguration"), root="rules")
ACL: Final = Part((), _companion("BucketAcl"))
WEBSITE: Final = Part(("website", "websiteConfiguration"), _companion("BucketWebsiteConfiguration"))
CORS: Final = Part(("corsRules", "corsConfiguration.corsRules"), _companion("BucketCorsConfiguration"), root="corsRules")
REPLICATION: Final = Part(("replicationConfiguration.rules",), ("aws:s3/bucketReplicationConfig:BucketReplicationConfig",), root="rules")
POLICY: Final = Part(("policy",), ("aws:s3/bucketPolicy:BucketPolicy", "aws-native:s3:BucketPolicy"))
LOG_TARGETS: Final = ("targetBucket", "logging.targetBucket", "loggings[0].targetBucket", "loggingConfiguration.destinationBucketName")
SIX_YEARS_DAYS: Final = 2190
"""Six years of 365 days (45 CFR 164.316(b)(2)(i))."""


def log_targets(look: Look) -> Iterator[tuple[Look, str, Look | None]]:
    """Where a bucket's access log goes: who says so, at which property, and the bucket of the stack that takes it."""
    for spot in spots(look, LOGGING).found:
        for below in ("targetBucket", "destinationBucketName"):
            path = spot.at(below)
            if spot.look.value(path) is not None:
                targets = spot.look.targets(path, BUCKET)
                yield spot.look, path, targets[0] if len(targets) == 1 else None


def holds_locked_records(look: Look) -> bool:
    """Whether it holds records, and may be locked and encrypted as such: a bucket that takes access logs may be neither.

    Source: Amazon S3 User Guide, "Enabling Amazon S3 server access logging": the destination has SSE-S3 as its default encryption and no default
    retention; and "Logging requests with server access logging": logging the destination too makes logs about logs.
    """
    return look.holds_records and not takes_access_logs(look)


def takes_access_logs(look: Look) -> bool:
    """Whether another bucket of the stack delivers its access log here."""
    scene = look.scene
    key = "buckets that take access logs"
    if key not in scene.notes:
        buckets = (scene.look(resource) for resource in scene.of(GENERAL_BUCKET))
        ends = ((bucket, target) for bucket in buckets for _, _, target in log_targets(bucket))
        scene.notes[key] = {target.urn for bucket, target in ends if target is not None and target.urn != bucket.urn}
    return look.urn in scene.notes[key]
