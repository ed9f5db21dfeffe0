"""Results of the laboratory, published once and worked on by two queues: encrypted, over TLS, with dead letters of their own.

After https://docs.aws.amazon.com/sns/latest/dg/sns-sqs-as-subscriber.html ("Fanout to Amazon SQS queues"), "Security best practices for
Amazon SNS", "Amazon SNS message data protection"; Amazon SQS Developer Guide, "Using dead-letter queues in Amazon SQS".
"""

import json

import pulumi_aws as aws

from tests.mutation.bases import house

TOPIC = f"arn:aws:sns:{house.REGION}:{house.ACCOUNT}:results.fifo"
key = house.key("results", "sns.amazonaws.com", "sqs.amazonaws.com")
feedback_key = house.key("results-logs", f"logs.{house.REGION}.amazonaws.com")


def ours(service: str, resource: str) -> tuple[dict[str, object], ...]:
    """Nothing in the clear, nobody outside of the organization."""
    return (
        {
            "Sid": "OnlyOverTls",
            "Effect": "Deny",
            "Principal": "*",
            "Action": f"{service}:*",
            "Resource": resource,
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        },
        {
            "Sid": "OnlyOurs",
            "Effect": "Deny",
            "Principal": "*",
            "Action": f"{service}:*",
            "Resource": resource,
            "Condition": {
                "StringNotEqualsIfExists": {"aws:PrincipalOrgID": house.ORGANIZATION},
                "BoolIfExists": {"aws:PrincipalIsAWSService": "false"},
            },
        },
    )


feedback = aws.iam.Role("results-feedback", name="results-feedback", assume_role_policy=house.trust("sns.amazonaws.com"))
aws.iam.RolePolicy(
    "results-feedback",
    name="write-feedback",
    role=feedback.name,
    policy=house.document(
        {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": f"arn:aws:logs:{house.REGION}:{house.ACCOUNT}:log-group:sns/{house.REGION}/{house.ACCOUNT}/results.fifo*",
        }
    ),
)
topic = aws.sns.Topic(
    "results",
    name="results.fifo",
    fifo_topic=True,
    content_based_deduplication=True,
    fifo_throughput_scope="MessageGroup",
    kms_master_key_id=key.arn,
    signature_version=2,
    tracing_config="Active",
    archive_policy=json.dumps({"MessageRetentionPeriod": "30"}),
    sqs_failure_feedback_role_arn=feedback.arn,
    sqs_success_feedback_role_arn=feedback.arn,
    sqs_success_feedback_sample_rate=10,
    tags={"data-class": "phi"},
)
publishers = {
    "Sid": "Laboratories",  # of every account of ours
    "Effect": "Allow",
    "Principal": {"AWS": "*"},
    "Action": "sns:Publish",
    "Resource": TOPIC,
    "Condition": {"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/laboratory"}},
}
aws.sns.TopicPolicy("results", arn=topic.arn, policy=house.document(*ours("sns", TOPIC), publishers))
for consumer in ("charting", "alerting"):
    name, dead = f"{consumer}.fifo", f"{consumer}-failed.fifo"
    failed = aws.sqs.Queue(
        f"{consumer}-failed",
        name=dead,
        fifo_queue=True,
        kms_master_key_id=key.arn,
        message_retention_seconds=1209600,
        tags={"data-class": "phi"},
    )
    queue = aws.sqs.Queue(
        consumer,
        name=name,
        fifo_queue=True,
        content_based_deduplication=True,
        deduplication_scope="messageGroup",
        fifo_throughput_limit="perMessageGroupId",
        kms_master_key_id=key.arn,
        kms_data_key_reuse_period_seconds=300,
        visibility_timeout_seconds=60,
        message_retention_seconds=345600,
        tags={"data-class": "phi"},
    )
    aws.sqs.RedrivePolicy(
        consumer,
        queue_url=queue.url,
        redrive_policy=failed.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 5})),
    )
    aws.sqs.RedriveAllowPolicy(
        consumer,
        queue_url=failed.url,
        redrive_allow_policy=queue.arn.apply(lambda arn: json.dumps({"redrivePermission": "byQueue", "sourceQueueArns": [arn]})),
    )
    arn = f"arn:aws:sqs:{house.REGION}:{house.ACCOUNT}:{name}"
    aws.sqs.QueuePolicy(
        consumer,
        queue_url=queue.url,
        policy=house.document(
            *ours("sqs", arn),
            {
                "Sid": "Results",
                "Effect": "Allow",
                "Principal": {"Service": "sns.amazonaws.com"},
                "Action": "sqs:SendMessage",
                "Resource": arn,
                "Condition": {"ArnEquals": {"aws:SourceArn": TOPIC}},
            },
        ),
    )
    aws.sqs.QueuePolicy(
        f"{consumer}-failed",
        queue_url=failed.url,
        policy=house.document(*ours("sqs", f"arn:aws:sqs:{house.REGION}:{house.ACCOUNT}:{dead}")),
    )
    aws.sns.TopicSubscription(
        consumer,
        topic=topic.arn,
        protocol="sqs",
        endpoint=queue.arn,
        raw_message_delivery=True,
        filter_policy=json.dumps({"kind": [consumer]}),
        filter_policy_scope="MessageAttributes",
        redrive_policy=failed.arn.apply(lambda arn: json.dumps({"deadLetterTargetArn": arn})),
    )
