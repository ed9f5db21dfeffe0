"""Queues and topics with records refuse requests without TLS."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_policies import PLAIN_HTTP, direct, holder_arn, must_deny
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Part

_QUEUE_POLICY: Final = Part(("policy",), ("aws:sqs/queuePolicy:QueuePolicy",), "queueUrl")
_TOPIC_POLICY: Final = Part(("policy",), ("aws:sns/topicPolicy:TopicPolicy",), "arn")


@rule("aws:sqs/queue:Queue", "aws-native:sqs:Queue", "aws:sns/topic:Topic", "aws-native:sns:Topic")
def check(look: Look) -> Iterator[Fault]:
    """Sending and receiving; publishing."""
    if not look.holds_records:
        return
    topic = "sns" in look.resource.type
    part = _TOPIC_POLICY if topic else _QUEUE_POLICY
    resource = holder_arn(look, part, "sns" if topic else "sqs")
    for action in ("sns:Publish",) if topic else ("sqs:SendMessage", "sqs:ReceiveMessage"):
        yield from must_deny(look, part, direct(action, PLAIN_HTTP), [resource], "does not refuse requests without TLS")
