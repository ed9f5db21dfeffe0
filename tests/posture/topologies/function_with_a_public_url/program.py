"""In the VPC, and with a URL for the world that asks for no credentials."""

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
phi = Network("phi", "phi", "10.45.0.0/16", {"a": "10.45.0.0/24"})
group = aws.ec2.SecurityGroup("intake", vpc_id=phi.vpc.id)
function = aws.lambda_.Function(
    "intake",
    role=role.arn,
    runtime="python3.12",
    handler="index.handler",
    code=code,
    vpc_config=aws.lambda_.FunctionVpcConfigArgs(subnet_ids=[phi.subnets["a"].id], security_group_ids=[group.id]),
)
aws.lambda_.FunctionUrl("intake-url", function_name=function.name, authorization_type="NONE")
aws.lambda_.Permission("everyone", function=function.name, action="lambda:InvokeFunctionUrl", principal="*", function_url_auth_type="NONE")
