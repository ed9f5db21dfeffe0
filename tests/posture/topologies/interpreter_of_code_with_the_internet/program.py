"""PUBLIC: code has the internet."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role
from tests.posture.topologies.shared import Network

bucket("records", "phi", "phi")

models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
bucket("prompts", "inference", "internal")

runs = role("runs", "bedrock-agentcore", reads("prompts"))
aws.bedrock.AgentcoreCodeInterpreter(
    "code", name="code", execution_role_arn=runs.arn, network_configuration={"network_mode": "PUBLIC"}, tags={"ai-zone": "inference"}
)
