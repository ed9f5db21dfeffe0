"""Endpoints that Google makes by itself: a database or cache names the networks that it is to be reached from.

A service connection policy lets services of a class put endpoints into a network. By default they are of the policy's own project, and what they
connect is said where the service stands; with `CUSTOM_RESOURCE_HIERARCHY_LEVELS` they may be anybody's that it lists.
Sources: Google Cloud documentation, "About service connection policies" (instance scope), "Memorystore for Valkey: Networking", "Memorystore for Redis
Cluster: Networking", "AlloyDB: Automatically create Private Service Connect endpoints", "Cloud SQL: Private Service Connect overview" (service
connectivity automation).
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, ServiceFact
from posture.graph.kinds import EdgeKind, Outside
from posture.readers.gcp.databases import FACE
from posture.readers.gcp.layout import network_of
from posture.readers.gcp.names import parse, refer
from posture.readers.gcp.tokens import tokens
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

POLICY: Final = tokens("networkconnectivity:ServiceConnectionPolicy")
_CACHES: Final = tokens("memorystore:Instance", "redis:Cluster")
_CACHE_PORT: Final = 6379
_NETWORKS: Final[dict[str, tuple[tuple[Path, Path], ...]]] = {
    **dict.fromkeys(tokens("sql:DatabaseInstance"), (("settings.ipConfiguration.pscConfigs[*].pscAutoConnections", "consumerNetwork"),)),
    **dict.fromkeys(tokens("alloydb:Instance"), (("pscInstanceConfig.pscAutoConnections", "consumerNetwork"),)),
    **dict.fromkeys(tokens("memorystore:Instance"), (("desiredAutoCreatedEndpoints", "network"), ("desiredPscAutoConnections", "network"))),
    **dict.fromkeys(tokens("redis:Cluster"), (("pscConfigs", "network"),)),
}
"""Type → lists of connections, and the property of each that names the network."""
_CLUSTER: Final = tokens("alloydb:Cluster")


@joins
def made_by_services(graph: GraphBuilder) -> None:
    """An endpoint in each network that is named, which leads to the database or cache on its port."""
    for resource in graph.stack.of_type(*_NETWORKS):
        view = graph.view(resource.urn)
        if resource.type in _CACHES:
            tag = view.tags().get("ai-service")
            because = Because(resource.urn, "pscConfigs", "private")
            name = tag if isinstance(tag, str) else None
            graph.add(ServiceFact(f"{resource.urn}{FACE}", (Reference.to(resource.urn),), (_CACHE_PORT,), service=name, because=because))
        for block, prop in _connections(graph, view):
            _endpoint(graph, view, block, prop)


def _connections(graph: GraphBuilder, view: ResourceView) -> Iterator[tuple[Path, Path]]:
    for listed, prop in _NETWORKS[view.resource.type]:
        head, _, rest = listed.partition("[*].")
        for base in [listed] if not rest else [f"{block}.{rest}" for block in _blocks(graph, view, head)]:
            yield from ((block, prop) for block in _blocks(graph, view, base))


def _blocks(graph: GraphBuilder, view: ResourceView, path: Path) -> list[Path]:
    found = view.blocks(path)
    if is_unknown(found):
        graph.unreadable(view.resource.urn, f"which networks it is reached from is unknown until the update ({path})")
        return []
    return list(found)


def _endpoint(graph: GraphBuilder, view: ResourceView, block: Path, prop: Path) -> None:
    urn, path = view.resource.urn, f"{block}.{prop}"
    network = network_of(graph, view, path)
    because = Because(urn, path, "an endpoint that Google makes")
    served = refer(graph, view, "cluster", *_CLUSTER).targets if view.resource.type in tokens("alloydb:Instance") else (urn,)
    if network.targets:
        producer = Reference(tuple(f"{one}{FACE}" for one in served), certain=len(served) == 1)
        graph.add(EndpointFact(f"{urn}#made:{block}", network, "private", producer, because=because, unguarded=True))
        return
    project = parse(network.literal).project if network.literal is not None else None
    if project is None:
        graph.unreadable(urn, f"which network it is reached from can't be told ({path})")
        return
    for one in served:
        graph.edge(Reference.to(one), graph.gcp_project(project), EdgeKind.SHARE, because)


@reads(*POLICY)
def connection_policy(resource: ResourceView, graph: GraphBuilder) -> None:
    """Whose services may put endpoints into a network. Those of its own project are read where they stand."""
    urn, listed = resource.resource.urn, "pscConfig.allowedGoogleProducersResourceHierarchyLevels"
    scope = resource.value("pscConfig.producerInstanceLocation")
    if is_unknown(scope):
        graph.unreadable(urn, "whose services may put endpoints into the network is unknown until the update")
    if scope != "CUSTOM_RESOURCE_HIERARCHY_LEVELS":
        return
    texts = resource.texts(listed)
    for text in [None] if is_unknown(texts) else texts:
        kind, _, name = text.partition("/") if isinstance(text, str) else ("", "", "")
        ours = kind == "projects" and graph.externals[graph.gcp_project(name).literal or ""].outside is Outside.OURS
        if not ours and name not in graph.approved.organization.gcp_organization_ids | graph.approved.organization.gcp_folder_ids:
            graph.unreadable(urn, f"lets services of {text or 'somebody unknown'} put endpoints into the network")
