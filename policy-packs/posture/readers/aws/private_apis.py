"""Private REST APIs: reached only through endpoints for `execute-api`, as far as endpoint policy and the API's own policy let.

Sources: Amazon API Gateway Developer Guide, "Private REST APIs in API Gateway" (without a resource policy all calls fail), "Use VPC endpoint
policies for private APIs", "API Gateway resource policy examples" (`aws:SourceVpc`, `aws:SourceVpce`; `execute-api:/…` stands for the API's
own ARN), "How API Gateway resource policies affect authorization workflow".
"""

import json
from collections.abc import Iterator
from typing import Any, Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact
from posture.graph.kinds import EdgeKind
from posture.iam import (
    UNKNOWN,
    AnyPolicy,
    Caller,
    CallerKind,
    NoPolicy,
    PolicyKind,
    Request,
    Truth,
    evaluate,
    openings_to_principals,
    parse_policy,
)
from posture.iam.request import ContextValue
from posture.iam.values import any_of
from posture.readers.aws.api_gateways import REST_API, called, handed_on, is_private, signed_only
from posture.readers.aws.endpoint_reach import policies_of, service_endpoints, witness
from posture.readers.aws.ours import ours
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import account_of
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_API_POLICY: Final = "aws:apigateway/restApiPolicy:RestApiPolicy"
_INVOKE: Final = "execute-api:Invoke"
_HTTPS: Final = ((443, 443),)
_ANYBODY: Final = (Caller(CallerKind.AWS), Caller(CallerKind.ANONYMOUS))


@reads(_API_POLICY)
def api_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """A policy attached by a resource of its own: the join reads it with its API."""
    api = resource.refers_to("restApiId", (REST_API,))
    if not api.targets:
        unclear(graph, resource.resource.urn, f"the API {api.literal or ''} is no resource of the stack")


@joins
def reach_of_private_apis(graph: GraphBuilder) -> None:
    """From each endpoint that an API answers to what it calls, and from there to whoever of others the API's policy lets in."""
    endpoints = [endpoint for endpoint in service_endpoints(graph) if endpoint.service == "execute-api"]
    for view, prop, api in handed_on(graph):
        if not is_private(graph, api):
            continue
        behind = called(view, graph, prop)
        signed = signed_only(graph, api)
        for policy, because in _policies(graph, api.targets[0]):
            for endpoint in endpoints if behind.targets else ():
                passes = _answers(graph, api.targets[0], policy, endpoint)
                # A signed request is let in by its sender's identity besides.
                certain = passes.certain and behind.certain and signed is False
                if passes.possible:
                    graph.edge(Reference.to(endpoint.urn), behind, EdgeKind.USE, because, certain=certain, ports=_HTTPS)
            for opening in openings_to_principals(policy, ours(graph), "*", (_INVOKE,)) if behind.targets else ():
                reason = Because(because.urn, because.prop, opening.reason)
                who = witness(graph, opening, "execute-api")
                graph.edge(behind, who, EdgeKind.SHARE, reason, certain=opening.certain and behind.certain)


def _policies(graph: GraphBuilder, api: str) -> Iterator[tuple[AnyPolicy, Because]]:
    """The API's policy, wherever it is written; `NoPolicy` where it has none."""
    attached = [
        graph.view(one.urn)
        for one in graph.stack.of_type(_API_POLICY)
        if api in graph.view(one.urn).refers_to("restApiId", (REST_API,)).targets
    ]
    view = graph.view(api)
    if not attached:
        attached = [view] if view.value("policy") not in (None, "") else []
    for one in attached:
        yield parse_policy(_in_full(one.document("policy")), PolicyKind.RESOURCE), Because(one.resource.urn, "policy")
    if not attached:
        yield NoPolicy(), Because(api, "policy")


def _in_full(document: Any) -> Any:
    """A policy whose resources are ARNs: `execute-api:/stage/method/path` is short for those of its API, `execute-api:/*` for all of it."""
    if is_unknown(document) or document is None:
        return document
    text = document if isinstance(document, str) else json.dumps(document)
    return text.replace('"execute-api:/*"', '"*"').replace('"execute-api:/', '"arn:aws:execute-api:*:*:*/')


def _answers(graph: GraphBuilder, api: str, policy: AnyPolicy, endpoint: EndpointFact) -> Truth:
    """Whether the API answers a request that comes by the endpoint."""
    if isinstance(policy, NoPolicy):
        return Truth.FALSE
    arn = graph.stack.by_urn[api].props.get("executionArn")
    asked = f"{arn if isinstance(arn, str) and arn.startswith('arn:') else 'arn:aws:execute-api:*:*:*'}/*/*/*"
    account = account_of(graph.stack.by_urn[endpoint.urn]) or UNKNOWN
    owner = account_of(graph.stack.by_urn[api]) or UNKNOWN
    context: dict[str, ContextValue] = {
        "aws:SourceVpce": _id(graph, endpoint.urn),
        "aws:SourceVpc": _id(graph, endpoint.network.targets[0]) if len(endpoint.network.targets) == 1 else UNKNOWN,
        "aws:VpcSourceIp": UNKNOWN,
        "aws:VpceAccount": account,
        "aws:VpceOrgID": UNKNOWN,
        "aws:VpceOrgPaths": UNKNOWN,
        "aws:ResourceAccount": owner,
        "aws:ResourceOrgID": UNKNOWN,
        "aws:ResourceOrgPaths": UNKNOWN,
        "aws:PrincipalAccount": account,
        "aws:PrincipalArn": UNKNOWN,
        "aws:PrincipalOrgID": UNKNOWN,
        "aws:PrincipalOrgPaths": UNKNOWN,
        "aws:SecureTransport": "true",
    }
    requests = [Request(_INVOKE, asked, caller, context) for caller in _ANYBODY]
    through = any_of(_lets(one, request) for one, _ in policies_of(graph, endpoint.urn) for request in requests)
    return through & any_of(evaluate(policy, request).allowed for request in requests)


def _lets(policy: AnyPolicy, request: Request) -> Truth:
    return Truth.TRUE if isinstance(policy, NoPolicy) else evaluate(policy, request).allowed


def _id(graph: GraphBuilder, urn: str) -> ContextValue:
    found = graph.stack.by_urn[urn].id
    return found if isinstance(found, str) else UNKNOWN
