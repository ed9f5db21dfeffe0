"""Lists of every object go into a bucket of a vendor's account, and S3 sees to it that the account owns it."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket

kept = bucket("records", "phi", "phi")
aws.s3.Inventory(
    "records",
    bucket=kept.bucket,
    name="all",
    included_object_versions="All",
    schedule={"frequency": "Daily"},
    destination={"bucket": {"format": "CSV", "bucket_arn": "arn:aws:s3:::lists-of-the-clinic", "account_id": VENDOR}},
)
