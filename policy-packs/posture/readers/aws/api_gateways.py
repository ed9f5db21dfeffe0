"""API Gateway: an address on the internet that hands requests to functions, and their answers to whoever asks.

An API that is not private has a public endpoint, whatever network its function is in; a method with IAM authorization answers only signed
requests, as a function URL with `AWS_IAM` does. Where an integration names anything but a function of the stack, it is left open.
Sources: Amazon API Gateway Developer Guide, "API endpoint types for REST APIs", "Control access to a REST API with IAM permissions", "Choose an
API Gateway API integration type", "Create AWS Lambda proxy integrations for HTTP APIs", "Private REST APIs", "OpenAPI extensions", "Set up
private integrations" (a VPC link leads to a load balancer). Who reaches a private API is said by `private_apis`.
"""

import re
from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, StoreFact, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.iam import Request, evaluate
from posture.iam.values import any_of
from posture.readers.aws.acting import caller_of, policies_of_role
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.identity import stores_used_by
from posture.readers.aws.load_balancing import LISTENERS
from posture.readers.aws.store_actions import BY_REQUEST
from posture.readers.aws.tokens import LOAD_BALANCER, ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

REST_API: Final = "aws:apigateway/restApi:RestApi"
HTTP_API: Final = "aws:apigatewayv2/api:Api"
_METHOD: Final = "aws:apigateway/method:Method"
_ROUTE: Final = "aws:apigatewayv2/route:Route"
_ASKED: Final = ((_METHOD, "restApi", "authorization"), (_ROUTE, "apiId", "authorizationType"))
"""What of an API is asked, where it names its API, and how it lets in."""
_HTTPS: Final = ((443, 443),)
_SIGNED: Final = "AWS_IAM"
_BY_BROWSERS: Final = "OPTIONS"
_INTEGRATION: Final = "aws:apigateway/integration:Integration"
_SERVICE: Final = re.compile(r"^arn:aws[a-z-]*:apigateway:[^:]*:(?P<service>[a-z0-9.-]+):(?:action|path)/")
_MACHINE: Final = "aws:sfn/stateMachine:StateMachine"
_VPC_LINK: Final = "aws:apigateway/vpcLink:VpcLink"

inert(
    "Parts of an API whose endpoint and integrations are read; what they keep or log stays in the account and region "
    "(Amazon API Gateway Developer Guide, 'REST API concepts', 'Set up logging')",
    "aws:apigateway/resource:Resource",
    _METHOD,
    "aws:apigateway/methodResponse:MethodResponse",
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:apigateway/integrationResponse:IntegrationResponse",
    "aws:apigateway/deployment:Deployment",
    "aws:apigateway/model:Model",
    "aws:apigateway/requestValidator:RequestValidator",
    "aws:apigateway/response:Response",
    "aws:apigateway/account:Account",
    "aws:apigateway/apiKey:ApiKey",
    "aws:apigateway/usagePlan:UsagePlan",
    "aws:apigateway/usagePlanKey:UsagePlanKey",
    _ROUTE,
    "aws:apigatewayv2/routeResponse:RouteResponse",
    "aws:apigatewayv2/integrationResponse:IntegrationResponse",
    "aws:apigatewayv2/deployment:Deployment",
    "aws:apigatewayv2/model:Model",
)
inert(
    "A road that only the integrations that name it use, and they are read (Amazon API Gateway Developer Guide, 'Set up private integrations')",
    _VPC_LINK,
)
inert(
    "Who is let in and under which name an API answers; whom it answers at all, its endpoint says "
    "(Amazon API Gateway Developer Guide, 'Use API Gateway Lambda authorizers', 'Custom domain names')",
    "aws:apigateway/basePathMapping:BasePathMapping",
    "aws:apigateway/domainName:DomainName",
    "aws:apigatewayv2/apiMapping:ApiMapping",
    "aws:apigatewayv2/domainName:DomainName",
)


@reads(_INTEGRATION)
def rest_integration(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a method of a REST API calls. A mock answers by itself."""
    if resource.text("type") == "MOCK" or service_called(resource) is not None:
        return  # a service's own action is said by the join: it needs to know every store
    api = resource.refers_to("restApi", (REST_API,))
    private = is_private(graph, api)
    if not (_asks_workflow(resource) and private is False):
        _enters(resource, graph, "uri", api, private=private)


@reads("aws:apigatewayv2/integration:Integration")
def http_integration(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a route of an HTTP or WebSocket API calls: such an API has no private form."""
    if resource.text("integrationType") == "MOCK":
        return
    _enters(resource, graph, "integrationUri", resource.refers_to("apiId", (HTTP_API,)), private=False)


@reads(REST_API)
def rest_api(resource: ResourceView, graph: GraphBuilder) -> None:
    """An API whose OpenAPI document has its integrations: each function that the document names is behind it."""
    private = is_private(graph, Reference.to(resource.resource.urn))
    _asked_itself(resource, graph, private)
    _documented(resource, graph, private=private)


@reads(HTTP_API)
def http_api(resource: ResourceView, graph: GraphBuilder) -> None:
    """An OpenAPI document, or the quick create's one target."""
    _asked_itself(resource, graph, private=False)
    _documented(resource, graph, private=False)
    if resource.value("target") is not None:
        _enters(resource, graph, "target", Reference.to(resource.resource.urn), private=False)


def _asked_itself(resource: ResourceView, graph: GraphBuilder, private: bool | None) -> None:
    """The API is a place by itself: one that belongs to a zone is asked by whoever its methods let in, whatever is behind them.

    An API without methods answers nobody yet; a document's methods are not read.
    """
    urn = resource.resource.urn
    own = Reference.to(urn)
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "endpointConfiguration")))
    signed = signed_only(graph, own)
    if private or signed:
        return
    told = any(True for kind, owner, _ in _ASKED for _ in _belongs(graph, urn, kind, owner))
    certain = private is False and signed is False and told
    graph.edge(graph.internet(), own, EdgeKind.ROUTE, Because(urn, "endpointConfiguration", "public API"), certain=certain, ports=_HTTPS)


def _belongs(graph: GraphBuilder, api: str, kind: str, owner: str) -> Iterator[ResourceView]:
    views = (graph.view(one.urn) for one in graph.stack.of_type(kind))
    return (view for view in views if api in view.refers_to(owner, (REST_API, HTTP_API)).targets)


def _documented(resource: ResourceView, graph: GraphBuilder, private: bool | None) -> None:
    if resource.value("body") is None:
        return
    named = _functions(resource, graph, "body")
    if named.targets:
        _open(resource, graph, "body", named, private, signed=None)
    else:
        unclear(graph, resource.resource.urn, "what its OpenAPI document hands requests to is not read (body)")


def _enters(resource: ResourceView, graph: GraphBuilder, prop: str, api: Reference, *, private: bool | None) -> None:
    behind = called(resource, graph, prop)
    if not behind.targets:
        unclear(graph, resource.resource.urn, f"what it hands requests to is no function or load balancer of the stack ({prop})")
        return
    _open(resource, graph, prop, behind, private, signed_only(graph, api))


def called(resource: ResourceView, graph: GraphBuilder, prop: str) -> Reference:
    """What an integration calls: functions by their ARNs, or the load balancer at the end of its VPC link."""
    if resource.text("connectionType") == "VPC_LINK":
        return _by_link(resource, graph, prop)
    if (service := service_called(resource)) is not None:
        return _stores_of(resource, graph, service)
    if prop in ("body", "target") or any(resource.text(name) in ("AWS", "AWS_PROXY") for name in ("type", "integrationType")):
        return _functions(resource, graph, prop)
    return Reference(certain=False, prop=prop)


def service_called(resource: ResourceView) -> str | None:
    """The service of stores whose action an integration calls by a role of its own; None where it calls anything else.

    Source: Amazon API Gateway Developer Guide, "Integration request" (`arn:aws:apigateway:{region}:{service}:action|path/…`, `credentials`).
    """
    uri = resource.text("uri")
    found = _SERVICE.match(uri) if isinstance(uri, str) and resource.resource.type == _INTEGRATION else None
    service = found["service"].rpartition(".")[2] if found is not None else None
    return service if service in BY_REQUEST else None  # what any other gives back is not followed: a workflow's answer may hold anything


def _stores_of(resource: ResourceView, graph: GraphBuilder, service: str) -> Reference:
    """Stores of the service that the integration's role may use."""
    kinds = {urn for urn, kind in _kinds_of_stores(graph).items() if kind == service}
    found: dict[str, bool] = {}
    role = follow(resource, graph, "credentials", ROLE)
    for target in role.targets:
        for store, certain in stores_used_by(graph, target):
            if store in kinds:
                found[store] = certain and role.certain
    return Reference(tuple(found), certain=len(found) == 1 and all(found.values()), prop="uri")


def _kinds_of_stores(graph: GraphBuilder) -> dict[str, str]:
    return {fact.urn: fact.service for fact in graph.of(StoreFact)}


@joins
def services_called(graph: GraphBuilder) -> None:
    """Whoever asks a public API asks the service by the integration's role, and gets its answer."""
    for one in graph.stack.of_type(_INTEGRATION):
        resource = graph.view(one.urn)
        service = service_called(resource)
        if service is None:
            continue
        role = resource.value("credentials")
        if role is not None and not follow(resource, graph, "credentials", ROLE).targets:
            unclear(graph, one.urn, "it calls a service by a role that is no resource of the stack (credentials)")
            continue
        api = resource.refers_to("restApi", (REST_API,))
        private, signed = is_private(graph, api), signed_only(graph, api)
        for urn in _stores_of(resource, graph, service).targets:
            _open(resource, graph, "uri", Reference.to(urn), private, signed)


def _asks_workflow(resource: ResourceView) -> bool:
    uri = resource.text("uri")
    return isinstance(uri, str) and uri.endswith(":states:action/StartSyncExecution")


@joins
def workflows_called(graph: GraphBuilder) -> None:
    """An express workflow's answer goes back to whoever asks a public API (AWS Step Functions API Reference, StartSyncExecution)."""
    for one in graph.stack.of_type(_INTEGRATION):
        resource = graph.view(one.urn)
        api = resource.refers_to("restApi", (REST_API,))
        private, signed = is_private(graph, api), signed_only(graph, api)
        if not _asks_workflow(resource) or private is not False:
            continue
        roles = follow(resource, graph, "credentials", ROLE)
        if not roles.targets:
            unclear(graph, one.urn, "it asks a workflow by a role that is no resource of the stack (credentials)")
        for role in roles.targets:
            for machine in graph.stack.of_type(_MACHINE):
                arn = machine.props.get("arn")
                known = isinstance(arn, str) and arn.startswith("arn:")
                asked = Request(
                    "states:StartSyncExecution", str(arn) if known else "arn:aws:states:*:*:stateMachine:*", caller_of(graph, role)
                )
                found = [evaluate(document, asked) for document in policies_of_role(graph, role)]
                may = any_of(decision.allow for decision in found) & ~any_of(decision.deny for decision in found)
                if may.possible:
                    _open(resource, graph, "uri", Reference((machine.urn,), certain=may.certain, prop="uri"), private, signed)


def _by_link(resource: ResourceView, graph: GraphBuilder, prop: str) -> Reference:
    """A REST API's link names its load balancer, or the integration does; an HTTP API's integration names a listener."""
    named = resource.refers_to("integrationTarget", LOAD_BALANCER)
    if named.targets:
        return named
    link = resource.refers_to("connectionId", (_VPC_LINK,))
    for urn in link.targets:
        found = graph.view(urn).refers_to("targetArn", LOAD_BALANCER)
        return Reference(found.targets, certain=found.certain and link.certain, prop=prop)
    listener = resource.refers_to(prop, LISTENERS)
    for urn in listener.targets:
        found = graph.view(urn).refers_to("loadBalancerArn", LOAD_BALANCER)
        return Reference(found.targets, certain=found.certain and listener.certain, prop=prop)
    return Reference(certain=False, prop=prop)


def _open(resource: ResourceView, graph: GraphBuilder, prop: str, behind: Reference, private: bool | None, signed: bool | None) -> None:
    if private or signed:
        return
    certain = behind.certain and private is False and (signed is False)
    graph.edge(graph.internet(), behind, EdgeKind.ROUTE, Because(resource.resource.urn, prop, "public API"), certain=certain, ports=_HTTPS)


def handed_on(graph: GraphBuilder) -> Iterator[tuple[ResourceView, str, Reference]]:
    """Every integration of a REST API, and every API with an OpenAPI document: the view, the property that decides, and the API."""
    for resource in graph.stack.of_type(_INTEGRATION):
        view = graph.view(resource.urn)
        if view.text("type") != "MOCK":
            yield view, "uri", view.refers_to("restApi", (REST_API,))
    for resource in graph.stack.of_type(REST_API):
        view = graph.view(resource.urn)
        if view.value("body") is not None:
            yield view, "body", Reference.to(resource.urn)


def _functions(resource: ResourceView, graph: GraphBuilder, prop: str) -> Reference:
    """Functions by the ARNs in a text; in a preview, and where the ARN is made up of parts, by what the property came from."""
    text = resource.text(prop)
    depends = resource.resource.property_dependencies.get(prop, frozenset())
    found = tuple(
        one.urn
        for one in graph.stack.of_type(*FUNCTION)
        if one.urn in depends or (isinstance(text, str) and any(arn in text for arn in _arns(one.props)))
    )
    return Reference(targets=found, certain=len(found) == 1, prop=prop)


def _arns(props: object) -> Iterator[str]:
    if isinstance(props, dict):
        yield from (value for key in ("invokeArn", "arn") if isinstance(value := props.get(key), str) and value)


def is_private(graph: GraphBuilder, api: Reference) -> bool | None:
    """Whether a REST API is reached only through endpoints; None where that is not known."""
    if len(api.targets) != 1:
        return None
    types = graph.view(api.targets[0]).value("endpointConfiguration.types")
    if is_unknown(types):
        return None
    listed = types if isinstance(types, (list, tuple)) else (types,)
    return None if any(is_unknown(one) for one in listed) else "PRIVATE" in listed


def signed_only(graph: GraphBuilder, api: Reference) -> bool | None:
    """Whether every method or route of the API asks for a signed request; None where only some do, or where it is not known."""
    if len(api.targets) != 1:
        return None
    asked: list[object] = []
    for kind, owner, prop in _ASKED:
        for view in _belongs(graph, api.targets[0], kind, owner):
            if kind == _METHOD and _answers_browsers(graph, view):
                continue
            declared = view.resource.declared is None or prop in view.resource.declared
            said = view.text(prop) if declared else None
            asked.append("NONE" if said is None else said)
    if any(is_unknown(one) for one in asked):
        return None
    signed = [one == _SIGNED for one in asked]
    return None if any(signed) and not all(signed) else bool(signed) and all(signed)


def _answers_browsers(graph: GraphBuilder, method: ResourceView) -> bool:
    """Whether a method only tells a browser which origins may ask: OPTIONS, answered by the API itself, for browsers sign no such request.

    Source: Amazon API Gateway Developer Guide, "CORS for REST APIs" (a mock integration; the OPTIONS method has no authorization).
    """
    if method.text("httpMethod") != _BY_BROWSERS:
        return False
    here = [
        view
        for one in graph.stack.of_type(_INTEGRATION)
        if (view := graph.view(one.urn)).text("httpMethod") == _BY_BROWSERS and _at_one_path(view, method)
    ]
    return bool(here) and all(view.text("type") == "MOCK" for view in here)


def _at_one_path(first: ResourceView, second: ResourceView) -> bool:
    """Whether both are of one path of one API: by what they refer to, else by ids that are known."""
    for prop in ("restApi", "resourceId"):
        one, other = first.refers_to(prop).targets, second.refers_to(prop).targets
        known = first.value(prop)
        if not (one == other if one and other else not is_unknown(known) and known == second.value(prop)):
            return False
    return True
