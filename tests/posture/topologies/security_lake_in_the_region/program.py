"""What the logs tell of the records stays in the region."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
lake = aws.iam.Role(
    "lake",
    name="lake",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "securitylake.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "lake",
    role=lake.id,
    policy=json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}]}),
)
aws.securitylake.DataLake(
    "logs",
    meta_store_manager_role_arn=lake.arn,
    configuration={"region": "eu-west-1"},
    tags={"ai-zone": "management"},
)
