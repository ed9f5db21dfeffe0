"""A public REST API of the PHI zone answers signed requests alone, and tells browsers by itself from which pages they may ask."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
api = aws.apigateway.RestApi("visits", name="visits", tags={"ai-zone": "phi"})
place = aws.apigateway.Resource("visits", rest_api=api.id, parent_id=api.root_resource_id, path_part="visits")
aws.apigateway.Method("visits", rest_api=api.id, resource_id=place.id, http_method="GET", authorization="AWS_IAM")
asked = aws.apigateway.Method("browsers", rest_api=api.id, resource_id=place.id, http_method="OPTIONS", authorization="NONE")
aws.apigateway.Integration(
    "browsers",
    rest_api=api.id,
    resource_id=place.id,
    http_method=asked.http_method,
    type="MOCK",
    request_templates={"application/json": '{"statusCode": 200}'},
)
