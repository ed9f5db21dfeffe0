"""An agent of Bedrock books beds: one model, one function in our subnet, a guardrail, every prompt recorded.

Sources: Amazon Bedrock User Guide, "Create a service role for Amazon Bedrock Agents"
(https://docs.aws.amazon.com/bedrock/latest/userguide/agents-permission.html), "Use action groups to define actions for your agent to perform",
"Create your guardrail", "Monitor model invocation using CloudWatch Logs and Amazon S3", "Use interface VPC endpoints".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, objects, role, workplace

MODEL = f"arn:aws:bedrock:{house.REGION}::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"
PROMPTS = "clinic-agent-prompts"
place = workplace(
    "beds", "inference", 81, {"bedrock-agent-runtime": ("bedrock:InvokeAgent",), "logs": ("logs:CreateLogStream", "logs:PutLogEvents")}
)
key = house.key("beds", "bedrock.amazonaws.com", "s3.amazonaws.com", "lambda.amazonaws.com")
logs = house.access_logs("clinic-agent-access-logs")
house.bucket("clinic-agent-records", key, logs, {"data-class": "phi"})
house.bucket(
    PROMPTS,
    key,
    logs,
    {"data-class": "internal"},
    (
        {
            "Sid": "Invocations",
            "Effect": "Allow",
            "Principal": {"Service": "bedrock.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": objects(PROMPTS),
            "Condition": {
                "StringEquals": {"aws:SourceAccount": house.ACCOUNT},
            },
        },
    ),
)
guardrail = aws.bedrock.Guardrail(
    "beds",
    name="beds",
    blocked_input_messaging="This can not be asked here.",
    blocked_outputs_messaging="This can not be answered here.",
    kms_key_arn=key.arn,
    content_policy_config={
        "filters_configs": [
            {"type": kind, "input_strength": "HIGH", "output_strength": "NONE" if kind == "PROMPT_ATTACK" else "HIGH"}
            for kind in ("PROMPT_ATTACK",)
        ]
    },
    sensitive_information_policy_config={
        "pii_entities_configs": [{"type": "NAME", "action": "BLOCK"}],
    },
)
version = aws.bedrock.GuardrailVersion("beds", guardrail_arn=guardrail.guardrail_arn)
acts = role(
    "beds-agent",
    "bedrock.amazonaws.com",
    may(["bedrock:InvokeModel"], MODEL),
    may(["bedrock:ApplyGuardrail"], arn("bedrock", "guardrail/*")),
)
works = role(
    "beds-function", "lambda.amazonaws.com", may(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/aws/lambda/beds:*"))
)
aws.iam.RolePolicyAttachment("beds-vpc", role=works.name, policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole")
function = aws.lambda_.Function(
    "beds",
    name="beds",
    role=works.arn,
    runtime="python3.13",
    handler="main.handle",
    code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("def handle(event, context): return {}\n")}),
    timeout=30,
    reserved_concurrent_executions=10,
    kms_key_arn=key.arn,
    environment={"variables": {"WARD": "3"}},
    vpc_config={"subnet_ids": [subnet.id for subnet in place.subnets], "security_group_ids": [place.workers.id]},
    logging_config={"log_format": "JSON", "log_group": house.log_group("/aws/lambda/beds", place.logs_key).name},
)
agent = aws.bedrock.AgentAgent(
    "beds",
    agent_name="beds",
    agent_resource_role_arn=acts.arn,
    foundation_model="anthropic.claude-3-haiku-20240307-v1:0",
    instruction="You tell which bed of a ward is free, and nothing else. You never ask for a name or a record number.",
    customer_encryption_key_arn=key.arn,
    idle_session_ttl_in_seconds=600,
    guardrail_configurations=[{"guardrail_identifier": guardrail.guardrail_id, "guardrail_version": version.version}],
    tags={"ai-zone": "inference"},
)
aws.lambda_.Permission(
    "beds",
    function=function.name,
    action="lambda:InvokeFunction",
    principal="bedrock.amazonaws.com",
    source_arn=agent.agent_arn,
)
aws.bedrock.AgentAgentActionGroup(
    "beds",
    agent_id=agent.agent_id,
    agent_version="DRAFT",
    action_group_name="beds",
    action_group_executor={"lambda_": function.arn},
    function_schema={
        "member_functions": {
            "functions": [
                {
                    "name": "free-beds",
                    "description": "Number of free beds of a ward",
                    "parameters": [{"map_block_key": "ward", "type": "integer", "description": "Number of the ward"}],
                }
            ]
        }
    },
)
aws.bedrock.AgentAgentAlias("beds", agent_id=agent.agent_id, agent_alias_name="live")
recorded = house.log_group("/bedrock/prompts", place.logs_key)
writes = role(
    "prompts-written",
    "bedrock.amazonaws.com",
    may(["logs:CreateLogStream", "logs:PutLogEvents"], arn("logs", "log-group:/bedrock/prompts:*")),
)
aws.bedrockmodel.InvocationLoggingConfiguration(
    "prompts",
    logging_config={
        "text_data_delivery_enabled": True,
        "embedding_data_delivery_enabled": True,
        "image_data_delivery_enabled": True,
        "cloudwatch_config": {
            "log_group_name": recorded.name,
            "role_arn": writes.arn,
            "large_data_delivery_s3_config": {"bucket_name": PROMPTS},
        },
    },
)
