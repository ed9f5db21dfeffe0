"""A stack of data sharing makes one more way into the bucket, and lets another account of ours use it."""

import json

import pulumi
import pulumi_aws as aws

aws.s3.AccessPoint(
    "research",
    name="research",
    bucket="clinic-records-111122223333",
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::222233334444:root"},
                    "Action": "s3:GetObject",
                    "Resource": "arn:aws:s3:eu-west-1:111122223333:accesspoint/research/object/*",
                }
            ],
        }
    ),
)
bucket = pulumi.StackReference("organization/store/dev").require_output("bucket")
aws.s3.BucketPolicy(
    "delegates",
    bucket="clinic-records-111122223333",
    policy=bucket.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": [arn, f"{arn}/*"],
                        "Condition": {"StringEquals": {"s3:DataAccessPointAccount": "111122223333"}},
                    }
                ],
            }
        )
    ),
)
