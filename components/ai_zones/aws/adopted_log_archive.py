"""Adopted log archive: the bucket and the key to which a landing zone's logs go, read into the state as they stand.

The proof needs them to say where logs come to rest: who may read the bucket, whether it is public, whether it is copied elsewhere.
Sources: AWS Security Reference Architecture, "Log Archive account"; 45 CFR 164.312(b) (audit controls);
Pulumi Registry, "Import" of aws.s3.Bucket and of its settings (the bucket's name), of aws.kms.Key (the key's id).
"""

import re
from typing import NotRequired, TypedDict

import pulumi
from pulumi_aws import kms, s3

from ai_zones.aws import validation
from ai_zones.aws.adopted import Adopter, BucketName, KeyArn

_KEY_ID = re.compile(r".*:key/")


class AwsAdoptedLogArchiveArgs(TypedDict):
    """Inputs of `AwsAdoptedLogArchive`."""

    bucket_name: pulumi.Input[str]
    """Bucket of the archive: its name."""
    key_arn: pulumi.Input[str]
    """Key that encrypts it: its ARN, not an alias."""
    object_lock: NotRequired[bool]
    """Whether the bucket has an object lock to read. Default True."""
    replicated: NotRequired[bool]
    """Whether the bucket has a replication to read. Default False."""


class AdoptedLogArchive(validation.ComponentInput):
    """Parsed `AwsAdoptedLogArchiveArgs`."""

    bucket_name: BucketName
    key_arn: KeyArn
    object_lock: bool = True
    replicated: bool = False


class AwsAdoptedLogArchive(pulumi.ComponentResource):
    """Bucket with policy, public access block, versioning and lock, and its key. Nothing of it is changed.

    `audit_bucket_name` and `key_arn` are named as those of `AwsLogArchive`. Raises `InvalidInputError` before anything is registered.
    """

    audit_bucket_name: pulumi.Output[str]
    """The bucket."""
    audit_bucket_arn: pulumi.Output[str]
    """The bucket, as `flow_log_archive_arn` and log destinations take it."""
    key_arn: pulumi.Output[str]
    """The key."""

    def __init__(self, name: str, args: AwsAdoptedLogArchiveArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        form = AdoptedLogArchive.parse(name, args)
        super().__init__("ai-zones:index:AwsAdoptedLogArchive", name, {}, opts)
        adopter = Adopter(name, self)
        bucket = adopter.take(s3.Bucket, form.bucket_name, "bucket")
        adopter.take(s3.BucketPolicy, form.bucket_name, "policy")
        adopter.take(s3.BucketPublicAccessBlock, form.bucket_name, "private")
        adopter.take(s3.BucketVersioning, form.bucket_name, "versions")
        if form.object_lock:
            adopter.take(s3.BucketObjectLockConfiguration, form.bucket_name, "lock")
        if form.replicated:
            adopter.take(s3.BucketReplicationConfig, form.bucket_name, "copies")
        key = adopter.take(kms.Key, _key_id(form.key_arn), "key")
        self.audit_bucket_name = bucket.bucket
        self.audit_bucket_arn = bucket.arn
        self.key_arn = key.arn
        self.register_outputs({"auditBucketName": self.audit_bucket_name, "auditBucketArn": self.audit_bucket_arn, "keyArn": self.key_arn})


def _key_id(arn: str | pulumi.Output[str]) -> pulumi.Input[str]:
    return _KEY_ID.sub("", arn) if isinstance(arn, str) else arn.apply(lambda known: _KEY_ID.sub("", known))
