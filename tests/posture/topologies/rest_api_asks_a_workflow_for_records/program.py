"""The workflow's answer, with records, goes back to whoever asks."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24", "c": "10.20.2.0/24"})
bucket("records", "phi", "phi")

queue = aws.sqs.Queue("inbox", name="inbox", tags={"ai-zone": "phi", "data-class": "phi"})
flow = aws.sfn.StateMachine(
    "flow",
    name="flow",
    type="EXPRESS",
    role_arn=role("flow", "states", reads("records")).arn,
    definition=json.dumps(
        {
            "StartAt": "Read",
            "States": {
                "Read": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::aws-sdk:s3:getObject",
                    "Parameters": {"Bucket": named("records"), "Key.$": "$.key"},
                    "End": True,
                }
            },
        }
    ),
    tags={"ai-zone": "phi"},
)
acts = role("acts", "apigateway", statement("states:StartSyncExecution"))
api = aws.apigateway.RestApi("visits", name="visits", endpoint_configuration={"types": "REGIONAL"}, tags={"ai-zone": "access"})
part = aws.apigateway.Resource("visits", rest_api=api.id, parent_id=api.root_resource_id, path_part="visits")
method = aws.apigateway.Method("visits", rest_api=api.id, resource_id=part.id, http_method="POST", authorization="NONE")
aws.apigateway.Integration(
    "visits",
    rest_api=api.id,
    resource_id=part.id,
    http_method=method.http_method,
    integration_http_method="POST",
    type="AWS",
    uri="arn:aws:apigateway:eu-west-1:states:action/StartSyncExecution",
    credentials=acts.arn,
)
