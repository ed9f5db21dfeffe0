"""A REST API for the world before a function outside of any network, which keeps what it is told in a table."""

import json

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.awsx_shapes import assumed_by

table = aws.dynamodb.Table("intake", hash_key="id", attributes=[{"name": "id", "type": "S"}], billing_mode="PAY_PER_REQUEST")
role = aws.iam.Role("intake", assume_role_policy=assumed_by("lambda.amazonaws.com"))
aws.iam.RolePolicy(
    "intake",
    role=role.id,
    policy=table.arn.apply(
        lambda arn: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": ["dynamodb:GetItem", "dynamodb:PutItem"], "Resource": arn}],
            }
        )
    ),
)
code = pulumi.AssetArchive({"index.js": pulumi.StringAsset("exports.handler = async () => ({statusCode: 200});")})
function = aws.lambda_.Function("intake", role=role.arn, runtime="nodejs20.x", handler="index.handler", code=code)
component = pulumi.ComponentResource("aws-apigateway:index:RestAPI", "api")
below = pulumi.ResourceOptions(parent=component)
api = aws.apigateway.RestApi("api", binary_media_types=["*/*"], opts=below)
resource = aws.apigateway.Resource("api", rest_api=api.id, parent_id=api.root_resource_id, path_part="visits", opts=below)
method = aws.apigateway.Method("api", rest_api=api.id, resource_id=resource.id, http_method="POST", authorization="NONE", opts=below)
integration = aws.apigateway.Integration(
    "api",
    rest_api=api.id,
    resource_id=resource.id,
    http_method=method.http_method,
    integration_http_method="POST",
    type="AWS_PROXY",
    uri=function.invoke_arn,
    opts=below,
)
deployment = aws.apigateway.Deployment("api", rest_api=api.id, opts=pulumi.ResourceOptions(parent=component, depends_on=[integration]))
aws.apigateway.Stage("api", rest_api=api.id, deployment=deployment.id, stage_name="stage", opts=below)
aws.lambda_.Permission(
    "api",
    function=function.name,
    action="lambda:InvokeFunction",
    principal="apigateway.amazonaws.com",
    source_arn=api.execution_arn.apply(lambda arn: f"{arn}/*/*"),
    opts=below,
)
