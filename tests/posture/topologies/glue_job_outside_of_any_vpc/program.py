"""A Glue job without a connection flattens the records."""

import json

import pulumi_aws as aws

records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
role = aws.iam.Role(
    "flatten",
    name="flatten",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "glue.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "flatten",
    role=role.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:PutObject"],
                    "Resource": "arn:aws:s3:::clinic-records-111122223333/*",
                }
            ],
        }
    ),
)
aws.glue.Job(
    "flatten",
    name="flatten",
    role_arn=role.arn,
    command={"script_location": records.bucket.apply(lambda name: f"s3://{name}/scripts/flatten.py"), "python_version": "3"},
    glue_version="5.0",
)
