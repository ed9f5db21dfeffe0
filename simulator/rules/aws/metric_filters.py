"""Metric filters of CloudWatch log groups, and inventories of S3 buckets: settings that other resources carry.

Sources: Amazon CloudWatch Logs API Reference, PutMetricFilter; Amazon S3 API Reference, PutBucketInventoryConfiguration; Amazon S3 User
Guide, "Configuring Amazon S3 Inventory"; Pulumi Registry, aws.cloudwatch.LogMetricFilter, aws.s3.Inventory (ids).
"""

from simulator.rules import Allowed, AutoName, Length, Pattern, Rules, ref, unique
from simulator.rules.aws.kinds import BUCKET, LOG_GROUP

FILTER = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
INVENTORY = "aws:s3/inventory:Inventory"
_FILTER = "Amazon CloudWatch Logs API Reference, PutMetricFilter"
_INVENTORY = "Amazon S3 API Reference, PutBucketInventoryConfiguration"
UNITS = (
    "Seconds", "Microseconds", "Milliseconds", "Bytes", "Kilobytes", "Megabytes", "Gigabytes", "Terabytes", "Bits", "Kilobits", "Megabits",
    "Gigabits", "Terabits", "Percent", "Count", "Bytes/Second", "Kilobytes/Second", "Megabytes/Second", "Gigabytes/Second",
    "Terabytes/Second", "Bits/Second", "Kilobits/Second", "Megabits/Second", "Gigabits/Second", "Terabits/Second", "Count/Second", "None",
)  # fmt: skip

metric_filter = Rules(
    FILTER,
    source="Amazon CloudWatch Logs API Reference, PutMetricFilter; Pulumi Registry, aws.cloudwatch.LogMetricFilter",
    second_source="botocore, cfn-lint",
    checks=(
        Pattern("name", r"[^:*]*", source=_FILTER, saying="no colon and no asterisk"),
        Length("name", 1, 512, source=_FILTER),
        Length("pattern", 0, 1024, source=_FILTER),
        Pattern("metricTransformation.name", r"[^:*$]*", source=_FILTER, saying="no colon, asterisk or dollar sign"),
        Length("metricTransformation.name", 1, 255, source=_FILTER),
        Pattern("metricTransformation.namespace", r"[0-9a-zA-Z.\-_/#]*", source=_FILTER, saying="letters, digits and . - _ / #"),
        Length("metricTransformation.namespace", 1, 255, source=_FILTER),
        Length("metricTransformation.value", 1, 100, source=_FILTER),
        Allowed("metricTransformation.unit", UNITS, source=_FILTER),
    ),
    references={"logGroupName": ref(LOG_GROUP, by=("name", "id"), code="ResourceNotFoundException", blocks_delete=False)},
    immutable={"name", "logGroupName"},
    autoname=AutoName("name", 512),
    id=lambda action: str(action.inputs["name"]),
    outputs={"applyOnTransformedLogs": False},
)

inventory = Rules(
    INVENTORY,
    source="Amazon S3 API Reference, PutBucketInventoryConfiguration; Pulumi Registry, aws.s3.Inventory",
    second_source="botocore",
    checks=(
        Length("name", 1, 64, source=_INVENTORY),
        Allowed("includedObjectVersions", ("All", "Current"), source=_INVENTORY),
        Allowed("schedule.frequency", ("Daily", "Weekly"), source=_INVENTORY),
        Allowed("destination.bucket.format", ("CSV", "ORC", "Parquet"), source=_INVENTORY),
        Allowed(
            "optionalFields[*]",
            (
                "Size",
                "LastModifiedDate",
                "StorageClass",
                "ETag",
                "IsMultipartUploaded",
                "ReplicationStatus",
                "EncryptionStatus",
                "ObjectLockRetainUntilDate",
                "ObjectLockMode",
                "ObjectLockLegalHoldStatus",
                "ObjectLockEventHoldStatus",
                "ObjectLockEventHoldDuration",
                "IntelligentTieringAccessTier",
                "BucketKeyStatus",
                "ChecksumAlgorithm",
                "ObjectAccessControlList",
                "ObjectOwner",
                "LifecycleExpirationDate",
                "IntelligentTieringReferenceDate",
            ),
            source=_INVENTORY,
        ),
    ),
    references={
        "bucket": ref(BUCKET, by=("bucket", "id"), code="NoSuchBucket", blocks_delete=False),
        "destination.bucket.bucketArn": ref(
            BUCKET, by=("arn",), literals=("arn:aws:s3:::*",), code="InvalidS3DestinationBucket", anywhere=True, blocks_delete=False
        ),
    },
    immutable={"bucket", "name"},
    autoname=AutoName("name", 64),
    defaults={"enabled": True},
    unique=(unique("bucket", "name", code="InventoryConfigurationAlreadyExists"),),
    id=lambda action: f"{action.inputs['bucket']}:{action.inputs['name']}",
    unordered=("optionalFields",),
)
