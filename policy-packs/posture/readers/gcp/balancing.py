"""Load balancers: what stands behind a forwarding rule, and whether strangers reach it.

Backends are found by what depends on what: rule → proxy → URL map → backend service → group → machines. An internal one stands in its subnet.

Sources: Google Cloud documentation, "Cloud Load Balancing overview" (schemes), "Forwarding rules overview", "Backend services overview",
"Network endpoint groups overview" (serverless, internet and Private Service Connect groups), "Load balancing with Identity-Aware Proxy".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ListenerFact, WorkloadFact
from posture.graph.kinds import EdgeKind
from posture.readers.gcp.layout import place
from posture.readers.gcp.names import project_ref, refer_all, resolve, text_of
from posture.readers.gcp.serverless import is_callable
from posture.readers.gcp.stores import STORES
from posture.readers.gcp.tokens import INSTANCES, tokens
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.values import is_unknown, texts_in
from posture.view import ResourceView

_BETWEEN: Final = tokens(
    "compute:BackendService", "compute:RegionBackendService", "compute:URLMap", "compute:RegionUrlMap", "compute:TargetHttpProxy",
    "compute:TargetHttpsProxy", "compute:RegionTargetHttpProxy", "compute:RegionTargetHttpsProxy", "compute:TargetTCPProxy",
    "compute:RegionTargetTcpProxy", "compute:TargetSSLProxy", "compute:TargetGrpcProxy", "compute:TargetPool", "compute:TargetInstance",
    "compute:InstanceGroup", "compute:InstanceGroupManager", "compute:RegionInstanceGroupManager", "compute:NetworkEndpointGroup",
    "compute:RegionNetworkEndpointGroup", "compute:BackendBucket", "compute:GlobalNetworkEndpointGroup", "compute:InstanceGroupMembership",
    "compute:NetworkEndpoint",
)  # fmt: skip
_SERVICES: Final = tokens("compute:BackendService", "compute:RegionBackendService")
_OUTWARD: Final = tokens("compute:GlobalNetworkEndpoint", "compute:RegionNetworkEndpoint")
_FOLLOWED: Final = (
    "target", "backendService", "urlMap", "defaultService", "pathMatchers", "hostRules", "backends", "instances", "instanceTemplate", "versions",
    "cloudRun", "cloudFunction", "bucketName", "group", "service", "instance", "networkEndpointGroup", "pscTargetService",
)  # fmt: skip
_EXTERNAL: Final = frozenset({"EXTERNAL", "EXTERNAL_MANAGED"})


def behind(graph: GraphBuilder, view: ResourceView) -> tuple[str, ...]:
    """Machines, services and stores that a front hands requests to."""
    found: dict[str, None] = {}
    seen = {view.resource.urn}
    queue = [view.resource.urn]
    while queue:
        for urn in _next(graph, graph.view(queue.pop())):
            if urn in seen:
                continue
            seen.add(urn)
            kind = graph.stack.by_urn[urn].type
            if kind in _BETWEEN:
                queue.append(urn)
            elif kind in INSTANCES or is_callable(kind) or kind in STORES:
                found[urn] = None
    return tuple(found)


def _next(graph: GraphBuilder, view: ResourceView) -> Iterator[str]:
    for prop in _FOLLOWED:
        yield from sorted(view.resource.property_dependencies.get(prop, ()) & graph.stack.by_urn.keys())
        for text in texts_in(view.value(prop)):
            yield from resolve(graph, view, text, (), prop).targets


def ports_of(view: ResourceView) -> list[tuple[int, int]]:
    """Ports on which a front listens."""
    if view.flag("allPorts") is True:
        return [(0, 65_535)]
    made: list[tuple[int, int]] = []
    listed = view.value("ports")
    texts = list(listed) if isinstance(listed, (list, tuple)) else []
    given = view.text("portRange")
    for text in [*texts, *([given] if isinstance(given, str) else [])]:
        low, _, high = str(text).partition("-")
        if low.isdigit() and (not high or high.isdigit()):
            made.append((int(low), int(high or low)))
    return made


def stand(graph: GraphBuilder, view: ResourceView) -> None:
    """The front of a load balancer, with its backends."""
    urn = view.resource.urn
    scheme = view.text("loadBalancingScheme")
    if is_unknown(scheme):
        graph.unreadable(urn, "whether the load balancer is internal is unknown until the update")
    external = scheme is None or str(scheme).upper() in _EXTERNAL
    subnet, network = (Reference(), Reference()) if external else place(graph, view)
    graph.add(
        WorkloadFact(
            urn,
            (subnet,) if subnet.targets else (),
            (),
            certain=subnet.certain and bool(subnet.targets),
            network=network,
            within=project_ref(graph, view),
            because=Because(urn, "loadBalancingScheme"),
        )
    )
    ports = ports_of(view)
    for low, high in ports:
        if low == high:
            graph.add(ListenerFact(Reference.to(urn), low, because=Because(urn, "ports")))
    used = tuple(ports) or ((0, 65_535),)
    if external:
        because = Because(urn, "loadBalancingScheme", str(scheme or "EXTERNAL"))
        graph.edge(graph.internet(), Reference.to(urn), EdgeKind.ROUTE, because, ports=used, certain=not is_unknown(scheme))
    found = behind(graph, view)
    for target in found:
        graph.edge(Reference.to(urn), Reference.to(target), EdgeKind.ROUTE, Because(urn, "backendService", "backend"), ports=used)
    if not found and view.flag("isMirroringCollector") is not True and not _waits_for_backends(graph, view):
        graph.unreadable(urn, "what stands behind the load balancer is no resource of the stack")


def _waits_for_backends(graph: GraphBuilder, view: ResourceView) -> bool:
    """Whether each service that the front leads to is known to have no backend at all: what comes is handed to nobody."""
    services = [urn for urn in _reached(graph, view.resource.urn) if graph.stack.by_urn[urn].type in _SERVICES]
    return bool(services) and all(graph.view(urn).value("backends") in (None, [], ()) for urn in services)


@reads(*_OUTWARD)
def outward(resource: ResourceView, graph: GraphBuilder) -> None:
    """An endpoint by address or name on the internet: what its load balancer gets is handed on there."""
    urn = resource.resource.urn
    for group in refer_all(graph, resource, "globalNetworkEndpointGroup") + refer_all(graph, resource, "regionNetworkEndpointGroup"):
        text = text_of(resource, "fqdn") or text_of(resource, "ipAddress")
        because = Because(urn, "fqdn", text or "unknown")
        for front in graph.stack.of_type(*tokens("compute:ForwardingRule", "compute:GlobalForwardingRule")):
            if set(group.targets) & _reached(graph, front.urn):
                graph.edge(Reference.to(front.urn), graph.internet(), EdgeKind.ROUTE, because, certain=group.certain)


def _reached(graph: GraphBuilder, front: str) -> set[str]:
    seen, queue = {front}, [front]
    while queue:
        for urn in _next(graph, graph.view(queue.pop())):
            if urn not in seen:
                seen.add(urn)
                queue.append(urn)
    return seen


inert(
    "Stands between the front of a load balancer and its backends, which is read from the front ('Cloud Load Balancing overview')",
    *_BETWEEN,
)
