"""Where log events go on to by themselves: subscriptions of one group, and of a whole account.

Sources: Amazon CloudWatch Logs User Guide, "Real-time processing of log data with subscriptions", "Account-level subscription filters",
"Cross-account log data sharing" (a destination stands for a stream, and its policy says whose logs it takes).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.aws.arn_targets import ARN, by_arn
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import goes_to, to_region
from posture.readers.aws.stores import STORES
from posture.readers.aws.tokens import LOG_GROUP
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import same_account
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

DESTINATION: Final = "aws:cloudwatch/logDestination:LogDestination"
_TAKES: Final = (*(token for token, service in STORES.items() if service in ("kinesis", "firehose")), *FUNCTION, DESTINATION)
"""What log events may be sent to."""


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
    written = document.get("DestinationArn") if isinstance(document, dict) else None
    arn = written if isinstance(written, str) and not is_unknown(kind) else ""
    named = arn != ""
    target = by_arn(graph, resource, arn, _TAKES, "policyDocument") if named else resource.refers_to("policyDocument", _TAKES)
    there = ARN.match(arn)
    for group in groups:
        own, because = (
            Reference.to(group),
            Because(resource.resource.urn, "policyDocument", arn or "every log group of the account"),
        )
        for urn in target.targets:
            graph.edge(
                own, Reference.to(urn), EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=target.certain and not is_unknown(kind)
            )
        if target.targets and not is_unknown(kind):
            continue
        if there is not None and there["account"]:
            graph.edge(own, graph.aws_account(there["account"]), EdgeKind.REPLICATE, because, moves=Moves.FORWARD)
            to_region(graph, own, there["region"], because)
        else:
            # A document that is not known yet, and depends on nothing that takes events, may name anybody.
            unclear(graph, group, f"where {resource.resource.name} sends the account's log events is not known")


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
