"""A function that handles records, without a VPC configuration."""

import json

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

role = aws.iam.Role(
    "intake",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
code = pulumi.AssetArchive({"index.py": pulumi.StringAsset("def handler(event, context): ...")})
Network("phi", "phi", "10.45.0.0/16", {"a": "10.45.0.0/24"})
aws.lambda_.Function("intake", role=role.arn, runtime="python3.12", handler="index.handler", code=code, tags={"ai-zone": "phi"})
