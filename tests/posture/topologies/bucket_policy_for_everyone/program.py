"""Public read, as for a web site."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
aws.s3.BucketPolicy(
    "records",
    bucket=records.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}],
        }
    ),
)
