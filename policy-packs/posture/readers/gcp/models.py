"""Models and vector searches on Vertex AI: by which road they are called, whether what runs behind them calls out, and where requests are kept.

Sources: Google Cloud documentation, "Choose an endpoint type" (a public endpoint's model has the internet, and a dedicated one stands outside of VPC
Service Controls; behind Private Service Connect a model has no way out), "VPC Service Controls with Vertex AI" (inside a perimeter containers have no
internet), "Vector Search: public endpoints", "Online inference logging" (a BigQuery table), "Set up Vector Search with Private Service Connect".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, ServiceFact, WorkloadFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.gcp.databases import consumers
from posture.readers.gcp.layout import network_of
from posture.readers.gcp.names import project_ref, resolve
from posture.readers.gcp.perimeters import closed_by_any
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

ENDPOINT: Final = tokens("vertex:AiEndpoint")
INDEX_ENDPOINT: Final = tokens("vertex:AiIndexEndpoint")
DEPLOYED: Final = tokens("vertex:AiIndexEndpointDeployedIndex")
FACE: Final = "#psc"
"""Ends the key of a model's private face."""
_API: Final = "aiplatform.googleapis.com"
_PSC: Final = "privateServiceConnectConfig"
_PORTS: Final = {**dict.fromkeys(ENDPOINT, (443,)), **dict.fromkeys(INDEX_ENDPOINT, (443, 10_000))}
"""Vector search is asked by gRPC at 10000."""


def by_psc(view: ResourceView) -> bool:
    """Whether it is reached by Private Service Connect; what is unknown may be."""
    value = view.flag(f"{_PSC}.enablePrivateServiceConnect")
    return value is True or is_unknown(value)


@reads(*ENDPOINT, *INDEX_ENDPOINT)
def model_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """What answers, and who may link to it."""
    urn = resource.resource.urn
    network = network_of(graph, resource)
    graph.add(WorkloadFact(urn, (), (), network=network, within=project_ref(graph, resource), because=Because(urn, "network")))
    if by_psc(resource):
        tag = resource.tags().get("ai-service")
        name = tag if isinstance(tag, str) else None
        graph.add(
            ServiceFact(
                f"{urn}{FACE}", (Reference.to(urn),), _PORTS[resource.resource.type], service=name, because=Because(urn, _PSC, "private")
            )
        )
        consumers(graph, resource, f"{_PSC}.projectAllowlists", urn)
        _made_by_google(graph, resource)
    if resource.flag("publicEndpointEnabled") is True:
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, Because(urn, "publicEndpointEnabled", "public"))


def _made_by_google(graph: GraphBuilder, view: ResourceView) -> None:
    """Endpoints that service automation makes in networks of consumers."""
    urn = view.resource.urn
    blocks = view.blocks(f"{_PSC}.pscAutomationConfigs")
    for number, block in enumerate([] if is_unknown(blocks) else blocks):
        network = network_of(graph, view, f"{block}.network")
        because = Because(urn, f"{block}.network", "made by service automation")
        graph.add(EndpointFact(f"{urn}#made-{number}", network, "private", Reference.to(f"{urn}{FACE}"), because=because, unguarded=True))


@joins
def models_call_out(graph: GraphBuilder) -> None:
    """A public endpoint's model has the internet; a perimeter takes it away, but from a dedicated one."""
    for resource in graph.stack.of_type(*ENDPOINT):
        view = graph.view(resource.urn)
        if resource.external or by_psc(view) or view.value("network") is not None:
            continue
        ours = Reference.to(resource.urn)
        dedicated = view.flag("dedicatedEndpointEnabled")
        if dedicated is True:
            because = Because(resource.urn, "dedicatedEndpointEnabled", "outside of every perimeter")
            graph.edge(graph.internet(), ours, EdgeKind.ROUTE, because)
            continue
        closed = closed_by_any(graph, view, _API)
        if closed is not True:
            because = Because(resource.urn, _PSC, "a public endpoint, whose model reaches the internet")
            graph.edge(ours, graph.internet(), EdgeKind.ROUTE, because, certain=closed is False)
        elif is_unknown(dedicated):
            graph.unreadable(resource.urn, "whether it is a dedicated public endpoint is unknown until the update")


@joins
def requests_are_kept(graph: GraphBuilder) -> None:
    """Requests and answers go to a table."""
    base = "predictRequestResponseLoggingConfig"
    for resource in graph.stack.of_type(*ENDPOINT):
        view = graph.view(resource.urn)
        if view.value(base) is None or view.flag(f"{base}.enabled") is False:
            continue
        path = f"{base}.bigqueryDestination.outputUri"
        text = view.value(path)
        because = Because(resource.urn, path, text if isinstance(text, str) else "")
        if text is None:
            continue
        if not isinstance(text, str):
            found = view.refers_to(path, tokens("bigquery:Dataset"))
            if not found.targets:
                graph.unreadable(resource.urn, f"where requests are kept is unknown until the update ({path})")
        else:
            project, _, rest = text.removeprefix("bq://").partition(".")
            found = resolve(graph, view, f"projects/{project}/datasets/{rest.partition('.')[0]}", tokens("bigquery:Dataset"))
            found = found if found.targets else graph.gcp_project(project)
        if found.targets or found.literal is not None:
            graph.edge(Reference.to(resource.urn), found, EdgeKind.REPLICATE, because, moves=Moves.FORWARD, certain=found.certain)


@reads(*DEPLOYED)
def deployed_index(resource: ResourceView, graph: GraphBuilder) -> None:
    """An index on its endpoint: the endpoint answers with what the index holds. Here: only what can't be placed."""
    for path, kinds in (("indexEndpoint", INDEX_ENDPOINT), ("index", tokens("vertex:AiIndex"))):
        if not resource.refers_to(path, kinds).targets:
            graph.unreadable(resource.resource.urn, f"which {path} it joins is none of the stack's")


@joins
def endpoints_answer_from_indexes(graph: GraphBuilder) -> None:
    """Who asks an endpoint reads its indexes."""
    for resource in graph.stack.of_type(*DEPLOYED):
        view = graph.view(resource.urn)
        home, index = view.refers_to("indexEndpoint", INDEX_ENDPOINT), view.refers_to("index", tokens("vertex:AiIndex"))
        for one in home.targets:
            because = Because(resource.urn, "index", "deployed index")
            if index.targets:
                graph.edge(Reference.to(one), index, EdgeKind.USE, because, certain=home.certain and index.certain)
