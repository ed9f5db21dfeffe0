"""Ways into and out of Lambda functions that are no packets: who may invoke them, their URLs, what feeds them.

Sources: AWS Lambda Developer Guide, "Working with resource-based IAM policies in Lambda", "Control access to Lambda function URLs"
(`NONE` is public), "How Lambda processes records from stream and queue-based event sources".
"""

from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind, Moves
from posture.iam import PolicyFault, PolicyKind, UnknownPolicy, WitnessKind, openings_to_principals, parse_policy
from posture.readers.aws.arn_targets import by_arn
from posture.readers.aws.endpoint_reach import witness
from posture.readers.aws.handing_on import is_service
from posture.readers.aws.ours import ours
from posture.readers.aws.stores import STORES
from posture.readers.aws.unclear import unclear
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

FUNCTION: Final = ("aws:lambda/function:Function", "aws-native:lambda:Function")
FUNCTION_URL: Final = ("aws:lambda/functionUrl:FunctionUrl", "aws-native:lambda:Url")


@reads("aws:lambda/permission:Permission")
def permission(resource: ResourceView, graph: GraphBuilder) -> None:
    """Somebody who may invoke a function: an account, a role, a service on behalf of one of its resources, or everybody."""
    urn = resource.resource.urn
    function = _function(resource, graph, "function")
    principal = resource.text("principal")
    if is_unknown(principal) or principal is None:
        unclear(graph, urn, "who may invoke the function is not known (principal)")
        return
    if is_service(principal) and resource.refers_to("sourceArn").targets:
        return  # a service acting for a resource of the stack
    conditions: dict[str, Any] = {}
    for prop, operator, key in (
        ("sourceArn", "ArnLike", "aws:SourceArn"),
        ("sourceAccount", "StringEquals", "aws:SourceAccount"),
        ("principalOrgId", "StringEquals", "aws:PrincipalOrgID"),
    ):
        if resource.value(prop) is not None:
            conditions.setdefault(operator, {})[key] = resource.text(prop)
    kind = "Service" if is_service(principal) else "AWS"
    statement = {
        "Effect": "Allow",
        "Principal": principal if principal == "*" else {kind: principal},
        "Action": "lambda:InvokeFunction",
        "Resource": "*",
        "Condition": conditions,
    }
    policy = parse_policy({"Version": "2012-10-17", "Statement": [statement]}, PolicyKind.RESOURCE)
    if isinstance(policy, (PolicyFault, UnknownPolicy)):
        unclear(graph, urn, f"who may invoke the function can't be judged ({principal!r})")
        return
    for opening in openings_to_principals(policy, ours(graph), "*"):
        everyone = opening.witness_kind in (WitnessKind.ANY, WitnessKind.ANONYMOUS)
        who = graph.anybody() if everyone else witness(graph, opening, "lambda")
        graph.edge(function, who, EdgeKind.SHARE, Because(urn, "principal", principal), certain=opening.certain and function.certain)


@reads(*FUNCTION_URL)
def function_url(resource: ResourceView, graph: GraphBuilder) -> None:
    """An address on the internet; without authorization anybody invokes the function."""
    prop = "authorizationType" if resource.value("authorizationType") is not None else "authType"
    kind = resource.text(prop)
    if kind == "AWS_IAM":
        return
    function = _function(resource, graph, "functionName" if resource.value("functionName") is not None else "targetFunctionArn")
    because = Because(resource.resource.urn, prop, "public URL")
    certain = not is_unknown(kind) and function.certain
    graph.edge(graph.internet(), function, EdgeKind.ROUTE, because, certain=certain, ports=((443, 443),))


@reads("aws:lambda/eventSourceMapping:EventSourceMapping")
def event_source(resource: ResourceView, graph: GraphBuilder) -> None:
    """The service reads the source and hands its records to the function."""
    function = _function(resource, graph, "functionName")
    source = resource.refers_to("eventSourceArn")
    if not source.targets and source.literal is not None:
        source = by_arn(graph, resource, source.literal, tuple(STORES), "eventSourceArn")
    if not source.targets:
        unclear(graph, resource.resource.urn, "what feeds the function is no resource of the stack (eventSourceArn)")
        return
    because = Because(resource.resource.urn, "eventSourceArn")
    certain = source.certain and function.certain
    graph.edge(source, function, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=certain)


def _function(resource: ResourceView, graph: GraphBuilder, prop: str) -> Reference:
    found = resource.refers_to(prop, FUNCTION)
    if not found.targets:
        unclear(graph, resource.resource.urn, f"the function {found.literal or ''} is no resource of the stack ({prop})")
    return found
