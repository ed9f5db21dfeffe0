"""What a model answers an agent of the PHI zone is parsed by a function."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import function, role, statement
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
parse = function("parse", role("parse", "lambda"), network, tags={"ai-zone": "phi"})
aws.bedrock.AgentAgent(
    "notes",
    agent_name="notes",
    agent_resource_role_arn=role(
        "notes",
        "bedrock",
        statement("bedrock:InvokeModel", "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"),
    ).arn,
    foundation_model="anthropic.claude-3-haiku-20240307-v1:0",
    instruction="You sum up notes of patients for their own physicians, and nothing else.",
    tags={"ai-zone": "phi"},
    prompt_override_configurations=[
        {
            "override_lambda": parse.arn,
            "prompt_configurations": [
                {
                    "prompt_type": "ORCHESTRATION",
                    "prompt_state": "ENABLED",
                    "prompt_creation_mode": "OVERRIDDEN",
                    "parser_mode": "OVERRIDDEN",
                    "base_prompt_template": "{}",
                    "inference_configurations": [{"max_length": 200, "stop_sequences": [], "temperature": 0, "top_k": 1, "top_p": 1}],
                }
            ],
        }
    ],
)
