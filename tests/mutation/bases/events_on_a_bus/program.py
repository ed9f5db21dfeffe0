"""Events of admissions on a bus of one's own: archived, matched by rules, sent to a queue, a stream and a log group, and by a schedule.

After https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-encryption-event-bus-cmkey.html, "Permissions for event buses in Amazon
EventBridge", "Archiving and replaying events", "Using dead-letter queues to process undelivered events", "Logging for EventBridge buses";
Amazon EventBridge Scheduler User Guide, "Encryption at rest".
"""

import json

import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

BUS = f"arn:aws:events:{house.REGION}:{house.ACCOUNT}:event-bus/admissions"
QUEUES = f"arn:aws:sqs:{house.REGION}:{house.ACCOUNT}"
key = house.key("admissions", "events.amazonaws.com", "sqs.amazonaws.com", "kinesis.amazonaws.com", "scheduler.amazonaws.com")
log_key = house.key("admissions-logs", f"logs.{house.REGION}.amazonaws.com", "delivery.logs.amazonaws.com")


def queue(name: str, keeps_seconds: int, **more: object) -> aws.sqs.Queue:
    """Encrypted; takes events of the bus's rules; nothing in the clear."""
    made = aws.sqs.Queue(
        name,
        name=name,
        kms_master_key_id=key.arn,
        kms_data_key_reuse_period_seconds=300,
        message_retention_seconds=keeps_seconds,
        tags={"data-class": "phi"},
        **more,
    )
    aws.sqs.QueuePolicy(
        name,
        queue_url=made.url,
        policy=house.document(
            {
                "Sid": "OnlyOverTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": f"{QUEUES}:{name}",
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {
                "Sid": "OnlyOurs",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": f"{QUEUES}:{name}",
                "Condition": {
                    "StringNotEqualsIfExists": {"aws:PrincipalOrgID": house.ORGANIZATION},
                    "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                },
            },
            {
                "Sid": "Rules",
                "Effect": "Allow",
                "Principal": {"Service": "events.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": f"{QUEUES}:{name}",
                "Condition": {"ArnLike": {"aws:SourceArn": f"arn:aws:events:{house.REGION}:{house.ACCOUNT}:rule/admissions/*"}},
            },
            {
                "Sid": "Census",  # of every account of ours
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": "sqs:SendMessage",
                "Resource": f"{QUEUES}:{name}",
                "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/census"}},
            },
        ),
    )
    return made


undelivered = queue("admissions-undelivered", 1209600)
beds = queue(
    "beds", 345600, redrive_policy=undelivered.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5}))
)
stream = aws.kinesis.Stream(
    "admissions",
    name="admissions",
    retention_period=48,
    encryption_type="KMS",
    kms_key_id=key.arn,
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    tags={"data-class": "phi"},
)
bus = aws.cloudwatch.EventBus(
    "admissions",
    name="admissions",
    description="Admissions and transfers",
    kms_key_identifier=key.arn,
    dead_letter_config={"arn": undelivered.arn},
    log_config={"include_detail": "NONE", "level": "ERROR"},
    tags={"data-class": "phi"},
)
bus_logs = house.log_group("/aws/vendedlogs/events/event-bus/admissions", log_key)
source = aws.cloudwatch.LogDeliverySource("admissions", name="admissions", log_type="ERROR_LOGS", resource_arn=bus.arn)
sink = aws.cloudwatch.LogDeliveryDestination(
    "admissions", name="admissions", delivery_destination_configuration={"destination_resource_arn": bus_logs.arn}
)
aws.cloudwatch.LogDelivery("admissions", delivery_source_name=source.name, delivery_destination_arn=sink.arn)
aws.cloudwatch.EventBusPolicy(
    "admissions",
    event_bus_name=bus.name,
    policy=house.document(
        {
            "Sid": "Ours",
            "Effect": "Allow",
            "Principal": "*",
            "Action": "events:PutEvents",
            "Resource": BUS,
            "Condition": {"StringEquals": {"events:source": "clinic.admissions", "aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
aws.cloudwatch.EventArchive("admissions", name="admissions", event_source_arn=bus.arn, kms_key_identifier=key.arn, retention_days=2192)
rule = aws.cloudwatch.EventRule(
    "transfers",
    name="transfers",
    event_bus_name=bus.name,
    event_pattern=json.dumps({"source": ["clinic.admissions"], "detail-type": ["transfer"]}),
    state="ENABLED",
)
aws.cloudwatch.EventTarget(
    "beds",
    rule=rule.name,
    event_bus_name=bus.name,
    target_id="beds",
    arn=beds.arn,
    dead_letter_config={"arn": undelivered.arn},
    retry_policy={"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 10},
    input_transformer={"input_paths": {"ward": "$.detail.ward"}, "input_template": '{"ward": <ward>}'},
)
streaming = data_grounds.acting(
    "admissions-stream",
    "events.amazonaws.com",
    data_grounds.may(["kinesis:PutRecord", "kinesis:PutRecords"], f"arn:aws:kinesis:{house.REGION}:{house.ACCOUNT}:stream/admissions"),
)
aws.cloudwatch.EventTarget(
    "stream",
    rule=rule.name,
    event_bus_name=bus.name,
    target_id="stream",
    arn=stream.arn,
    role_arn=streaming.arn,
    kinesis_target={"partition_key_path": "$.detail.ward"},
    dead_letter_config={"arn": undelivered.arn},
)
scheduling = data_grounds.acting("admissions-schedule", "scheduler.amazonaws.com", data_grounds.may(["sqs:SendMessage"], f"{QUEUES}:beds"))
group = aws.scheduler.ScheduleGroup("admissions", name="admissions")
aws.scheduler.Schedule(
    "census",
    name="census",
    group_name=group.name,
    schedule_expression="cron(0 5 * * ? *)",
    schedule_expression_timezone="Europe/Dublin",
    flexible_time_window={"mode": "OFF"},
    kms_key_arn=key.arn,
    state="ENABLED",
    action_after_completion="NONE",
    target={
        "arn": beds.arn,
        "role_arn": scheduling.arn,
        "input": json.dumps({"kind": "census"}),
        "dead_letter_config": {"arn": undelivered.arn},
        "retry_policy": {"maximum_event_age_in_seconds": 3600, "maximum_retry_attempts": 5},
    },
)
registry = aws.schemas.Registry("admissions", name="admissions", description="Shapes of events")
aws.schemas.RegistryPolicy(
    "admissions",
    registry_name=registry.name,
    policy=house.document(
        {
            "Sid": "Ours",
            "Effect": "Allow",
            "Principal": "*",
            "Action": ["schemas:DescribeRegistry", "schemas:DescribeSchema"],
            "Resource": f"arn:aws:schemas:{house.REGION}:{house.ACCOUNT}:registry/admissions",
            "Condition": {"StringEquals": {"aws:PrincipalOrgID": house.ORGANIZATION}},
        }
    ),
)
