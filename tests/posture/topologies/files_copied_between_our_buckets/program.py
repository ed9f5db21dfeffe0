"""A nightly DataSync task from one bucket of the zone to another."""

import json

import pulumi_aws as aws

records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
role = aws.iam.Role(
    "datasync",
    name="datasync",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "datasync.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
source = aws.datasync.S3Location("source", s3_bucket_arn=records.arn, subdirectory="/", s3_config={"bucket_access_role_arn": role.arn})
images = aws.s3.Bucket("images", bucket="clinic-images-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
target = aws.datasync.S3Location("target", s3_bucket_arn=images.arn, subdirectory="/", s3_config={"bucket_access_role_arn": role.arn})
aws.datasync.Task("nightly", name="nightly", source_location_arn=source.arn, destination_location_arn=target.arn)
