"""A nightly DataSync task from the records to a container of Azure Blob Storage."""

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
target = aws.datasync.LocationAzureBlob(
    "target",
    agent_arns=["arn:aws:datasync:eu-west-1:111122223333:agent/agent-0123456789abcdef0"],
    authentication_type="SAS",
    container_url="https://analytics.blob.core.windows.net/imports",
    sas_configuration={"token": "sp=rw"},
)
aws.datasync.Task("nightly", name="nightly", source_location_arn=source.arn, destination_location_arn=target.arn)
