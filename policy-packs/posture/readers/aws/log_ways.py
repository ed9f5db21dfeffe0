"""Where log events go on to by themselves: subscriptions of one group, and of a whole account.

Sources: Amazon CloudWatch Logs User Guide, "Real-time processing of log data with subscriptions", "Account-level subscription filters",
"Cross-account log data sharing" (a destination stands for a stream, and its policy says whose logs it takes).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.handing_on import goes_to
from posture.readers.aws.tokens import LOG_GROUP
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import same_account
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

DESTINATION: Final = "aws:cloudwatch/logDestination:LogDestination"


@reads("aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter", "aws-native:logs:SubscriptionFilter")
def subscription(resource: ResourceView, graph: GraphBuilder) -> None:
    """Every log event goes on to the destination as it comes."""
    prop = "logGroup" if resource.value("logGroup") is not None else "logGroupName"
    source = resource.refers_to(prop, LOG_GROUP)
    if not source.targets:
        unclear(graph, resource.resource.urn, f"the log group {source.literal or ''} is no resource of the stack")
    goes_to(resource, graph, source, "destinationArn")


@reads("aws:cloudwatch/logAccountPolicy:LogAccountPolicy", "aws-native:logs:AccountPolicy")
def account_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """A policy of the whole account: with a subscription filter, every group's events go on."""
    kind = resource.text("policyType")
    if isinstance(kind, str) and kind != "SUBSCRIPTION_FILTER_POLICY":
        return
    groups = [group.urn for group in graph.stack.of_type(*LOG_GROUP) if same_account(group, resource.resource) is not False]
    document = resource.written("policyDocument")
    arn = document.get("DestinationArn") if isinstance(document, dict) else None
    target = resource.look_up(arn, (), "policyDocument") if isinstance(arn, str) and arn else resource.refers_to("policyDocument")
    for group in groups:
        if not target.targets or is_unknown(kind):
            unclear(graph, group, f"where {resource.resource.name} sends the account's log events is not known")
        because = Because(resource.resource.urn, "policyDocument", "every log group of the account")
        for urn in target.targets:
            if not is_unknown(kind):
                graph.edge(Reference.to(group), Reference.to(urn), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain)


@reads(DESTINATION, "aws-native:logs:Destination")
def destination(resource: ResourceView, graph: GraphBuilder) -> None:
    """What is sent to a destination lands in its stream."""
    goes_to(resource, graph, Reference.to(resource.resource.urn), "targetArn")


inert(
    "Says whose logs a destination takes in; nothing goes out by it (Amazon CloudWatch Logs User Guide, 'Cross-account log data sharing')",
    "aws:cloudwatch/logDestinationPolicy:LogDestinationPolicy",
)
inert(
    "Hides what looks sensitive in a log group's events, or indexes them; sends nothing but counts (Amazon CloudWatch Logs User Guide, "
    "'Help protect sensitive log data with masking')",
    "aws:cloudwatch/logIndexPolicy:LogIndexPolicy",
)
inert(
    "Lets AWS services write into log groups, in which they put what is theirs (Amazon CloudWatch Logs User Guide, 'Resource policies')",
    "aws:cloudwatch/logResourcePolicy:LogResourcePolicy",
    "aws-native:logs:ResourcePolicy",
)
