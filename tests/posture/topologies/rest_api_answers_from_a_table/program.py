"""A regional API without authorization queries the table by a role of its own."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import role, statement

table = aws.dynamodb.Table(
    "records",
    name="records",
    hash_key="id",
    billing_mode="PAY_PER_REQUEST",
    attributes=[{"name": "id", "type": "S"}],
    tags={"ai-zone": "phi", "data-class": "phi"},
)
answers = role("answers", "apigateway", statement(["dynamodb:Query"]))
api = aws.apigateway.RestApi("visits", name="visits", endpoint_configuration={"types": "REGIONAL"}, tags={"ai-zone": "phi"})
part = aws.apigateway.Resource("visits", rest_api=api.id, parent_id=api.root_resource_id, path_part="visits")
method = aws.apigateway.Method("visits", rest_api=api.id, resource_id=part.id, http_method="POST", authorization="NONE")
aws.apigateway.Integration(
    "visits",
    rest_api=api.id,
    resource_id=part.id,
    http_method=method.http_method,
    integration_http_method="POST",
    type="AWS",
    uri="arn:aws:apigateway:eu-west-1:dynamodb:action/Query",
    credentials=answers.arn,
)
