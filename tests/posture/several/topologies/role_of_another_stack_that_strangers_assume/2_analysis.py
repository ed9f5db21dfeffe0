"""The analysts' stack: its role reads the records, and a partner's account may assume it."""

import json

import pulumi
import pulumi_aws as aws

store = pulumi.StackReference("organization/store/dev")
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
    policy=store.require_output("bucket").apply(
        lambda arn: json.dumps(
            {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:GetObject", "Resource": f"{arn}/*"}]}
        )
    ),
)
aws.iam.RolePolicyAttachment("reads-records", role=role.name, policy_arn=reads.arn)
