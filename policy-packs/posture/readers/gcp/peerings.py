"""Joined networks: VPC peerings, and the VPC spokes of a Network Connectivity Center hub.

A peering needs both sides. Subnet routes are always exchanged; custom ones where one side exports and the other imports them, but never those
with a tag or to the default internet gateway.

Sources: Google Cloud documentation, "VPC Network Peering" (states, exchange of routes, no transitivity), "VPC spokes overview" (mesh and star
topologies, excluded ranges), "Network Connectivity Center overview".
"""

from collections.abc import Iterator
from typing import Final

from posture.graph.addresses import AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, Destination, GatewayFact, RouteFact
from posture.graph.kinds import GatewayKind
from posture.graph.packets import PRIVATE
from posture.graph.topology import ROUTES_OF
from posture.readers.gcp.layout import addresses, network_of, parts_of, space_of
from posture.readers.gcp.names import parse, refer, text_of
from posture.readers.gcp.routes import ways
from posture.readers.gcp.tokens import HUB, PEERING, PEERING_ROUTES, SPOKE
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

_LAST: Final = 65_535
_GOOGLES_OWN: Final = ("servicenetworking",)


@record
class Side:
    """One side of a peering."""

    view: ResourceView
    network: Reference
    peer: Reference
    exports: bool | None
    imports: bool | None


def sides(graph: GraphBuilder) -> tuple[Side, ...]:
    """Every side in the stack."""
    return graph.once("gcp peerings", lambda: tuple(_sides(graph)))


def _sides(graph: GraphBuilder) -> Iterator[Side]:
    for resource in graph.stack.of_type(PEERING):
        view = graph.view(resource.urn)
        exports, imports = _flags(view)
        yield Side(view, network_of(graph, view), network_of(graph, view, "peerNetwork"), exports, imports)


def _flags(view: ResourceView) -> tuple[bool | None, bool | None]:
    found = (view.flag("exportCustomRoutes"), view.flag("importCustomRoutes"))
    return None if is_unknown(found[0]) else bool(found[0]), None if is_unknown(found[1]) else bool(found[1])


@joins
def peerings(graph: GraphBuilder) -> None:
    """Routes over each side, into the other network."""
    for side in sides(graph):
        urn = side.view.resource.urn
        because = Because(urn, "peerNetwork")
        others = [
            o for o in sides(graph) if set(o.network.targets) & set(side.peer.targets) and set(o.peer.targets) & set(side.network.targets)
        ]
        managed = bool(side.peer.targets) and not any(graph.stack.by_urn[t].external for t in side.peer.targets if t in graph.stack.by_urn)
        if not others and managed and side.peer.certain and str(side.view.value("state")).upper() != "ACTIVE":
            continue  # one side alone joins nothing
        if side.peer.unknown:
            graph.unreadable(urn, "the peered network is unknown until the update")
        far = Reference() if side.peer.targets else _far(graph, side)
        networks = (side.network, side.peer) if side.peer.targets else (side.network,)
        graph.add(GatewayFact(urn, GatewayKind.PEERING, networks=networks, far=far, certain=side.peer.certain))
        for here in side.network.targets:
            for table in (f"{part.key}{ROUTES_OF}" for part in parts_of(graph, here)):
                if not side.peer.targets:
                    # What a network out of sight has is private, and none of ours: whichever of it, it is routed.
                    own = space_of(graph, here)
                    where = Destination(PRIVATE - own if own is not None else None, text="the peered network")
                    graph.add(RouteFact(Reference.to(table), where, Reference.to(urn), because, _LAST))
                for there in side.peer.targets:
                    where = Destination(space_of(graph, there), text=f"subnets of {_name(graph, there)}")
                    graph.add(RouteFact(Reference.to(table), where, Reference.to(urn), because, 0))
                    if side.imports is not False and any(other.exports is not False for other in others):
                        _custom(graph, table, there, because)


def _far(graph: GraphBuilder, side: Side) -> Reference:
    """A network of no resource of the stack: whose, its project tells."""
    literal = side.peer.literal or side.view.resource.name
    project = parse(literal).project
    asserted = any(entry.literal == literal for entry in graph.approved.asserted)
    if asserted or project is None or project in graph.own_projects:
        return graph.somewhere("network", literal)
    return graph.gcp_project(project)


def _custom(graph: GraphBuilder, table: str, there: str, because: Because) -> None:
    for way in ways(graph, there):
        if not way.internet and not way.tags:
            graph.add(RouteFact(Reference.to(table), Destination(way.destination, text=way.text), way.via, because, way.priority))


def _name(graph: GraphBuilder, key: str) -> str:
    found = graph.stack.by_urn.get(key)
    return found.name if found is not None else key


@reads(PEERING)
def peering(resource: ResourceView, graph: GraphBuilder) -> None:
    """One side, read with the other. Here: only what can't be placed."""
    where = network_of(graph, resource)
    if not where.targets:
        graph.unreadable(resource.resource.urn, f"a peering of {where.literal or 'an unknown network'}, which no resource of the stack is")


@reads(PEERING_ROUTES)
def peering_routes(resource: ResourceView, graph: GraphBuilder) -> None:
    """Which custom routes another's peering exchanges: the managed services' own network is one; any other is not followed."""
    name = resource.value("peering")
    depends = {graph.stack.by_urn[u].type for u in resource.resource.property_dependencies.get("peering", ()) if u in graph.stack.by_urn}
    managed = any(kind.startswith("gcp:servicenetworking/") for kind in depends) or str(name).startswith(_GOOGLES_OWN)
    if not managed and (resource.flag("exportCustomRoutes") is not False or resource.flag("importCustomRoutes") is not False):
        graph.unreadable(resource.resource.urn, "changes which routes a peering exchanges, which is not followed")


@reads(SPOKE)
def spoke(resource: ResourceView, graph: GraphBuilder) -> None:
    """A spoke; VPC spokes are joined by `spokes`. What a hybrid spoke announces nobody can see."""
    hub = refer(graph, resource, "hub", HUB)
    for prop in (
        "linkedVpnTunnels",
        "linkedInterconnectAttachments",
        "linkedRouterApplianceInstances",
        "linkedProducerVpcNetwork",
        "gateway",
    ):
        if resource.value(prop) is not None:
            graph.unreadable(resource.resource.urn, f"joins a hub by {prop}: what is announced over it is not known")
    if hub.targets or resource.value("linkedVpcNetwork") is None:
        return
    urn, project = resource.resource.urn, parse(hub.literal).project if hub.literal else None
    if project is None or project in graph.own_projects:
        graph.unreadable(urn, f"joins a hub that no resource of the stack is ({hub.literal or 'unknown'})")
        return
    # Who has the hub says which other networks are spokes of it.
    here = network_of(graph, resource, "linkedVpcNetwork.uri")
    graph.add(GatewayFact(urn, GatewayKind.PEERING, networks=(here,), far=graph.gcp_project(project), certain=here.certain))
    for network in here.targets:
        own = space_of(graph, network)
        where = Destination(PRIVATE - own if own is not None else None, text="other spokes of the hub")
        for part in parts_of(graph, network):
            graph.add(RouteFact(Reference.to(f"{part.key}{ROUTES_OF}"), where, Reference.to(urn), Because(urn, "hub"), 0))


@joins
def spokes(graph: GraphBuilder) -> None:
    """Every two VPC spokes of one hub reach each other's subnets, but for excluded ranges; in a star, edges reach the center alone."""
    found = []
    for resource in graph.stack.of_type(SPOKE):
        view = graph.view(resource.urn)
        if view.value("linkedVpcNetwork") is not None:
            found.append((view, refer(graph, view, "hub", HUB), network_of(graph, view, "linkedVpcNetwork.uri")))
    for one, hub, here in found:
        for other, far_hub, there in found:
            if one.resource.urn == other.resource.urn or not set(hub.targets) & set(far_hub.targets) or _apart(one, other):
                continue
            key = f"{one.resource.urn}#{other.resource.name}"
            because = Because(one.resource.urn, "linkedVpcNetwork")
            certain = all(reference.certain for reference in (hub, far_hub, here, there))
            graph.add(GatewayFact(key, GatewayKind.PEERING, networks=(here, there), certain=certain))
            for network in there.targets:
                space = _exported(graph, other, space_of(graph, network))
                where = Destination(space, text=f"subnets of {_name(graph, network)}")
                for part in (part for urn in here.targets for part in parts_of(graph, urn)):
                    graph.add(RouteFact(Reference.to(f"{part.key}{ROUTES_OF}"), where, Reference.to(key), because, 0))


def _apart(one: ResourceView, other: ResourceView) -> bool:
    groups = [text_of(view, "group").rpartition("/")[2] for view in (one, other)]
    return groups == ["edge", "edge"]


def _exported(graph: GraphBuilder, view: ResourceView, space: AddressSet | None) -> AddressSet | None:
    excluded = view.value("linkedVpcNetwork.excludeExportRanges")
    if space is None or not isinstance(excluded, (list, tuple)):
        return space
    known = addresses(excluded)
    return space - known if known is not None else space
