"""A flow of models retrieves prompts."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role
from tests.posture.topologies.shared import Network

bucket("records", "phi", "phi")
Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24"})
bucket("prompts", "inference", "internal")
works = role("flow", "bedrock", reads("prompts"))
aws.bedrock.AgentFlow(
    "flow",
    name="flow",
    execution_role_arn=works.arn,
    tags={"ai-zone": "inference"},
    definition={
        "nodes": [
            {"name": "in", "type": "Input", "configuration": {"input": {}}, "outputs": [{"name": "document", "type": "String"}]},
            {
                "name": "get",
                "type": "Retrieval",
                "configuration": {"retrieval": {"service_configuration": {"s3": {"bucket_name": named("prompts")}}}},
                "inputs": [{"name": "objectKey", "type": "String", "expression": "$.data"}],
                "outputs": [{"name": "s3Content", "type": "String"}],
            },
        ]
    },
)
