"""The account that is named beside the bucket is ours, and S3 sees to it that it owns the bucket."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND, bucket

kept = bucket("records", "phi", "phi")
aws.s3.Inventory(
    "records",
    bucket=kept.bucket,
    name="all",
    included_object_versions="All",
    schedule={"frequency": "Daily"},
    destination={"bucket": {"format": "CSV", "bucket_arn": "arn:aws:s3:::lists-of-the-clinic", "account_id": SECOND}},
)
