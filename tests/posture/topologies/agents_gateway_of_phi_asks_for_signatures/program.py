"""A gateway of tools in PHI that asks for signatures of AWS."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, function, reads, role, s3_endpoint, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
bucket("records", "phi", "phi")
s3_endpoint("s3", ward, "records")
chart = function("chart", role("chart", "lambda", reads("records")), ward, tags={"ai-zone": "phi"})
works = role("tools", "bedrock-agentcore", statement("lambda:InvokeFunction"))
tools = aws.bedrock.AgentcoreGateway(
    "tools", name="tools", role_arn=works.arn, protocol_type="MCP", authorizer_type="AWS_IAM", tags={"ai-zone": "phi"}
)
schema = {"inline_payloads": [{"name": "ask", "description": "ask", "input_schema": {"type": "object"}}]}
aws.bedrock.AgentcoreGatewayTarget(
    "ask",
    name="ask",
    gateway_identifier=tools.gateway_id,
    credential_provider_configuration={"gateway_iam_role": {}},
    target_configuration={"mcp": {"lambda": {"lambda_arn": chart.arn, "tool_schema": schema}}},
)
