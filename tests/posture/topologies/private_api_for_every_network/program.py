"""A private API that answers the endpoints of anybody's network, before a function of PHI."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network


def role(name: str, service: str) -> aws.iam.Role:
    """A role that a service acts as."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

group = aws.ec2.SecurityGroup("charts", vpc_id=phi.vpc.id)
charts = aws.lambda_.Function(
    "charts",
    name="charts",
    role=role("charts", "lambda.amazonaws.com").arn,
    runtime="python3.13",
    handler="charts.answer",
    s3_bucket="clinic-code-111122223333",
    s3_key="charts.zip",
    vpc_config={"subnet_ids": [phi.subnets["a"].id], "security_group_ids": [group.id]},
)
everybody = {"Effect": "Allow", "Principal": "*", "Action": "execute-api:Invoke", "Resource": "execute-api:/*"}
policy = json.dumps({"Version": "2012-10-17", "Statement": [everybody]})
api = aws.apigateway.RestApi("charts", name="charts", endpoint_configuration={"types": "PRIVATE"}, policy=policy)
at = aws.apigateway.Resource("charts", rest_api=api.id, parent_id=api.root_resource_id, path_part="charts")
asked = aws.apigateway.Method("charts", rest_api=api.id, resource_id=at.id, http_method="POST", authorization="NONE")
aws.apigateway.Integration(
    "charts",
    rest_api=api.id,
    resource_id=at.id,
    http_method=asked.http_method,
    type="AWS_PROXY",
    integration_http_method="POST",
    uri=charts.invoke_arn,
)
