"""One table for each subnet, `<subnet>#routes`: user-defined routes, what gateways announce, peerings, and the system's default.

Among routes of one prefix the user's win, then what is announced, then the system's own. The system's default leads to the internet only
where something gives the subnet a public address to send from (`outbound`).

Source: Azure documentation, "Virtual network traffic routing" ("How Azure selects a route", "System routes", "Custom routes").
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY_V4, ANY_V6, EMPTY, AddressSet
from posture.graph.builder import CIRCUIT, GraphBuilder
from posture.graph.facts import AssociationFact, Because, Destination, GatewayFact, RouteFact, TableFact
from posture.graph.kinds import GatewayKind
from posture.readers.azure.arm import parent_of
from posture.readers.azure.edges import SYSTEMS, drop_reserved, nat_of
from posture.readers.azure.layout import FIREWALL_SUBNET, Part, parts, space_of
from posture.readers.azure.manager import meshed_with
from posture.readers.azure.next_hops import hop_at
from posture.readers.azure.onward import gateways_in, onward
from posture.readers.azure.outbound import Outbound, outbound
from posture.readers.azure.peerings import is_joined, local_subnets, other_side, peerings_of, reachable
from posture.readers.azure.route_entries import Entry, entries_in, tables_of
from posture.readers.azure.tokens import ROUTE, ROUTE_TABLE
from posture.readers.azure.wan import routes_through_hub
from posture.readers.registry import joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

USERS: Final = 100
ANNOUNCED: Final = 500


def table_of(part: str) -> str:
    """Key of a subnet's table."""
    return f"{part}#routes"


@reads(ROUTE_TABLE)
def route_table(resource: ResourceView, graph: GraphBuilder) -> None:
    """A table is read with the subnets that use it. Here: only what can't be understood."""
    if is_unknown(resource.blocks("routes")):
        graph.unreadable(resource.resource.urn, "the routes written inside the table are unknown until the update")


@reads(ROUTE)
def route(resource: ResourceView, graph: GraphBuilder) -> None:
    """A route of its own, read with its table. Here: only what can't be placed."""
    table = parent_of(resource, graph, ROUTE_TABLE)
    if not table.targets:
        graph.unreadable(resource.resource.urn, f"a route of {table.literal or 'an unknown table'}, which no resource of the stack is")


@joins
def tables(graph: GraphBuilder) -> None:
    """The table of every subnet."""
    for part in parts(graph).values():
        _table(graph, part)


def _table(graph: GraphBuilder, part: Part) -> None:
    key = table_of(part.key)
    urn, prop = part.view.resource.urn, f"{part.base}routeTable"
    graph.add(TableFact(key, part.network, Because(urn, prop)))
    graph.add(AssociationFact(Reference.to(key), Reference.to(part.key), Because(urn, prop)))
    way = outbound(graph, part)
    named = part.refer(graph, "routeTable.id", ROUTE_TABLE)
    if not named.absent and not named.targets:
        graph.unreadable(part.key, f"its route table {named.literal or 'is unknown until the update: it'} is no resource of the stack")
        graph.add(RouteFact(Reference.to(key), Destination(text="routes out of sight"), Reference(certain=False), Because(urn, prop)))
    for table, certain in tables_of(graph, part):
        target = Reference((key,), certain=certain, prop=prop)
        for entry in entries_in(graph, table):
            _users(graph, part, entry, target, way)
        if is_unknown(graph.view(table).blocks("routes")):
            because = Because(table, "routes", "unknown")
            graph.add(RouteFact(target, Destination(text="unknown"), Reference(certain=False), because))
    if len(part.network.targets) == 1:
        _peered(graph, part, part.network.targets[0])
        _announced(graph, part, part.network.targets[0])
        routes_through_hub(graph, part, key)
    _default(graph, part, way)


def _users(graph: GraphBuilder, part: Part, entry: Entry, table: Reference, way: Outbound) -> None:
    because = Because(entry.view.resource.urn, entry.base.rstrip(".") or "nextHopType", entry.text)
    destination = Destination(entry.prefixes, service=entry.tag, text=entry.text or "unknown")
    table = table if entry.certain else Reference(table.targets, certain=False, prop=table.prop)
    if not entry.text:
        graph.unreadable(entry.view.resource.urn, f"{entry.base or 'the route: '}its prefix is unknown until the update")
    match entry.hop:
        case "none":
            graph.add(RouteFact(table, destination, Reference(), because, USERS, blackhole=True))
        case "internet":
            _to_internet(graph, part, RouteFact(table, destination, Reference(), because, USERS, internet=True), way, explicit=True)
        case "vnetlocal":
            network = part.network.targets[0] if part.network.targets else None
            own = space_of(graph, network) if network is not None else None
            outside = entry.prefixes - own if entry.prefixes is not None and own is not None else None
            if outside:
                graph.add(RouteFact(table, Destination(outside, text=entry.text), Reference(), because, USERS, blackhole=True))
        case "virtualappliance":
            via = hop_at(graph, part, entry)
            graph.add(RouteFact(table, destination, via, because, USERS))
        case "virtualnetworkgateway":
            graph.add(RouteFact(table, destination, _gateways(graph, part), because, USERS))
        case _:
            graph.unreadable(entry.view.resource.urn, f"{entry.base or 'the route: '}its next hop is unknown until the update")
            graph.add(RouteFact(table, destination, Reference(certain=False, prop="nextHopType"), because, USERS))


def _gateways(graph: GraphBuilder, part: Part) -> Reference:
    """A network has one VPN gateway, its own or a peer's."""
    found: list[str] = []
    for network in part.network.targets:
        found.extend(gateways_in(graph, network))
        for side in peerings_of(graph, network):
            if side.borrows_gateway is not False:
                found.extend(gateway for remote in side.remote.targets for gateway in gateways_in(graph, remote))
    if found:
        return Reference(tuple(dict.fromkeys(found)), certain=len(set(found)) == 1, prop="nextHopType")
    return replace(graph.somewhere(CIRCUIT, f"virtual network gateway of {part.name}"), prop="nextHopType")


def _peered(graph: GraphBuilder, part: Part, network: str) -> None:
    table = Reference((table_of(part.key),), certain=part.network.certain)
    for side in peerings_of(graph, network):
        names = local_subnets(side)
        if is_joined(graph, side) is False or (names is not None and part.name not in names):
            continue
        there = reachable(graph, side)
        if there is None and not side.remote.targets:
            # Which addresses are there, nobody here can say; that some are, is sure.
            destination = Destination(service="peered network", text="addresses of the peered network")
        else:
            destination = Destination(there, text=str(there) if there is not None else "addresses of the peered network")
        graph.add(RouteFact(table, destination, Reference.to(side.key), side.because, SYSTEMS))
    for other, mesh in meshed_with(graph, network).items():
        space = space_of(graph, other)
        text = str(space) if space is not None else "addresses of a meshed network"
        graph.add(RouteFact(table, Destination(space, text=text), Reference.to(mesh.key), mesh.because, SYSTEMS))


def _announced(graph: GraphBuilder, part: Part, network: str) -> None:
    """What gateways announce, unless every table that the subnet may use refuses it. It never takes the network's own or peered addresses."""
    used = tables_of(graph, part)
    refusing = [graph.view(table).flag("disableBgpRoutePropagation") for table, _ in used]
    if part.only_next_hops:
        refusing = []
    if used and refusing and all(flag is True for flag in refusing) and any(certain for _, certain in used):
        return
    sure = not refusing or all(flag in (None, False) for flag in refusing)
    kept = _never_announced(graph, network)
    table = Reference((table_of(part.key),), certain=part.network.certain and sure)
    for way in onward(graph, network):
        prefixes = way.prefixes - kept if way.prefixes is not None else None
        if prefixes is not None and not prefixes:
            continue
        text = f"{prefixes} (announced)" if prefixes is not None else "whatever is announced"
        one = table if way.certain or prefixes is None else replace(table, certain=False)
        besides = kept if prefixes is None else None
        graph.add(RouteFact(one, Destination(prefixes, text=text, besides=besides), Reference.to(way.key), way.because, ANNOUNCED))


def _never_announced(graph: GraphBuilder, network: str) -> AddressSet:
    found = space_of(graph, network) or EMPTY
    for side in peerings_of(graph, network):
        if is_joined(graph, side) is True and other_side(graph, side) is not None:
            found = found | (reachable(graph, side) or EMPTY)
    return found


def _default(graph: GraphBuilder, part: Part, way: Outbound) -> None:
    if part.name == FIREWALL_SUBNET and not tables_of(graph, part):
        drop_reserved(graph, table_of(part.key), way.because)
    if way.open is False:
        return
    table = Reference.to(table_of(part.key))
    for addresses, text in _families(graph, part, way):
        base = RouteFact(table, Destination(addresses, text=text), Reference(), way.because, SYSTEMS, internet=True)
        _to_internet(graph, part, base, way, explicit=False)


def _families(graph: GraphBuilder, part: Part, way: Outbound) -> Iterator[tuple[AddressSet, str]]:
    """IPv4, and IPv6 where the network has it and something public of its own: default outbound access is IPv4 alone."""
    yield ANY_V4, "0.0.0.0/0"
    spaces = [space_of(graph, network) for network in part.network.targets]
    if not way.by_default and any(space is None or space.v6 for space in spaces):
        yield ANY_V6, "::/0"


def _to_internet(graph: GraphBuilder, part: Part, fact: RouteFact, way: Outbound, *, explicit: bool) -> None:
    """Through the subnet's NAT gateway, by a public address, or by default outbound access.

    A route to the internet that a user wrote leads nowhere without one of these; today. Whoever gets a public address there has the road,
    so it is said as uncertain.
    """
    if way.nat is not None and way.open is True:
        graph.add(
            replace(fact, internet=False, via=Reference.to(nat_of(graph, part, way.nat)), because=fact.because if explicit else way.because)
        )
    elif way.open is True:
        graph.add(fact)
    else:
        edge = f"{part.key}#internet"
        graph.add(GatewayFact(edge, GatewayKind.INTERNET, networks=(part.network,), certain=False))
        graph.add(replace(fact, internet=False, via=Reference.to(edge)))
