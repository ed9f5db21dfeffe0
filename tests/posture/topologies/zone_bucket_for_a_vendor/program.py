"""A bucket of one availability zone lets a vendor begin sessions."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, VENDOR, document, statement

NAME = "clinic-notes--euw1-az1--x-s3"
notes = aws.s3.DirectoryBucket(
    "notes", bucket=NAME, location={"name": "euw1-az1", "type": "AvailabilityZone"}, tags={"ai-zone": "phi", "data-class": "phi"}
)
aws.s3.BucketPolicy(
    "notes",
    bucket=notes.bucket,
    policy=document(
        statement(
            "s3express:CreateSession",
            f"arn:aws:s3express:eu-west-1:{ACCOUNT}:bucket/{NAME}",
            principal={"AWS": f"arn:aws:iam::{VENDOR}:root"},
        )
    ),
)
