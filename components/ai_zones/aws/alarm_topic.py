"""Topic that alarms arrive at: encrypted with a key of its own, written by the alarm services of named accounts, read by named queues.

CloudWatch and EventBridge can't publish to a topic under the key that AWS manages for SNS, so the topic brings its own. A message says what
happened to which resource and never what was in it: `data-class: internal`. People subscribe by a queue of their incident system; e-mail and
web hooks are not offered, for they leave the organization.
Sources: Amazon SNS Developer Guide, "Managing Amazon SNS encryption keys and costs" (event sources and their permissions), "Example cases
for Amazon SNS access control"; AWS KMS Developer Guide, "Least-privilege permissions"; 45 CFR 164.308(a)(6)(ii) (response and reporting).
"""

from collections.abc import Iterator
from typing import NotRequired, TypedDict

import pulumi
import pydantic
from pulumi_aws import kms, sns

from ai_zones.aws.key_policy import ADMINISTRATION
from ai_zones.aws.naming import arn, child, partition_of, physical_name
from ai_zones.aws.policy_document import Statement, account_root, allow, deny, render
from ai_zones.aws.tags import DataClass, tags_for
from ai_zones.aws.validation import AccountId, ComponentInput, ExtraTags, Region, ZoneText
from ai_zones.aws.zone_key import DELETION_WINDOW_DAYS

MAX_TOPIC_NAME = 256
PUBLISHERS = ("backup.amazonaws.com", "cloudwatch.amazonaws.com", "events.amazonaws.com")
"""Services that raise alarms: vault notifications, metric alarms, event rules."""


class AwsAlarmTopicArgs(TypedDict):
    """Inputs of `AwsAlarmTopic`."""

    zone: str
    """Zone that the topic belongs to, usually `management`."""
    region: str
    """Region of the topic."""
    account_id: str
    """Account that owns the topic, and whose alarms it takes."""
    queue_arns: NotRequired[dict[str, str]]
    """SQS queues of the same account and region that get every message, by any stable key. Default: none."""
    removable: NotRequired[bool]
    """Lifts Pulumi's protection of the key. Default: false."""
    tags: NotRequired[dict[str, str]]
    """Further tags. Default: none."""


class AlarmTopic(ComponentInput):
    """Parsed `AwsAlarmTopicArgs`."""

    zone: ZoneText
    region: Region
    account_id: AccountId
    queue_arns: dict[str, str] = pydantic.Field(default_factory=dict)
    removable: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _queues_are_near(self) -> "AlarmTopic":
        near = arn("sqs", "", region=self.region, account_id=self.account_id)
        if far := sorted(queue for queue in self.queue_arns.values() if not queue.startswith(near)):
            raise ValueError(f"queue_arns: given {', '.join(far)}, allowed are queues of this account and region ({near}<name>)")
        return self


def alarm_topic_name(component: str) -> str:
    """Name of the topic, known before it is built."""
    return physical_name(component, limit=MAX_TOPIC_NAME)


def alarm_topic_arn(component: str, *, region: str, account_id: str) -> str:
    """ARN of the topic, known before it is built."""
    return arn("sns", alarm_topic_name(component), region=region, account_id=account_id)


def alarm_key_policy(*, region: str, account_id: str) -> str:
    """JSON policy of the topic's key: the account administers it, alarm services of this account encrypt and decrypt messages with it."""
    own = account_root(account_id, partition_of(region))
    return render(
        [
            allow("AccountAdministersTheKey", principal=own, actions=ADMINISTRATION, resources=["*"]),
            allow(
                "AlarmServicesEncryptMessages",
                principal={"Service": list(PUBLISHERS)},
                actions=["kms:Decrypt", "kms:GenerateDataKey*"],
                resources=["*"],
                conditions={"StringEquals": {"aws:SourceAccount": account_id}},
            ),
        ]
    )


def alarm_topic_policy(topic_arn: str, *, account_id: str) -> str:
    """JSON policy of the topic: alarm services of this account publish, nothing else does, and nobody without TLS.

    No statement lets anybody subscribe: the account's own identities may by their policies, others never.
    """

    def statements() -> Iterator[Statement]:
        yield deny("TlsOnly", actions=["sns:Publish"], resources=[topic_arn], conditions={"Bool": {"aws:SecureTransport": "false"}})
        yield allow(
            "AlarmServicesPublish",
            principal={"Service": list(PUBLISHERS)},
            actions=["sns:Publish"],
            resources=[topic_arn],
            conditions={"StringEquals": {"aws:SourceAccount": account_id}},
        )

    return render(statements())


class AwsAlarmTopic(pulumi.ComponentResource):
    """Encrypted SNS topic for alarms, with its key, policy and subscribed queues."""

    topic_arn: pulumi.Output[str]
    """ARN of the topic, once its policy stands."""
    key_arn: pulumi.Output[str]
    """ARN of its key; queues that take its messages decrypt nothing with it."""

    def __init__(self, name: str, args: AwsAlarmTopicArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        alarms = AlarmTopic.parse(name, args)
        super().__init__("ai-zones:index:AwsAlarmTopic", name, {}, opts)
        in_here = pulumi.ResourceOptions(parent=self)
        key = kms.Key(
            child(name, "key"),
            description=f"Alarm messages of {name}",
            key_usage="ENCRYPT_DECRYPT",
            customer_master_key_spec="SYMMETRIC_DEFAULT",
            enable_key_rotation=True,
            rotation_period_in_days=365,
            deletion_window_in_days=DELETION_WINDOW_DAYS,
            bypass_policy_lockout_safety_check=False,
            multi_region=False,
            is_enabled=True,
            policy=alarm_key_policy(region=alarms.region, account_id=alarms.account_id),
            tags=tags_for(alarms.zone, child(name, "key"), extra=alarms.tags),
            opts=pulumi.ResourceOptions(parent=self, protect=not alarms.removable),
        )
        topic = sns.Topic(
            child(name, "topic"),
            name=alarm_topic_name(name),
            kms_master_key_id=key.arn,
            signature_version=2,
            tags=tags_for(alarms.zone, child(name, "topic"), extra=alarms.tags, data_class=DataClass.INTERNAL),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        policy = sns.TopicPolicy(
            child(name, "policy"),
            arn=topic.arn,
            policy=alarm_topic_policy(
                alarm_topic_arn(name, region=alarms.region, account_id=alarms.account_id), account_id=alarms.account_id
            ),
            opts=in_here,
        )
        for label, queue in sorted(alarms.queue_arns.items()):
            sns.TopicSubscription(
                child(name, "to", label), topic=topic.arn, protocol="sqs", endpoint=queue, raw_message_delivery=True, opts=in_here
            )
        # The topic's own ARN, so that a preview sees that it is this topic; and its policy, so that nobody publishes before it stands.
        self.topic_arn = pulumi.Output.all(topic.arn, policy.id).apply(lambda both: str(both[0]))
        self.key_arn = key.arn
        self.register_outputs({"topicArn": self.topic_arn, "keyArn": self.key_arn})
