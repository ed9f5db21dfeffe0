"""Virtual network gateways: VPN connections, ExpressRoute circuits, other networks; who may use them, and what they announce.

A gateway's connections are next hops of their own: each leads to one far side, and to the prefixes that its local gateway declares. A
connection by BGP, and every circuit, announces what only its far side knows.

Sources: Azure documentation, "VPN Gateway configuration settings", "About BGP and VPN Gateway", "ExpressRoute virtual network gateways",
"Configure VPN gateway transit for virtual network peering", "About point-to-site VPN".
"""

from collections.abc import Iterator
from dataclasses import replace

from posture.graph.addresses import AddressSet
from posture.graph.builder import CIRCUIT, GraphBuilder
from posture.graph.facts import Because, GatewayFact
from posture.graph.kinds import EdgeKind, GatewayKind, Outside
from posture.readers.azure.arm import out_of_sight, parse_arm_id, refer
from posture.readers.azure.layout import addresses, network_of, space_of
from posture.readers.azure.peerings import other_side, peerings_of
from posture.readers.azure.tokens import CIRCUIT as CIRCUITS
from posture.readers.azure.tokens import CONNECTION, LOCAL_GATEWAY, NETWORK, SUBNETS, VIRTUAL_GATEWAY
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView


@record
class Way:
    """A connection as those see it whose network has (or borrows) the gateway."""

    key: str
    prefixes: AddressSet | None
    """What it announces; None: whatever the far side says."""
    certain: bool
    because: Because


def gateways_in(graph: GraphBuilder, network: str) -> tuple[str, ...]:
    """Virtual network gateways that stand in a network."""

    def index() -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for resource in graph.stack.of_type(VIRTUAL_GATEWAY):
            for urn in _home(graph, graph.view(resource.urn)).targets:
                found.setdefault(urn, []).append(resource.urn)
        return found

    return tuple(graph.once("azure gateways of networks", index).get(network, ()))


def _home(graph: GraphBuilder, view: ResourceView) -> Reference:
    blocks = view.blocks("ipConfigurations")
    for block in [] if is_unknown(blocks) else blocks:
        found = refer(graph, view, f"{block}.subnet.id", *SUBNETS)
        if not found.absent:
            return network_of(graph, found)
    return Reference(certain=False, prop="ipConfigurations")


def _connections(graph: GraphBuilder, gateway: str) -> Iterator[tuple[ResourceView, str, bool]]:
    """Connections that end at a gateway, the property that says so, and whether surely."""
    for resource in graph.stack.of_type(CONNECTION):
        view = graph.view(resource.urn)
        for prop in ("virtualNetworkGateway1", "virtualNetworkGateway2"):
            end = refer(graph, view, f"{prop}.id", VIRTUAL_GATEWAY)
            if gateway in end.targets:
                yield view, prop, end.certain


def ways_of(graph: GraphBuilder, gateway: str) -> tuple[Way, ...]:
    """What a gateway leads to."""
    known = graph.once("azure ways of gateways", dict[str, tuple[Way, ...]])
    if gateway not in known:
        known[gateway] = tuple(_ways(graph, gateway))
    return known[gateway]


def _ways(graph: GraphBuilder, gateway: str) -> Iterator[Way]:
    for view, prop, certain in _connections(graph, gateway):
        urn = view.resource.urn
        kind = _kind(view)
        if kind == "vnet2vnet":
            far = refer(graph, view, f"{'virtualNetworkGateway1' if prop.endswith('2') else 'virtualNetworkGateway2'}.id", VIRTUAL_GATEWAY)
            home = _home(graph, graph.view(far.targets[0])) if far.targets else Reference(certain=False)
            space = space_of(graph, home.targets[0]) if len(home.targets) == 1 else None
            yield Way(urn, space, certain, Because(urn, prop, "another network"))
        elif kind == "ipsec":
            local = refer(graph, view, "localNetworkGateway2.id", LOCAL_GATEWAY)
            prefixes = _declared(graph, local) if view.flag("enableBgp") in (None, False) else None
            yield Way(urn, prefixes, certain and prefixes is not None, Because(urn, "localNetworkGateway2", "VPN"))
        else:
            yield Way(urn, None, False, Because(urn, "peer", "circuit" if kind == "expressroute" else "unknown"))
    clients = graph.view(gateway)
    if out_of_sight(graph, clients):
        yield Way(gateway, None, False, Because(gateway, "id", "connections of an adopted gateway are out of sight"))
    pool, complete = addresses(graph, clients, "vpnClientConfiguration.vpnClientAddressPool.addressPrefixes")
    if clients.value("vpnClientConfiguration") is not None:
        yield Way(
            f"{gateway}#clients", pool if complete and pool else None, complete, Because(gateway, "vpnClientConfiguration", "point to site")
        )


def _kind(view: ResourceView) -> str:
    kind = view.text("connectionType")
    return kind.lower() if isinstance(kind, str) else ""


def _declared(graph: GraphBuilder, local: Reference) -> AddressSet | None:
    if len(local.targets) != 1:
        return None
    view = graph.view(local.targets[0])
    found, complete = addresses(graph, view, "localNetworkAddressSpace.addressPrefixes")
    return found if complete and found and view.value("bgpSettings") is None else None


def onward(graph: GraphBuilder, network: str) -> tuple[Way, ...]:
    """Ways of a network's own gateways, and of those that a peer lends it."""
    known = graph.once("azure ways onward", dict[str, tuple[Way, ...]])
    if network not in known:
        known[network] = tuple(_onward(graph, network))
    return known[network]


def _onward(graph: GraphBuilder, network: str) -> Iterator[Way]:
    for gateway in gateways_in(graph, network):
        yield from ways_of(graph, gateway)
    for side in peerings_of(graph, network):
        if side.borrows_gateway is False:
            continue
        other = other_side(graph, side)
        if other is not None and other.lends_gateway is False:
            continue
        sure = side.borrows_gateway is True and side.remote.certain and (other is None or other.lends_gateway is True)
        if not side.remote.targets:
            yield Way(f"{side.key}#remote-gateway", None, False, replace(side.because, text="gateway of the peered network"))
        for remote in side.remote.targets:
            for gateway in gateways_in(graph, remote):
                yield from (replace(way, certain=way.certain and sure) for way in ways_of(graph, gateway))


def far_end(graph: GraphBuilder, view: ResourceView) -> Reference:
    """Who is at the other end of a connection: the device of its local gateway, the circuit, else the connection by its name."""
    local = refer(graph, view, "localNetworkGateway2.id", LOCAL_GATEWAY)
    for urn in local.targets:
        device = graph.view(urn)
        for prop in ("gatewayIpAddress", "fqdn"):
            found = device.text(prop)
            if isinstance(found, str):
                return graph.somewhere(CIRCUIT, found)
        return graph.somewhere(CIRCUIT, device.resource.name)
    circuit = refer(graph, view, "peer.id", CIRCUITS)
    for urn in circuit.targets:
        return graph.somewhere(CIRCUIT, graph.stack.by_urn[urn].name)
    literal = local.literal or circuit.literal
    stranger = parse_arm_id(literal)
    if literal is not None and stranger is not None and stranger.subscription is not None:
        whose = graph.azure_subscription(stranger.subscription)
        if graph.externals[whose.literal or ""].outside is Outside.FOREIGN:
            return whose
    return graph.somewhere(CIRCUIT, literal or view.resource.name)


@reads(VIRTUAL_GATEWAY)
def virtual_network_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """A gateway as the next hop of user-defined routes: beyond it is whoever its connections lead to.

    People's machines come in from the internet, whoever they are, unless the reviewer asserts the gateway.
    Source: Azure VPN Gateway, "About point-to-site VPN" ("from a remote location, such as from home or a conference").
    """
    urn = resource.resource.urn
    home = _home(graph, resource)
    if not home.targets:
        graph.unreadable(urn, f"stands in {home.literal or 'an unknown network'}, which no resource of the stack is")
    ends = [far_end(graph, view) for view, _, _ in _connections(graph, urn) if _kind(view) != "vnet2vnet"]
    far = _worst(graph, ends) or graph.somewhere(CIRCUIT, resource.resource.name)
    graph.add(GatewayFact(urn, GatewayKind.PRIVATE_CIRCUIT, networks=(home,), far=far))
    if resource.value("vpnClientConfiguration") is not None:
        name = resource.resource.name
        asserted = any(entry.literal == name for entry in graph.approved.asserted)
        people = graph.somewhere("people", name) if asserted else graph.internet()
        graph.add(GatewayFact(f"{urn}#clients", GatewayKind.PRIVATE_CIRCUIT, networks=(home,), far=people))
        because = Because(urn, "vpnClientConfiguration", "point to site")
        graph.edge(people, home, EdgeKind.ROUTE, because, certain=home.certain and bool(home.targets))


def _worst(graph: GraphBuilder, ends: list[Reference]) -> Reference | None:
    order = {Outside.FOREIGN: 0, Outside.UNKNOWN: 1}
    ranked = sorted(ends, key=lambda end: order.get(graph.externals[end.literal or ""].outside, 2))
    return ranked[0] if ranked else None


@reads(CONNECTION)
def connection(resource: ResourceView, graph: GraphBuilder) -> None:
    """A connection as a next hop."""
    urn, kind = resource.resource.urn, _kind(resource)
    if kind not in ("vnet2vnet", "ipsec", "expressroute", "vpnclient"):
        graph.unreadable(urn, "the kind of the connection is unknown until the update")
    ends = [refer(graph, resource, f"{prop}.id", VIRTUAL_GATEWAY) for prop in ("virtualNetworkGateway1", "virtualNetworkGateway2")]
    homes = tuple(_home(graph, graph.view(one)) for end in ends for one in end.targets)
    if not homes:
        graph.unreadable(urn, "its gateway is no resource of the stack")
    if kind != "vnet2vnet":
        graph.add(GatewayFact(urn, GatewayKind.PRIVATE_CIRCUIT, networks=homes, far=far_end(graph, resource)))
        return
    far = next((end.literal for end in ends if not end.targets and end.literal is not None), None)
    stranger = parse_arm_id(far)
    outside = Reference()
    if stranger is not None and stranger.subscription is not None and stranger.subscription not in graph.own_subscriptions:
        outside = graph.azure_subscription(stranger.subscription)
    elif len(homes) < 2:
        outside = graph.somewhere("network", far or resource.resource.name)
    graph.add(GatewayFact(urn, GatewayKind.PEERING, networks=homes, far=outside))


@joins
def borrowed_gateways(graph: GraphBuilder) -> None:
    """Gateways of networks out of sight, as those see them who borrow them."""
    for fact in [side for network in _networks(graph) for side in peerings_of(graph, network)]:
        if not fact.remote.targets and fact.borrows_gateway is not False:
            beyond = graph.somewhere(CIRCUIT, f"gateway beyond {fact.view.resource.name}")
            graph.add(GatewayFact(f"{fact.key}#remote-gateway", GatewayKind.PRIVATE_CIRCUIT, networks=(fact.network,), far=beyond))


def _networks(graph: GraphBuilder) -> Iterator[str]:
    yield from (resource.urn for resource in graph.stack.of_type(NETWORK))
