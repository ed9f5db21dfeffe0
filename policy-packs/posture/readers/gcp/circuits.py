"""Roads to outside networks: VPN tunnels, Interconnect attachments, and what their routers learn.

A router learns whatever the other side announces, and nobody here can see what, unless its sessions drop all but named prefixes (`sessions`).
Peers that the plan declares are told by their addresses.
A tunnel between two networks of the stack joins them.

Sources: Google Cloud documentation, "Cloud VPN overview" (HA VPN between VPC networks), "Cloud Router overview" (learned and advertised
routes), "VLAN attachments" (Cloud Interconnect), "Router appliance overview".
"""

from posture.graph.builder import CIRCUIT, GraphBuilder
from posture.graph.facts import Because, GatewayFact, PropagationFact
from posture.graph.kinds import GatewayKind
from posture.graph.topology import ROUTES_OF
from posture.readers.gcp.layout import network_of, parts_of
from posture.readers.gcp.names import given, refer
from posture.readers.gcp.sessions import believed
from posture.readers.gcp.tokens import EXTERNAL_VPN, HA_VPN, INTERCONNECT, ROUTER, ROUTER_PEER, VPN_GATEWAY, VPN_TUNNEL
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.view import Path, ResourceView


def _by(graph: GraphBuilder, view: ResourceView, *steps: tuple[Path, str]) -> Reference:
    """The network of the first of the resources that a property names."""
    for prop, kind in steps:
        for urn in refer(graph, view, prop, kind).targets:
            return network_of(graph, graph.view(urn))
    return Reference(certain=False)


@reads(VPN_TUNNEL)
def tunnel(resource: ResourceView, graph: GraphBuilder) -> None:
    """A tunnel: to a gateway of another network, or to somebody outside."""
    here = _by(graph, resource, ("vpnGateway", HA_VPN), ("targetVpnGateway", VPN_GATEWAY), ("router", ROUTER))
    peer = refer(graph, resource, "peerGcpGateway", HA_VPN)
    far = _by(graph, resource, ("peerGcpGateway", HA_VPN)) if peer.targets else _outside(graph, resource, peer)
    _circuit(graph, resource, here, far, learns=resource.value("router") is not None)


def _outside(graph: GraphBuilder, view: ResourceView, peer: Reference) -> Reference:
    if peer.literal is not None:
        return graph.somewhere(CIRCUIT, peer.literal)
    for prop in ("peerIp", "peerExternalGateway"):
        value = view.value(prop)
        if isinstance(value, str) and value:
            found = refer(graph, view, prop, EXTERNAL_VPN)
            return graph.somewhere(CIRCUIT, graph.stack.by_urn[found.targets[0]].name if found.targets else value)
    return graph.somewhere(CIRCUIT, view.resource.name)


@reads(INTERCONNECT)
def attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """A VLAN attachment, by its router's network."""
    _circuit(graph, resource, _by(graph, resource, ("router", ROUTER)), graph.somewhere(CIRCUIT, resource.resource.name), learns=True)


def _circuit(graph: GraphBuilder, view: ResourceView, here: Reference, far: Reference, *, learns: bool) -> None:
    urn = view.resource.urn
    announces = believed(graph, urn) if learns else None
    graph.add(GatewayFact(urn, GatewayKind.PRIVATE_CIRCUIT, networks=(here,) if here.targets else (), far=far, announces=announces))
    if not here.targets:
        graph.unreadable(urn, "a circuit of a network that no resource of the stack is")
    if learns:
        graph.once("gcp circuits that learn", list[tuple[str, Reference]]).append((urn, here))


@joins
def learned(graph: GraphBuilder) -> None:
    """What a circuit announces, in the tables of every subnet of its network."""
    for urn, here in graph.once("gcp circuits that learn", list[tuple[str, Reference]]):
        for part in (part for network in here.targets for part in parts_of(graph, network)):
            because = Because(urn, "router", "learned routes")
            graph.add(PropagationFact(Reference.to(f"{part.key}{ROUTES_OF}"), Reference.to(urn), because))


@reads(ROUTER_PEER)
def router_peer(resource: ResourceView, graph: GraphBuilder) -> None:
    """A BGP session: with a circuit's other end, which is read there, or with a machine of ours that announces what it likes."""
    if given(resource, "routerApplianceInstance"):
        graph.unreadable(resource.resource.urn, "a router appliance announces routes that nobody here can see")
