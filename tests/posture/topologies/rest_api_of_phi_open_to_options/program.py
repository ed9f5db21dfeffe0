"""A public REST API of the PHI zone takes OPTIONS of anybody, and what answers it is set up elsewhere."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
api = aws.apigateway.RestApi("visits", name="visits", tags={"ai-zone": "phi"})
place = aws.apigateway.Resource("visits", rest_api=api.id, parent_id=api.root_resource_id, path_part="visits")
aws.apigateway.Method("visits", rest_api=api.id, resource_id=place.id, http_method="OPTIONS", authorization="NONE")
