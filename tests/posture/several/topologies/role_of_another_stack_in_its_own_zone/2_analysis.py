"""A host of the records' own network acts by the role."""

import json

import pulumi
import pulumi_aws as aws

store = pulumi.StackReference("organization/store/dev")
role = aws.iam.Role(
    "analyst",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "ec2.amazonaws.com"}, "Action": "sts:AssumeRole"}],
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
profile = aws.iam.InstanceProfile("analyst", role=role.name)
closed = aws.ec2.SecurityGroup("analyst", vpc_id=store.require_output("vpc"), description="nobody connects")
aws.ec2.Instance(
    "analyst",
    ami="ami-0abcdef1234567890",
    instance_type="m7i.large",
    subnet_id=store.require_output("subnet"),
    vpc_security_group_ids=[closed.id],
    iam_instance_profile=profile.name,
)
