"""Which functions of the stack a request through an endpoint for Lambda calls: endpoint policy, who stands there, the function's own policy.

What is called gets the request and gives an answer back. Where the stack tells every role of the endpoint's network, they decide; where it
does not, somebody there may be let in: uncertain.
Sources: AWS Lambda Developer Guide, "Configuring inbound interface VPC endpoints for Lambda", "Working with resource-based IAM policies in
Lambda"; IAM User Guide, "Policy evaluation logic" (within an account, identity or resource policy lets in).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import EndpointFact
from posture.graph.kinds import EdgeKind
from posture.iam import AnyPolicy, NoPolicy, Request, Truth, evaluate
from posture.iam.prefixes import Prefixes
from posture.iam.values import any_of
from posture.readers.aws.acting import asked_by, caller_of, policies_of_role, roles_in
from posture.readers.aws.endpoint_reach import policies_of, service_endpoints
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.handing_on import is_service
from posture.readers.aws.whereabouts import account_of, region_of
from posture.readers.registry import joins
from posture.reference import Reference

_INVOKE: Final = "lambda:InvokeFunction"
_PERMISSION: Final = "aws:lambda/permission:Permission"


@joins
def calls_by_endpoints(graph: GraphBuilder) -> None:
    """From each endpoint for Lambda to each function that somebody there may invoke."""
    functions = [function.urn for function in graph.stack.of_type(*FUNCTION)]
    for endpoint in [one for one in service_endpoints(graph) if one.service == "lambda"]:
        for policy, because in policies_of(graph, endpoint.urn):
            for function in functions:
                called = _by_somebody_there(graph, endpoint, function, policy)
                if called.possible:
                    ends = Reference.to(endpoint.urn), Reference.to(function)
                    graph.edge(*ends, EdgeKind.USE, because, certain=called.certain, ports=((443, 443),))


def _by_somebody_there(graph: GraphBuilder, endpoint: EndpointFact, function: str, policy: AnyPolicy) -> Truth:
    arn = arn_of_function(graph, function)
    network = endpoint.network.targets
    roles = roles_in(graph, network[0]) if len(network) == 1 else None
    if roles is None:
        return _through(policy, Request(_INVOKE, arn)) & Truth.UNKNOWN
    if function in graph.once("aws functions opened to principals", lambda: frozenset(_opened_to_principals(graph))):
        return any_of(_by_role(graph, role, arn, policy, Truth.UNKNOWN) for role in roles)
    # Most roles name functions of their own, or none: they are not tried on all the others.
    return any_of(_by_role(graph, role, arn, policy, Truth.FALSE) for role in roles if _named_by(graph, role).may_name(arn, (_INVOKE,)))


def _named_by(graph: GraphBuilder, role: str) -> Prefixes:
    return graph.once(f"aws beginnings that {role} names", lambda: Prefixes(policies_of_role(graph, role)))


def _by_role(graph: GraphBuilder, role: str, arn: str, policy: AnyPolicy, opened: Truth) -> Truth:
    own = graph.stack.by_urn[role]
    request = Request(_INVOKE, arn, caller_of(graph, role), asked_by(graph, role, own))
    found = [evaluate(document, request) for document in policies_of_role(graph, role)]
    granted = any_of(decision.allow for decision in found) | opened
    return granted & ~any_of(decision.deny for decision in found) & _through(policy, request)


def _through(policy: AnyPolicy, request: Request) -> Truth:
    return Truth.TRUE if isinstance(policy, NoPolicy) else evaluate(policy, request).allowed


def _opened_to_principals(graph: GraphBuilder) -> Iterator[str]:
    """Functions whose own policy may let somebody in who is no service."""
    for permission in graph.stack.of_type(_PERMISSION):
        view = graph.view(permission.urn)
        principal = view.text("principal")
        if not (isinstance(principal, str) and is_service(principal)):
            yield from view.refers_to("function", FUNCTION).targets


def arn_of_function(graph: GraphBuilder, function: str) -> str:
    """The function's ARN, or a pattern that holds it."""
    resource = graph.stack.by_urn[function]
    arn = resource.props.get("arn")
    if isinstance(arn, str) and arn.startswith("arn:"):
        return arn
    name = resource.props.get("name", resource.props.get("functionName"))
    account = account_of(resource) or "*"
    return f"arn:aws:lambda:{region_of(resource) or '*'}:{account}:function:{name if isinstance(name, str) and name else '*'}"
