"""A Firehose stream of the PHI zone to a vendor's HTTP endpoint."""

import json

import pulumi_aws as aws

role = aws.iam.Role(
    "delivery",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
failed = aws.s3.Bucket("failed", bucket="clinic-failed-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
aws.kinesis.FirehoseDeliveryStream(
    "vitals",
    name="vitals",
    destination="http_endpoint",
    http_endpoint_configuration={
        "url": "https://ingest.vendor.example/v1",
        "name": "vendor",
        "role_arn": role.arn,
        "s3_configuration": {"role_arn": role.arn, "bucket_arn": failed.arn},
    },
    tags={"ai-zone": "phi", "data-class": "phi"},
)
