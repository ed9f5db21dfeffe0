"""Routes of a network as each of its subnets has them: by prefix, then priority; those with tags for who carries the tag.

A tag is a workload's to carry, and any workload may come to stand in a subnet: so each tag is a table of its own beside the untagged one.
Routes to the default internet gateway also lead to Google's APIs, which is no road to the internet (`google_access`).

Sources: Google Cloud documentation, "Routes" (system-generated default route, priority, next hops, applicability by network tag), "VPC networks"
(default routes of a new network), "Configure Private Google Access" (next hop default internet gateway).
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY_V4, ANY_V6, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import AssociationFact, Because, Destination, EndpointFact, RouteFact, SubnetFact, TableFact
from posture.graph.topology import ROUTES_OF
from posture.readers.gcp.firewall_order import opens
from posture.readers.gcp.firewalls import exit_by_name, rules_at
from posture.readers.gcp.layout import Part, default_networks, network_of, parts, parts_of
from posture.readers.gcp.machines import at_address, has_public
from posture.readers.gcp.names import refer
from posture.readers.gcp.next_hops import handed_on, policy_tables
from posture.readers.gcp.tokens import FORWARDING_RULE, INSTANCE, NETWORK, ROUTE, VPN_TUNNEL
from posture.readers.gcp.vips import RANGES, VIPS, access_key
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import ABSENT, Reference
from posture.values import is_unknown
from posture.view import ResourceView

_LAST: Final = 65_535


@record
class Way:
    """A route of a network."""

    destination: AddressSet | None
    text: str
    because: Because
    via: Reference = ABSENT
    internet: bool = False
    priority: int = 1_000
    tags: tuple[str, ...] = ()


def ways(graph: GraphBuilder, network: str) -> tuple[Way, ...]:
    """Static and system-generated routes of one network, but for those within it."""
    known = graph.once("gcp ways", dict[str, tuple[Way, ...]])
    if network not in known:
        known[network] = tuple(_ways(graph, network))
    return known[network]


def _ways(graph: GraphBuilder, network: str) -> Iterator[Way]:
    if network in default_networks(graph):
        yield Way(ANY_V4, "0.0.0.0/0", Because(network, "", "the default network has a default route"), internet=True)
    elif network in graph.stack.by_urn and not graph.stack.by_urn[network].external:
        deleted = graph.view(network).flag("deleteDefaultRoutesOnCreate")
        if deleted is not True and not is_unknown(deleted):
            yield Way(ANY_V4, "0.0.0.0/0", Because(network, "deleteDefaultRoutesOnCreate", "not deleted"), internet=True)
        if any(part.external_v6 for part in parts_of(graph, network)):
            yield Way(ANY_V6, "::/0", Because(network, "ipv6AccessType", "EXTERNAL"), internet=True)
    for resource in graph.stack.of_type(ROUTE):
        view = graph.view(resource.urn)
        where = network_of(graph, view)
        if network in where.targets:
            yield from _route(graph, view, certain=where.certain)


def _route(graph: GraphBuilder, view: ResourceView, *, certain: bool) -> Iterator[Way]:
    urn = view.resource.urn
    text = view.text("destRange")
    try:
        destination = AddressSet.parse(text) if isinstance(text, str) else None
    except ValueError:
        destination = None
    priority = view.number("priority")
    tags = view.texts("tags")
    way = Way(
        destination,
        text if isinstance(text, str) else "an unknown destination",
        Because(urn, "destRange"),
        priority=priority if isinstance(priority, int) else 1_000,
        tags=("unknown tag",) if is_unknown(tags) else tuple(sorted(tag for tag in tags if isinstance(tag, str))),
    )
    gateway = view.value("nextHopGateway")
    if isinstance(gateway, str) and gateway:
        if gateway.rpartition("/")[2] == "default-internet-gateway":
            yield replace(way, internet=True)
        else:
            yield replace(way, via=Reference(literal=gateway, prop="nextHopGateway"))
        return
    via = _next_hop(graph, view)
    yield replace(way, via=via if certain else Reference(via.targets, via.literal, False, via.prop))


def _next_hop(graph: GraphBuilder, view: ResourceView) -> Reference:
    for prop, kind in (("nextHopInstance", INSTANCE), ("nextHopVpnTunnel", VPN_TUNNEL), ("nextHopIlb", FORWARDING_RULE)):
        value = view.value(prop)
        if prop == "nextHopIlb" and isinstance(value, str) and "/" not in value and value[:1].isdigit():
            return handed_on(graph, at_address(graph, value))
        if value is not None and value != "":
            return handed_on(graph, refer(graph, view, prop, kind))
    address = view.text("nextHopIp")
    if isinstance(address, str):
        return handed_on(graph, at_address(graph, address))
    return Reference(certain=False, prop="nextHopIp")


@reads(ROUTE)
def route(resource: ResourceView, graph: GraphBuilder) -> None:
    """A route, read with its network. Here: only what can't be placed."""
    where = network_of(graph, resource)
    if not where.targets:
        graph.unreadable(resource.resource.urn, f"a route of {where.literal or 'an unknown network'}, which no resource of the stack is")


def roads_to_apis(graph: GraphBuilder, network: str) -> list[str]:
    """Domains of Google's APIs to which a subnet of the network has a route."""
    return graph.once(f"gcp roads to apis of {network}", list[str])


@joins
def tables(graph: GraphBuilder) -> None:
    """A table for each subnet, and one more for each tag that a route of its network has."""
    for resource in graph.stack.of_type(NETWORK):
        if is_unknown(graph.view(resource.urn).flag("deleteDefaultRoutesOnCreate")):
            graph.unreadable(resource.urn, "whether its default route is deleted is unknown until the update")
    for part in parts(graph).values():
        if not part.only_google:
            _tables_of(graph, part)
    for network in default_networks(graph):
        key = f"{network}#auto"
        for found in ways(graph, network):
            graph.add(RouteFact(Reference.to(f"{key}{ROUTES_OF}"), Destination(found.destination, text=found.text), Reference(), found.because,
                                internet=True))  # fmt: skip
        graph.add(TableFact(f"{key}{ROUTES_OF}", Reference.to(network)))
        graph.add(AssociationFact(Reference.to(f"{key}{ROUTES_OF}"), Reference.to(key), Because(network, "", "default network")))


def _tables_of(graph: GraphBuilder, part: Part) -> None:
    policy_tables(graph, part)
    found = [way for urn in part.network.targets for way in ways(graph, urn)]
    because = Because(part.view.resource.urn if part.view is not None else part.key, "network")
    for tags in sorted({(), *(way.tags for way in found)}):
        table = f"{part.key}{f' ({tags[0]})' if tags else ''}{ROUTES_OF}"
        own = list(_in_turn(way for way in found if not way.tags or set(way.tags) & set(tags)))
        graph.add(TableFact(table, part.network, because))
        graph.add(AssociationFact(Reference.to(table), Reference.to(part.key), because))
        for way in own:
            _say(graph, part, table, way)
        for urn in part.network.targets:
            _google(graph, part, urn, table, own)
            if urn in graph.stack.by_urn and graph.stack.by_urn[urn].external:
                out = Because(urn, "", "routes out of sight")
                graph.add(RouteFact(Reference.to(table), Destination(text="routes out of sight"), Reference(certain=False), out))


def _in_turn(ways: Iterable[Way]) -> Iterator[Way]:
    """Ways of a table. One behind machines or tunnels alone has their priority: a next hop that does not run is passed over.

    Source: Google Cloud documentation, "Static routes" (behavior when instances are stopped or deleted).
    """
    given = tuple(ways)
    for way in given:
        ahead = [other for other in given if other.destination == way.destination and other.priority < way.priority]
        passes = bool(ahead) and way.destination is not None and not any(other.internet for other in ahead)
        yield replace(way, priority=min(other.priority for other in ahead)) if passes else way


def _say(graph: GraphBuilder, part: Part, table: str, way: Way) -> None:
    destination = way.destination
    if way.internet and destination is not None and VIPS.contains(destination):
        return
    by_name = _exit(graph, part) if way.internet else None
    via, internet = (by_name, False) if by_name is not None else (way.via, way.internet)
    where = Destination(destination, text=way.text)
    graph.add(RouteFact(Reference.to(table), where, via, way.because, way.priority, internet=internet))


def _exit(graph: GraphBuilder, part: Part) -> Reference | None:
    """The firewall that names where to, once for each subnet, with the road behind it."""
    made = graph.once("gcp exits by name", dict[str, Reference | None])
    if part.key not in made:
        found = [exit_by_name(graph, part, network) for network in part.network.targets]
        made[part.key] = found[0] if len(found) == 1 else None
        if (key := made[part.key]) is not None:
            behind, network = f"{key.targets[0]}-exit", part.network
            because = Because(network.targets[0], "", "past the firewall")
            graph.add(SubnetFact(behind, network, EMPTY))
            graph.add(TableFact(f"{behind}{ROUTES_OF}", network, because))
            graph.add(AssociationFact(Reference.to(f"{behind}{ROUTES_OF}"), Reference.to(behind), because))
            for text, addresses in (("0.0.0.0/0", ANY_V4), ("::/0", ANY_V6)):
                where = Destination(addresses, text=text)
                graph.add(RouteFact(Reference.to(f"{behind}{ROUTES_OF}"), where, Reference(), because, internet=True))
    return made[part.key]


def _google(graph: GraphBuilder, part: Part, network: str, table: str, own: list[Way]) -> None:
    """Google's APIs, where a route to the default internet gateway covers their addresses, and the subnet may use them."""
    access = part.google_access
    public = has_public(graph, part.key)
    for domain, addresses in RANGES.items():
        covering = [way for way in own if way.internet and way.destination is not None and way.destination.overlaps(addresses)]
        if not covering:
            continue
        part_of = addresses & covering[0].destination if len(covering) == 1 and covering[0].destination is not None else addresses
        blocked = access is False and not public
        via = Reference((access_key(network, domain),), certain=access is True or public)
        because = next((way.because for way in covering if VIPS.contains(way.destination or ANY_V4)), covering[0].because)
        graph.add(RouteFact(Reference.to(table), Destination(part_of, text=domain), via, because, _LAST, blackhole=blocked))
        if not blocked and opens(rules_at(graph, network, part), part_of) and domain not in roads_to_apis(graph, network):
            roads_to_apis(graph, network).append(domain)
            graph.add(
                EndpointFact(access_key(network, domain), Reference.to(network), "googleapis", because=Because(network, domain, domain))
            )
