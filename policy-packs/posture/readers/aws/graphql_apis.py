"""AppSync: a GraphQL API on the internet, and the tables, databases, functions and addresses behind it.

A request's answer may join what several sources hold, so the API counts as a place through which each of them reaches the others and whoever
asks. An API that takes nothing but signed requests answers identities of the account alone; sign-in and keys are ways in, as with API Gateway.
Sources: AWS AppSync Developer Guide, "Configuring authorization and authentication to secure your GraphQL APIs", "Attaching a data source",
"Using private APIs in AWS AppSync", "Merging APIs".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.iam import AnyPolicy, NoPolicy, Policy, Request, Truth, evaluate
from posture.iam.values import any_of
from posture.readers.aws.arn_targets import follow
from posture.readers.aws.endpoint_reach import policies_of, service_endpoints
from posture.readers.aws.functions import FUNCTION
from posture.readers.aws.stores import STORES
from posture.readers.aws.unclear import unclear
from posture.readers.aws.whereabouts import region_of, same_account
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

API: Final = ("aws:appsync/graphQLApi:GraphQLApi",)
_HTTPS: Final = ((443, 443),)
_PRIVATE_ENDPOINT: Final = "appsync-api"
_SIGNED: Final = "AWS_IAM"
_MORE: Final = "additionalAuthenticationProviders"


def _of(*services: str) -> tuple[str, ...]:
    return tuple(token for token, service in STORES.items() if service in services)


_BEHIND: Final[dict[str, tuple[Path, tuple[str, ...]]]] = {
    "AMAZON_DYNAMODB": ("dynamodbConfig.tableName", _of("dynamodb")),
    "AWS_LAMBDA": ("lambdaConfig.functionArn", FUNCTION),
    "RELATIONAL_DATABASE": ("relationalDatabaseConfig.httpEndpointConfig.dbClusterIdentifier", _of("rds")),
    "AMAZON_OPENSEARCH_SERVICE": ("opensearchserviceConfig.endpoint", _of("es")),
    "AMAZON_ELASTICSEARCH": ("elasticsearchConfig.endpoint", _of("es")),
}
"""Kind of source → where it is named, and what may be named there."""


@reads(*API)
def graphql_api(resource: ResourceView, graph: GraphBuilder) -> None:
    """Who may ask it."""
    urn = resource.resource.urn
    graph.add(WorkloadFact(urn, (), (), because=Because(urn, "authenticationType")))
    if resource.text("apiType") not in (None, "GRAPHQL"):
        unclear(graph, urn, "is merged from other APIs, which are not read (apiType)")
    visibility = resource.text("visibility")
    if visibility == "PRIVATE":
        return  # endpoints alone lead to it, which the join reads
    signed = _signed_only(resource)
    if signed is not True:
        certain = signed is False and not is_unknown(visibility)
        because = Because(urn, "authenticationType", "public API")
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, certain=certain, ports=_HTTPS)


@joins
def private_graphql_apis(graph: GraphBuilder) -> None:
    """An endpoint of AppSync's data plane leads to every private API of the same account and region that its policy lets pass."""
    endpoints = [endpoint for endpoint in service_endpoints(graph) if endpoint.service == _PRIVATE_ENDPOINT]
    for resource in graph.stack.of_type(*API) if endpoints else ():
        view = graph.view(resource.urn)
        if view.text("visibility") != "PRIVATE":
            continue
        signed = _signed_only(view)
        for endpoint in endpoints:
            other = graph.stack.by_urn[endpoint.urn]
            here = {region_of(resource), region_of(other)}
            if same_account(resource, other) is False or (len(here) > 1 and None not in here):
                continue
            passes = any_of(_passes(policy) for policy, _ in policies_of(graph, endpoint.urn))
            if passes.possible:
                # A signed request is let in by its sender's identity besides.
                certain = passes.certain and signed is False
                because = Because(endpoint.urn, "serviceName", "every private API of the account")
                graph.edge(Reference.to(endpoint.urn), Reference.to(resource.urn), EdgeKind.USE, because, certain=certain, ports=_HTTPS)


def _passes(policy: AnyPolicy) -> Truth:
    if isinstance(policy, NoPolicy):
        return Truth.TRUE
    return evaluate(policy, Request("appsync:GraphQL", "*")).allowed if isinstance(policy, Policy) else Truth.UNKNOWN


def _signed_only(resource: ResourceView) -> bool | None:
    """Whether every way of authorization asks for a signed request; None where that is not known."""
    more = resource.blocks(_MORE)
    places = ["authenticationType", *([_MORE] if isinstance(more, Unknown) else [f"{one}.authenticationType" for one in more])]
    asked = [resource.text(place) for place in places]
    if any(isinstance(one, str) and one != _SIGNED for one in asked):
        return False
    return None if any(one != _SIGNED for one in asked) else True


@reads("aws:appsync/dataSource:DataSource")
def data_source(resource: ResourceView, graph: GraphBuilder) -> None:
    """What the API asks to answer requests."""
    urn = resource.resource.urn
    api = resource.refers_to("apiId", API)
    kind = resource.text("type")
    if not api.targets:
        unclear(graph, urn, "the GraphQL API that asks it is no resource of the stack (apiId)")
        return
    if kind == "NONE":
        return
    if kind == "HTTP":
        because = Because(urn, "httpConfig.endpoint", "HTTP data source")
        inside = resource.value("httpConfig.authorizationConfig") is not None  # a signed request to a service of AWS
        if inside:
            unclear(graph, urn, "which service of AWS it asks is not read (httpConfig.endpoint)")
        else:
            graph.edge(api, graph.internet(), EdgeKind.ROUTE, because, certain=api.certain, ports=_HTTPS)
        return
    named = _BEHIND.get(kind) if isinstance(kind, str) else None
    behind = follow(resource, graph, *named) if named else Reference(certain=False, prop="type")
    if named and not behind.targets and behind.literal is not None:
        behind = _by_endpoint(resource, graph, named, behind)
    if not named or not behind.targets:
        unclear(graph, urn, f"what it asks is no resource of the stack ({named[0] if named else 'type'})")
        return
    graph.edge(api, behind, EdgeKind.USE, Because(urn, named[0]), certain=api.certain and behind.certain)


def _by_endpoint(resource: ResourceView, graph: GraphBuilder, named: tuple[Path, tuple[str, ...]], found: Reference) -> Reference:
    """A search domain is named by its address, written `https://` and the domain's own endpoint."""
    host = (found.literal or "").removeprefix("https://").rstrip("/")
    owners = tuple(one.urn for one in graph.stack.of_type(*named[1]) if host and one.props.get("endpoint") == host)
    return Reference(owners, found.literal, len(owners) == 1, named[0])


inert(
    "How a GraphQL API puts questions to its sources, which are read; its keys, cache and names (AWS AppSync Developer Guide, 'Resolvers', "
    "'Configuring server-side caching and API payload compression', 'Configuring custom domain names')",
    "aws:appsync/apiCache:ApiCache",
    "aws:appsync/apiKey:ApiKey",
    "aws:appsync/domainName:DomainName",
    "aws:appsync/domainNameApiAssociation:DomainNameApiAssociation",
    "aws:appsync/type:Type",
)
