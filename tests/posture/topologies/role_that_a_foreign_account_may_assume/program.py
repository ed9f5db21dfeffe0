"""A vendor's account may assume a role that reads the records."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
role = aws.iam.Role(
    "analyst",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::999988887777:root"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
reads = aws.iam.Policy(
    "reads-records",
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Action": "s3:Get*", "Resource": f"arn:aws:s3:::{BUCKET}/*"}],
        }
    ),
)
aws.iam.RolePolicyAttachment("reads-records", role=role.name, policy_arn=reads.arn)
