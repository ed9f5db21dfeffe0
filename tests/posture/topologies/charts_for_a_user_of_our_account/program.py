"""A source of charts over the records is for a user who signs in as somebody of our own account."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket

records = bucket("records", "phi", "phi")
reader = aws.quicksight.User(
    "reader",
    user_name="reader",
    email="reader@clinic.example",
    identity_type="IAM",
    user_role="AUTHOR",
    iam_arn=f"arn:aws:iam::{ACCOUNT}:user/reader",
)
aws.quicksight.DataSource(
    "visits",
    data_source_id="visits",
    name="visits",
    type="S3",
    parameters={"s3": {"manifest_file_location": {"bucket": records.bucket, "key": "manifest.json"}}},
    permissions=[{"principal": reader.arn, "actions": ["quicksight:DescribeDataSource", "quicksight:PassDataSource"]}],
    tags={"ai-zone": "phi", "data-class": "phi"},
)
