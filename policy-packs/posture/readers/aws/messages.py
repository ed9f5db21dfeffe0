"""Messages that services hand on: subscriptions of topics, dead letters, and what buckets tell of their objects.

Sources: Amazon SNS Developer Guide, "Event destinations" (application-to-application, application-to-person); Amazon SQS Developer Guide,
"Using dead-letter queues"; Amazon S3 User Guide, "Amazon S3 Event Notifications" (names and sizes of objects).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import goes_to
from posture.readers.aws.tokens import BUCKET
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

TOPIC: Final = ("aws:sns/topic:Topic", "aws-native:sns:Topic")
QUEUE: Final = ("aws:sqs/queue:Queue", "aws-native:sqs:Queue")
_TO_ARNS: Final = frozenset({"sqs", "lambda", "firehose", "application"})
_BY_MAIL: Final = frozenset({"email", "email-json", "sms"})
_TO_PEOPLE: Final = frozenset({"http", "https", *_BY_MAIL})


@reads("aws:sns/topicSubscription:TopicSubscription", "aws-native:sns:Subscription")
def subscription(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every message of a topic goes to each subscriber."""
    prop = "topic" if resource.value("topic") is not None else "topicArn"
    topic = resource.refers_to(prop, TOPIC)
    if not topic.targets:
        unclear(graph, resource.resource.urn, f"the topic {topic.literal or ''} is no resource of the stack")
    _subscribes(resource, graph, topic, "")


@reads("aws-native:sns:Topic")
def own_subscriptions(resource: ResourceView, graph: GraphBuilder) -> None:
    """CloudFormation lists subscriptions on the topic too."""
    blocks = resource.blocks("subscription")
    if isinstance(blocks, Unknown):
        unclear(graph, resource.resource.urn, "who is subscribed is unknown until the update (subscription)")
        return
    for block in blocks:
        _subscribes(resource, graph, Reference.to(resource.resource.urn), f"{block}.")


def _subscribes(resource: ResourceView, graph: GraphBuilder, topic: Reference, prefix: Path) -> None:
    protocol = resource.text(f"{prefix}protocol")
    if is_unknown(protocol) or protocol not in _TO_ARNS | _TO_PEOPLE:
        unclear(graph, resource.resource.urn, f"the protocol of a subscription is not known ({prefix}protocol)")
    elif protocol in _TO_ARNS:
        goes_to(resource, graph, topic, f"{prefix}endpoint")
    else:
        because = Because(resource.resource.urn, f"{prefix}protocol", protocol)
        mail = protocol in _BY_MAIL
        graph.edge(topic, graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=topic.certain, notice=mail)


@reads(*QUEUE)
def dead_letters(resource: ResourceView, graph: GraphBuilder) -> None:
    """Messages that nobody could work on go to another queue."""
    document = resource.written("redrivePolicy")
    arn = document.get("deadLetterTargetArn") if isinstance(document, dict) else None
    target = resource.look_up(arn, QUEUE, "redrivePolicy") if isinstance(arn, str) and arn else Reference()
    if is_unknown(document) or is_unknown(arn):
        target = resource.refers_to("redrivePolicy", QUEUE)
    if target.targets:
        because = Because(resource.resource.urn, "redrivePolicy")
        own = Reference.to(resource.resource.urn)
        graph.edge(own, target, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)


_NOTIFIED: Final = {"queues": "queueArn", "topics": "topicArn", "lambdaFunctions": "lambdaFunctionArn"}


@reads("aws:s3/bucketNotification:BucketNotification")
def notification(resource: ResourceView, graph: GraphBuilder) -> None:
    """A bucket tells others the names of its objects as they come and go. (What it tells EventBridge is read by `object_events`.)"""
    bucket = resource.refers_to("bucket", BUCKET)
    for blocks, name in _NOTIFIED.items():
        places = resource.blocks(blocks)
        if isinstance(places, Unknown):
            unclear(graph, resource.resource.urn, f"whom the bucket tells is unknown until the update ({blocks})")
            continue
        for place in places:
            goes_to(resource, graph, bucket, f"{place}.{name}", notice=True)
