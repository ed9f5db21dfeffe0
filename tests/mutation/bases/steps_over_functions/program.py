"""Discharge letters step by step: a state machine over two functions in our subnets, versions and an alias.

Sources: AWS Step Functions Developer Guide, "Data at rest encryption" (https://docs.aws.amazon.com/step-functions/latest/dg/encryption-at-rest.html),
"Using CloudWatch Logs to log execution history", "Manage continuous deployments with versions and aliases"; AWS Lambda Developer Guide,
"Using code signing", "Configuring the retry behaviour of asynchronous invocation", "Configuring file system access".
"""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.aws_workplaces import arn, may, role, workplace

place = workplace("letters", "phi", 77, {"dynamodb": ("dynamodb:GetItem", "dynamodb:PutItem")})
key = house.key("letters", "dynamodb.amazonaws.com", "sqs.amazonaws.com", "lambda.amazonaws.com", "states.amazonaws.com")
letters = aws.dynamodb.Table(
    "letters",
    name="letters",
    billing_mode="PAY_PER_REQUEST",
    hash_key="stay",
    attributes=[{"name": "stay", "type": "S"}],
    server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    point_in_time_recovery={"enabled": True},
    deletion_protection_enabled=True,
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
dead = aws.sqs.Queue(
    "letters-dead", name="letters-dead", kms_master_key_id=key.arn, message_retention_seconds=1209600, tags={"data-class": "phi"}
)
aws.sqs.QueuePolicy(
    "letters-dead",
    queue_url=dead.url,
    policy=house.document(
        {"Sid": "Account", "Effect": "Allow", "Principal": {"AWS": house.ROOT}, "Action": "sqs:*", "Resource": arn("sqs", "letters-dead")},
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sqs:*",
            "Resource": arn("sqs", "letters-dead"),
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ),
)
signing = aws.signer.SigningProfile("letters", name="clinic_letters", platform_id="AWSLambda-SHA384-ECDSA")
signed = aws.lambda_.CodeSigningConfig(
    "letters",
    description="Only code that the clinic signed",
    allowed_publishers={"signing_profile_version_arns": [signing.version_arn]},
    policies={"untrusted_artifact_on_deployment": "Enforce"},
)
works = role(
    "letters-works",
    "lambda.amazonaws.com",
    may(["dynamodb:GetItem", "dynamodb:PutItem"], arn("dynamodb", "table/letters")),
    may(["sqs:SendMessage"], arn("sqs", "letters-dead")),
)
aws.iam.RolePolicyAttachment(
    "letters-vpc", role=works.name, policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
)
layer = aws.lambda_.LayerVersion(
    "templates",
    layer_name="letter-templates",
    code=pulumi.AssetArchive({"letter.txt": pulumi.StringAsset("Dear colleague\n")}),
    compatible_runtimes=["python3.13"],
    compatible_architectures=["arm64"],
)
aws.lambda_.LayerVersionPermission(
    "templates",
    layer_name=layer.layer_name,
    version_number=1,
    statement_id="organization",
    action="lambda:GetLayerVersion",
    principal="*",
    organization_id=house.ORGANIZATION,
)
functions = {}
for step in ("write", "file"):
    own = house.log_group(f"/aws/lambda/letters-{step}", place.logs_key)
    made = aws.lambda_.Function(
        f"letters-{step}",
        name=f"letters-{step}",
        role=works.arn,
        runtime="python3.13",
        architectures=["arm64"],
        handler="main.handle",
        code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("def handle(event, context): return {}\n")}),
        code_signing_config_arn=signed.arn,
        layers=[layer.arn],
        publish=True,
        environment={"variables": {"TABLE": "letters"}},
        timeout=30,
        memory_size=256,
        reserved_concurrent_executions=10,
        kms_key_arn=key.arn,
        vpc_config={"subnet_ids": [subnet.id for subnet in place.subnets], "security_group_ids": [place.workers.id]},
        dead_letter_config={"target_arn": dead.arn},
        ephemeral_storage={"size": 512},
        logging_config={"log_format": "JSON", "log_group": own.name},
        tracing_config={"mode": "Active"},
    )
    aws.lambda_.FunctionEventInvokeConfig(
        f"letters-{step}",
        function_name=made.name,
        maximum_event_age_in_seconds=3600,
        maximum_retry_attempts=1,
        destination_config={"on_failure": {"destination": dead.arn}},
    )
    aws.lambda_.FunctionRecursionConfig(f"letters-{step}", function_name=made.name, recursive_loop="Terminate")
    functions[step] = aws.lambda_.Alias(f"letters-{step}", name="live", function_name=made.name, function_version="1")
    aws.lambda_.RuntimeManagementConfig(f"letters-{step}", function_name=made.name, update_runtime_on="FunctionUpdate")
calls = role(
    "letters-calls",
    "states.amazonaws.com",
    may(["lambda:InvokeFunction"], *(arn("lambda", f"function:letters-{step}:live") for step in functions)),
    may(
        ["logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:ListLogDeliveries", "logs:DescribeLogGroups"], "*"
    ),
)
history = house.log_group("/aws/vendedlogs/states/letters", place.logs_key)
machine = aws.sfn.StateMachine(
    "letters",
    tags={"ai-zone": "phi"},
    name="letters",
    type="STANDARD",
    role_arn=calls.arn,
    publish=True,
    definition=json.dumps(
        {
            "StartAt": "Write",
            "States": {
                "Write": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": {"FunctionName": arn("lambda", "function:letters-write:live"), "Payload.$": "$"},
                    "Next": "File",
                },
                "File": {
                    "Type": "Task",
                    "Resource": "arn:aws:states:::lambda:invoke",
                    "Parameters": {"FunctionName": arn("lambda", "function:letters-file:live"), "Payload.$": "$"},
                    "End": True,
                },
            },
        }
    ),
    encryption_configuration={"type": "CUSTOMER_MANAGED_KMS_KEY", "kms_key_id": key.arn, "kms_data_key_reuse_period_seconds": 300},
    logging_configuration={
        "level": "ERROR",
        "include_execution_data": False,
        "log_destination": history.arn.apply(lambda found: f"{found}:*"),
    },
    tracing_configuration={"enabled": True},
)
aws.sfn.Alias(
    "letters", name="live", routing_configurations=[{"state_machine_version_arn": machine.state_machine_version_arn, "weight": 100}]
)
