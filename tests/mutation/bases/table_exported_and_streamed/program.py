"""A table of appointments: recovery, a key, exports to a bucket, changes in a stream, a pipe to a queue.

After https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/S3DataExport.HowItWorks.html, "Using Kinesis Data Streams to capture
changes to DynamoDB", "Best practices for securing DynamoDB"; https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-pipes-dynamodb.html.
"""

import json

import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

EXPORTS = "clinic-appointments-exports"
key = house.key("appointments", "dynamodb.amazonaws.com", "kinesis.amazonaws.com", "sqs.amazonaws.com", "s3.amazonaws.com")
access_logs = house.access_logs("clinic-appointments-access-logs")
exports = house.bucket(EXPORTS, key, access_logs, {"data-class": "phi"})
table = aws.dynamodb.Table(
    "appointments",
    name="appointments",
    billing_mode="PAY_PER_REQUEST",
    hash_key="patient",
    range_key="at",
    attributes=[{"name": "patient", "type": "S"}, {"name": "at", "type": "S"}, {"name": "ward", "type": "S"}],
    global_secondary_indexes=[
        {
            "name": "by-ward",
            "key_schemas": [{"attribute_name": "ward", "key_type": "HASH"}, {"attribute_name": "at", "key_type": "RANGE"}],
            "projection_type": "INCLUDE",
            "non_key_attributes": ["room"],
        }
    ],
    stream_enabled=True,
    stream_view_type="NEW_AND_OLD_IMAGES",
    ttl={"attribute_name": "expires", "enabled": True},
    point_in_time_recovery={"enabled": True, "recovery_period_in_days": 35},
    server_side_encryption={"enabled": True, "kms_key_arn": key.arn},
    deletion_protection_enabled=True,
    tags={"data-class": "phi"},
)
TABLE = f"arn:aws:dynamodb:{house.REGION}:{house.ACCOUNT}:table/appointments"
aws.dynamodb.ResourcePolicy(
    "appointments",
    resource_arn=table.arn,
    policy=house.document(
        {
            "Sid": "OnlyOurs",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "dynamodb:*",
            "Resource": [TABLE, f"{TABLE}/*"],
            "Condition": {
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": house.ORGANIZATION},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        }
    ),
)
aws.dynamodb.TableExport(
    "nightly",
    table_arn=table.arn,
    s3_bucket=exports.bucket,
    s3_bucket_owner=house.ACCOUNT,
    s3_prefix="appointments",
    s3_sse_algorithm="KMS",
    s3_sse_kms_key_id=key.arn,
    export_format="DYNAMODB_JSON",
)
changes = aws.kinesis.Stream(
    "changes",
    name="appointment-changes",
    retention_period=48,
    encryption_type="KMS",
    kms_key_id=key.arn,
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    tags={"data-class": "phi"},
)
aws.dynamodb.KinesisStreamingDestination(
    "changes", table_name=table.name, stream_arn=changes.arn, approximate_creation_date_time_precision="MILLISECOND"
)
aws.kinesis.StreamConsumer("reminders", name="reminders", stream_arn=changes.arn)
aws.dynamodb.ContributorInsights("appointments", table_name=table.name, mode="ACCESSED_AND_THROTTLED_KEYS")
failed = aws.sqs.Queue(
    "failed",
    name="appointments-failed",
    kms_master_key_id=key.arn,
    kms_data_key_reuse_period_seconds=300,
    message_retention_seconds=1209600,
    tags={"data-class": "phi"},
)
queue = aws.sqs.Queue(
    "reminders",
    name="reminders",
    kms_master_key_id=key.arn,
    kms_data_key_reuse_period_seconds=300,
    message_retention_seconds=345600,
    redrive_policy=failed.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})),
    tags={"data-class": "phi"},
)
for name, one in (("reminders", queue), ("appointments-failed", failed)):
    arn = f"arn:aws:sqs:{house.REGION}:{house.ACCOUNT}:{name}"
    aws.sqs.QueuePolicy(
        name,
        queue_url=one.url,
        policy=house.document(
            {
                "Sid": "OnlyOverTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": arn,
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            {
                "Sid": "OnlyOurs",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "sqs:*",
                "Resource": arn,
                "Condition": {
                    "StringNotEqualsIfExists": {"aws:PrincipalOrgID": house.ORGANIZATION},
                    "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
                },
            },
        ),
    )
piping = data_grounds.acting(
    "reminders-pipe",
    "pipes.amazonaws.com",
    data_grounds.may(
        ["dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:ListStreams"], f"{TABLE}/stream/*"
    ),
    data_grounds.may(
        ["sqs:SendMessage"],
        [f"arn:aws:sqs:{house.REGION}:{house.ACCOUNT}:reminders", f"arn:aws:sqs:{house.REGION}:{house.ACCOUNT}:appointments-failed"],
    ),
)
log_key = house.key("appointments-logs", f"logs.{house.REGION}.amazonaws.com")
pipe_logs = house.log_group("/aws/vendedlogs/pipes/reminders", log_key)
aws.pipes.Pipe(
    "reminders",
    name="reminders",
    role_arn=piping.arn,
    source=table.stream_arn,
    target=queue.arn,
    kms_key_identifier=key.arn,
    source_parameters={
        "dynamodb_stream_parameters": {
            "starting_position": "LATEST",
            "batch_size": 10,
            "dead_letter_config": {"arn": failed.arn},
            "maximum_retry_attempts": 5,
        },
        "filter_criteria": {"filters": [{"pattern": json.dumps({"eventName": ["INSERT"]})}]},
    },
    target_parameters={"input_template": '{"ward": "<$.dynamodb.NewImage.ward.S>"}'},
    log_configuration={"level": "ERROR", "cloudwatch_logs_log_destination": {"log_group_arn": pipe_logs.arn}},
    tags={"data-class": "phi"},
)
