"""AWS IoT Core: rules that hand messages of devices on.

What a device sends is held by no store; the rule that picks messages says by its own tags what they are, and each action sends them somewhere.
Source: AWS IoT Core Developer Guide, "AWS IoT rule actions" (HTTP, Lambda, Kinesis, Firehose, S3, SQS, SNS, DynamoDB, Kafka, CloudWatch Logs).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import sent
from posture.readers.aws.firehose import FIREHOSE
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.looking import spread
from posture.readers.aws.managed_work import into_bucket
from posture.readers.aws.tokens import LOG_GROUP
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

RULE: Final = ("aws:iot/topicRule:TopicRule",)
_TABLE: Final = ("aws:dynamodb/table:Table", "aws-native:dynamodb:Table")
_ACTIONS: Final[dict[str, tuple[str, tuple[str, ...]]]] = {
    "cloudwatchLogs": ("logGroupName", LOG_GROUP),
    "dynamodbs": ("tableName", _TABLE),
    "dynamodbv2s": ("putItem.tableName", _TABLE),
    "firehoses": ("deliveryStreamName", FIREHOSE),
    "kineses": ("streamName", ("aws:kinesis/stream:Stream", "aws-native:kinesis:Stream")),
    "lambdas": ("functionArn", FUNCTION),
    "sns": ("targetArn", ("aws:sns/topic:Topic", "aws-native:sns:Topic")),
    "sqs": ("queueUrl", ("aws:sqs/queue:Queue", "aws-native:sqs:Queue")),
    "stepFunctions": ("stateMachineName", ("aws:sfn/stateMachine:StateMachine",)),
}
"""List of actions → the property of each that says where, and what it names."""
_UNREAD: Final = ("elasticsearch", "iotAnalytics", "iotEvents", "kafkas", "timestreams")
_SINGLE: Final = {
    "dynamodbs": "dynamodb",
    "dynamodbv2s": "dynamodbv2",
    "firehoses": "firehose",
    "kineses": "kinesis",
    "lambdas": "lambda",
    "kafkas": "kafka",
    "timestreams": "timestream",
    "https": "http",
}
"""How the action for errors writes what the lists write in the plural."""


@reads(*RULE)
def topic_rule(resource: ResourceView, graph: GraphBuilder) -> None:
    """Messages go to every action, and to the one for errors where an action fails."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "sql", "managed by AWS")))
    if resource.flag("enabled") is False:
        return
    own = Reference.to(urn)
    for action, (prop, kinds) in _ACTIONS.items():
        for place in _places(resource, graph, action, prop):
            sent(resource, graph, own, place, kinds)
    for place in _places(resource, graph, "s3", "bucketName"):
        into_bucket(resource, graph, own, place)
    for place in _places(resource, graph, "https", "url"):
        url = resource.text(place)
        because = Because(urn, place, url if isinstance(url, str) else "")
        graph.edge(own, graph.internet(), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=not is_unknown(url))
    for action in _UNREAD:
        if _listed(resource, graph, action) or resource.value(f"errorAction.{_SINGLE.get(action, action)}") is not None:
            unclear(graph, urn, f"where its action sends messages is not followed ({action})")


def _places(resource: ResourceView, graph: GraphBuilder, action: str, prop: str) -> list[str]:
    """Where the property stands in each action of the kind, the one for errors among them."""
    found = [place for block in _listed(resource, graph, action) for place in spread(resource, f"{block}.{prop}")]
    of_errors = f"errorAction.{_SINGLE.get(action, action)}.{prop}"
    places = [*found, *spread(resource, of_errors)]
    return [place for place in places if resource.value(place) is not None]


def _listed(resource: ResourceView, graph: GraphBuilder, action: str) -> list[str]:
    blocks = resource.blocks(action)
    if isinstance(blocks, Unknown):
        unclear(graph, resource.resource.urn, f"where messages go is unknown until the update ({action})")
        return []
    return blocks
