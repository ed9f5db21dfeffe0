"""An HTTP API for the world in front of the function."""

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
api = aws.apigatewayv2.Api("front", protocol_type="HTTP")
integration = aws.apigatewayv2.Integration(
    "front", api_id=api.id, integration_type="AWS_PROXY", integration_uri=function.invoke_arn, payload_format_version="2.0"
)
aws.apigatewayv2.Route("front", api_id=api.id, route_key="$default", target=integration.id.apply(lambda i: f"integrations/{i}"))
aws.apigatewayv2.Stage("front", api_id=api.id, name="$default", auto_deploy=True)
aws.lambda_.Permission(
    "front",
    function=function.name,
    action="lambda:InvokeFunction",
    principal="apigateway.amazonaws.com",
    source_arn=api.execution_arn.apply(lambda arn: f"{arn}/*/*"),
)
