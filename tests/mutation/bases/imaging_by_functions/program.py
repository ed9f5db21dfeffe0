"""Images arrive, a queue tells a function, the function writes a table: messages between managed services, all with one key."""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

vpc = aws.ec2.Vpc("imaging", cidr_block="10.22.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "phi"})
house.closed_defaults("imaging", vpc)
house.closed_names("imaging", vpc.id, ("*.eu-west-1.amazonaws.com.",))
log_key = house.key("imaging-logs", "logs.eu-west-1.amazonaws.com")
house.flow_logs("imaging", vpc.id, log_key)
house.query_logs("imaging", vpc.id, log_key)
table = aws.ec2.RouteTable("imaging", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("imaging-a", vpc_id=vpc.id, cidr_block="10.22.0.0/24", availability_zone="eu-west-1a")
aws.ec2.RouteTableAssociation("imaging-a", subnet_id=subnet.id, route_table_id=table.id)

key = house.key("imaging", "sqs.amazonaws.com", "sns.amazonaws.com", "s3.amazonaws.com", "dynamodb.amazonaws.com")
group = aws.ec2.SecurityGroup(
    "function", vpc_id=vpc.id, egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.22.0.0/16"]}]
)
endpoints = aws.ec2.SecurityGroup(
    "endpoints", vpc_id=vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "security_groups": [group.id]}]
)
for service, actions in (
    ("sqs", ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes")),
    ("sns", ("sns:Publish",)),
    ("kms", ("kms:Decrypt", "kms:GenerateDataKey")),
):
    aws.ec2.VpcEndpoint(
        service,
        vpc_id=vpc.id,
        vpc_endpoint_type="Interface",
        service_name=f"com.amazonaws.eu-west-1.{service}",
        subnet_ids=[subnet.id],
        security_group_ids=[endpoints.id],
        private_dns_enabled=True,
        policy=house.endpoint_policy(*actions),
    )
aws.ec2.VpcEndpoint(
    "dynamodb",
    vpc_id=vpc.id,
    vpc_endpoint_type="Gateway",
    service_name="com.amazonaws.eu-west-1.dynamodb",
    route_table_ids=[table.id],
    policy=house.endpoint_policy("dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"),
)

dead = aws.sqs.Queue(
    "images-dead",
    name="images-dead",
    kms_master_key_id=key.arn,
    kms_data_key_reuse_period_seconds=300,
    message_retention_seconds=1209600,
    tags={"data-class": "phi"},
)
images = aws.sqs.Queue(
    "images",
    name="images",
    kms_master_key_id=key.arn,
    kms_data_key_reuse_period_seconds=300,
    visibility_timeout_seconds=360,
    message_retention_seconds=345600,
    redrive_policy=dead.arn.apply(lambda arn: f'{{"deadLetterTargetArn":"{arn}","maxReceiveCount":5}}'),
    tags={"data-class": "phi"},
)
QUEUE = f"arn:aws:sqs:{house.REGION}:{house.ACCOUNT}:images"
for queue, arn in ((images, QUEUE), (dead, f"{QUEUE}-dead")):
    aws.sqs.QueuePolicy(
        arn.rsplit(":", 1)[-1],
        queue_url=queue.url,
        policy=house.document(
            {"Sid": "Account", "Effect": "Allow", "Principal": {"AWS": house.ROOT}, "Action": "sqs:*", "Resource": arn},
            {
                "Sid": "OnlyOverTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": arn,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ),
    )
TOPIC = f"arn:aws:sns:{house.REGION}:{house.ACCOUNT}:image-ready"
topic = aws.sns.Topic("image-ready", name="image-ready", kms_master_key_id=key.arn, tags={"data-class": "phi"})
aws.sns.TopicPolicy(
    "image-ready",
    arn=topic.arn,
    policy=house.document(
        {
            "Sid": "Account",
            "Effect": "Allow",
            "Principal": {"AWS": house.ROOT},
            "Action": ["sns:Publish", "sns:Subscribe"],
            "Resource": TOPIC,
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        },
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "sns:Publish",
            "Resource": TOPIC,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
    ),
)
studies = aws.dynamodb.Table(
    "studies",
    name="studies",
    billing_mode="PAY_PER_REQUEST",
    hash_key="study",
    attributes=[{"name": "study", "type": "S"}],
    server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    point_in_time_recovery={"enabled": True, "recovery_period_in_days": 35},
    deletion_protection_enabled=True,
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
logs = house.log_group("/aws/lambda/thumbnails", log_key)
role = aws.iam.Role("thumbnails", name="thumbnails", assume_role_policy=house.trust("lambda.amazonaws.com"))
aws.iam.RolePolicyAttachment(
    "thumbnails-vpc", role=role.name, policy_arn="arn:aws:iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole"
)
aws.iam.RolePolicy(
    "thumbnails",
    name="work",
    role=role.name,
    policy=house.document(
        {"Effect": "Allow", "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"], "Resource": QUEUE},
        {
            "Effect": "Allow",
            "Action": ["dynamodb:PutItem", "dynamodb:GetItem"],
            "Resource": f"arn:aws:dynamodb:{house.REGION}:{house.ACCOUNT}:table/studies",
        },
    ),
)
function = aws.lambda_.Function(
    "thumbnails",
    name="thumbnails",
    role=role.arn,
    runtime="python3.13",
    handler="main.handle",
    code=pulumi.AssetArchive({"main.py": pulumi.StringAsset("def handle(event, context): return {}\n")}),
    timeout=60,
    memory_size=1024,
    reserved_concurrent_executions=20,
    kms_key_arn=key.arn,
    environment={"variables": {"TABLE": "studies"}},
    vpc_config={"subnet_ids": [subnet.id], "security_group_ids": [group.id]},
    dead_letter_config={"target_arn": dead.arn},
    logging_config={"log_format": "JSON", "log_group": logs.name},
    tracing_config={"mode": "Active"},
    code_signing_config_arn=None,
)
aws.lambda_.EventSourceMapping("thumbnails", event_source_arn=images.arn, function_name=function.arn, batch_size=10)
aws.cloudwatch.MetricAlarm(
    "images-dead",
    name="images-dead",
    namespace="AWS/SQS",
    metric_name="ApproximateNumberOfMessagesVisible",
    dimensions={"QueueName": dead.name},
    statistic="Maximum",
    period=300,
    evaluation_periods=1,
    threshold=0,
    comparison_operator="GreaterThanThreshold",
    alarm_actions=[topic.arn],
)
