"""API Gateway: an address on the internet that hands requests to functions, and their answers to whoever asks.

An API that is not private has a public endpoint, whatever network its function is in; a method with IAM authorization answers only signed
requests, as a function URL with `AWS_IAM` does. Where an integration names anything but a function of the stack, it is left open.
Sources: Amazon API Gateway Developer Guide, "API endpoint types for REST APIs", "Control access to a REST API with IAM permissions", "Choose an
API Gateway API integration type", "Create AWS Lambda proxy integrations for HTTP APIs", "Private REST APIs", "OpenAPI extensions".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

REST_API: Final = "aws:apigateway/restApi:RestApi"
HTTP_API: Final = "aws:apigatewayv2/api:Api"
_METHOD: Final = "aws:apigateway/method:Method"
_ROUTE: Final = "aws:apigatewayv2/route:Route"
_HTTPS: Final = ((443, 443),)
_SIGNED: Final = "AWS_IAM"

inert(
    "Parts of an API whose endpoint and integrations are read; what they keep or log stays in the account and region "
    "(Amazon API Gateway Developer Guide, 'REST API concepts', 'Set up logging')",
    "aws:apigateway/resource:Resource",
    _METHOD,
    "aws:apigateway/methodResponse:MethodResponse",
    "aws:apigateway/methodSettings:MethodSettings",
    "aws:apigateway/integrationResponse:IntegrationResponse",
    "aws:apigateway/deployment:Deployment",
    "aws:apigateway/stage:Stage",
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
    "aws:apigatewayv2/stage:Stage",
    "aws:apigatewayv2/model:Model",
)


@reads("aws:apigateway/integration:Integration")
def rest_integration(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a method of a REST API calls. A mock answers by itself."""
    kind = resource.text("type")
    if kind == "MOCK":
        return
    api = resource.refers_to("restApi", (REST_API,))
    _enters(resource, graph, "uri", api, proxies=kind in ("AWS", "AWS_PROXY"), private=_private(graph, api))


@reads("aws:apigatewayv2/integration:Integration")
def http_integration(resource: ResourceView, graph: GraphBuilder) -> None:
    """What a route of an HTTP or WebSocket API calls: such an API has no private form."""
    kind = resource.text("integrationType")
    if kind == "MOCK":
        return
    api = resource.refers_to("apiId", (HTTP_API,))
    _enters(resource, graph, "integrationUri", api, proxies=kind in ("AWS", "AWS_PROXY"), private=False)


@reads(REST_API)
def rest_api(resource: ResourceView, graph: GraphBuilder) -> None:
    """An API whose OpenAPI document has its integrations: each function that the document names is behind it."""
    _documented(resource, graph, private=_private(graph, Reference.to(resource.resource.urn)))


@reads(HTTP_API)
def http_api(resource: ResourceView, graph: GraphBuilder) -> None:
    """An OpenAPI document, or the quick create's one target."""
    _documented(resource, graph, private=False)
    if resource.value("target") is not None:
        _enters(resource, graph, "target", Reference.to(resource.resource.urn), proxies=True, private=False)


def _documented(resource: ResourceView, graph: GraphBuilder, private: bool | None) -> None:
    if resource.value("body") is None:
        return
    named = _functions(resource, graph, "body")
    if named.targets:
        _open(resource, graph, "body", named, private, signed=None)
    else:
        unclear(graph, resource.resource.urn, "what its OpenAPI document hands requests to is not read (body)")


def _enters(resource: ResourceView, graph: GraphBuilder, prop: str, api: Reference, *, proxies: bool, private: bool | None) -> None:
    function = _functions(resource, graph, prop) if proxies else Reference(certain=False, prop=prop)
    if not function.targets:
        unclear(graph, resource.resource.urn, f"what it hands requests to is no function of the stack ({prop})")
        return
    _open(resource, graph, prop, function, private, _signed(graph, api))


def _open(resource: ResourceView, graph: GraphBuilder, prop: str, function: Reference, private: bool | None, signed: bool | None) -> None:
    if private:
        unclear(graph, resource.resource.urn, "who reaches a private API by its endpoints is not read")
        return
    if signed:
        return
    certain = function.certain and private is False and (signed is False)
    graph.edge(
        graph.internet(), function, EdgeKind.ROUTE, Because(resource.resource.urn, prop, "public API"), certain=certain, ports=_HTTPS
    )


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


def _private(graph: GraphBuilder, api: Reference) -> bool | None:
    """Whether a REST API is reached only through endpoints; None where that is not known."""
    if len(api.targets) != 1:
        return None
    types = graph.view(api.targets[0]).value("endpointConfiguration.types")
    if is_unknown(types):
        return None
    listed = types if isinstance(types, (list, tuple)) else (types,)
    return None if any(is_unknown(one) for one in listed) else "PRIVATE" in listed


def _signed(graph: GraphBuilder, api: Reference) -> bool | None:
    """Whether every method or route of the API asks for a signed request; None where only some do, or where it is not known."""
    if len(api.targets) != 1:
        return None
    asked: list[object] = []
    for kind, owner, prop in ((_METHOD, "restApi", "authorization"), (_ROUTE, "apiId", "authorizationType")):
        for one in graph.stack.of_type(kind):
            view = graph.view(one.urn)
            if api.targets[0] in view.refers_to(owner, (REST_API, HTTP_API)).targets:
                declared = one.declared is None or prop in one.declared
                said = view.text(prop) if declared else None
                asked.append("NONE" if said is None else said)
    if any(is_unknown(one) for one in asked):
        return None
    signed = [one == _SIGNED for one in asked]
    return None if any(signed) and not all(signed) else bool(signed) and all(signed)
