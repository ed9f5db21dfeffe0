"""A function of the PHI zone may ask one global profile, and every model in every region."""

import json

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
chart = aws.iam.Role(
    "chart",
    name="chart",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "chart",
    role=chart.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetObject", "s3:ListBucket"],
                    "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"],
                },
                {
                    "Effect": "Allow",
                    "Action": "bedrock:InvokeModel",
                    "Resource": [
                        "arn:aws:bedrock:eu-west-1:111122223333:inference-profile/global.anthropic.claude-sonnet-4-20250514-v1:0",
                        "arn:aws:bedrock:*::foundation-model/*",
                    ],
                },
            ],
        }
    ),
)
ward = Network("ward", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24"})
group = aws.ec2.SecurityGroup("chart", vpc_id=ward.vpc.id)
code = pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context): ...")})
aws.lambda_.Function(
    "chart",
    name="chart",
    role=chart.arn,
    runtime="python3.12",
    handler="index.handler",
    code=code,
    vpc_config={"subnet_ids": [ward.subnets["a"].id], "security_group_ids": [group.id]},
    tags={"ai-zone": "phi"},
)
