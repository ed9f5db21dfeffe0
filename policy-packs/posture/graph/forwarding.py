"""The forwarding walk: where packets from a subnet arrive, table by table and gateway by gateway.

Sources: Amazon VPC User Guide, "Route priority", "Middlebox routing", "NAT gateways", "Egress-only internet gateways"; Amazon VPC
Peering Guide, "VPC peering limitations" (no transitive routing, no edge to edge routing); AWS Transit Gateway Guide, "How transit
gateways work"; Azure documentation, "Virtual network traffic routing"; Google Cloud documentation, "Routes" (applicability and order).
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from posture.graph.addresses import ANY, ANY_V4, ANY_V6, EMPTY, AddressSet
from posture.graph.barriers import Barrier, Shut, outward
from posture.graph.builder import CIRCUIT
from posture.graph.facts import GatewayFact
from posture.graph.graph import Hop, Inspector
from posture.graph.kinds import GatewayKind
from posture.graph.packets import PUBLIC, Packets, asked
from posture.graph.topology import Attachment, Choice, Route, Subnet, Table, Topology, choices
from posture.graph.trail import Arrival, Trail
from posture.reference import Reference

_NAT64: Final = AddressSet.parse("64:ff9b::/96")
_LEAST: Final = 500
_EACH: Final = 4
"""For the packets of one subnet so many tables are asked at most: so many in all, or so many times each of the stack's, whichever is more.

An estate of sixty networks at one hub asks each table once or twice; ways multiply only where references may mean several things.
"""
_STANDS: Final = frozenset({GatewayKind.NAT, GatewayKind.FIREWALL, GatewayKind.APPLIANCE})


class _TooManyWaysError(Exception):
    """More tables are to be asked for the packets of one subnet than are."""


class Forwarding:
    """Walks; remembers those of subnets that use the same tables. `most`: so many tables are asked for the packets of one subnet."""

    def __init__(self, topology: Topology, internet: str, most: int | None = None) -> None:
        self._top = topology
        self._internet = internet
        self._known: dict[tuple[str, tuple[Choice, ...], tuple[Barrier, ...]], tuple[Arrival, ...]] = {}
        self._most = most if most is not None else max(_LEAST, _EACH * len(topology.tables))
        self._asked = 0

    def from_subnet(self, subnet: Subnet) -> tuple[Arrival, ...]:
        """Everywhere that packets from the subnet arrive."""
        met = self._met(subnet.network, subnet.key)
        key = (subnet.network, subnet.tables, met)
        if key not in self._known:
            trail = Trail(network=subnet.network, barriers=met)
            self._asked = 0
            found: list[Arrival] = []
            try:
                for table in subnet.tables:
                    for arrival in self._table(table, Packets(ANY, ANY), trail):
                        found.append(arrival)  # what comes before the end of it counts
            except _TooManyWaysError:
                found = [*self._for_certain(found), *self._anywhere(subnet, trail)]
            self._known[key] = tuple(found)
        return self._known[key]

    def _for_certain(self, found: list[Arrival]) -> Iterator[Arrival]:
        """What the rest does not say already: what is certain, and once each what is neither a network nor the internet."""
        said = {self._internet, *self._top.networks}
        for arrival in found:
            if arrival.packets.must:
                yield arrival
            elif arrival.target not in said:
                said.add(arrival.target)
                yield arrival

    def _anywhere(self, subnet: Subnet, trail: Trail) -> Iterator[Arrival]:
        """What was not followed may lead into every network, to the internet and beyond: nothing of it is certain, and nothing is held apart.

        Where every reference may mean several things (one estate exported several times into one file), the ways multiply at each hop.
        """
        packets = Packets(ANY, EMPTY)
        trail = replace(trail, hops=(Hop(f"more ways than are followed ({self._most} tables)", subnet.key),), cause=f"{subnet.key}#ways")
        for network in self._top.networks:
            yield Arrival(network, packets, trail, in_network=True)
        yield Arrival(self._internet, packets, trail)
        yield Arrival(f"beyond:{subnet.key}", packets, trail, unknown=f"whatever more ways from {self._top.name(subnet.key)} lead to")

    def _met(self, network: str, subnet: str = "") -> tuple[Barrier, ...]:
        return (self._top.barriers.of(network, subnet),) if self._top.barriers else ()

    def _table(self, choice: Choice, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        table = self._top.tables.get(choice.key)
        mark = f"{choice.key}@{trail.network}"
        if table is None or mark in trail.tables or not packets.may:
            return
        self._asked += 1
        if self._asked > self._most:
            raise _TooManyWaysError
        packets = packets.unsure(choice.certain)
        trail = replace(trail, tables=trail.tables | {mark})
        name = "main table" if choice.implicit else table.name
        for route, part in asked(table, packets, self._top.addresses_of(trail.network)):
            yield from self._route(table, name, route, part, trail)

    def _route(self, table: Table, name: str, route: Route, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        if route.local is not None:
            # A table's local route leads to the network of the subnet that asks; a table may wrongly be shared between networks.
            if route.local == trail.network:
                yield Arrival(route.local, packets, trail, in_network=True)
            return
        if route.blackhole:
            return
        trail = self._went(table, name, route, trail)
        if route.internet:
            yield from self._out(packets, trail)
            return
        targets = choices(route.via)
        if not targets:
            label = f"an unknown next hop of {name}"
            yield Arrival(f"next-hop:{table.key}:{route.text}", packets.unsure(), trail, unknown=label)
        for target in targets:
            yield from self._via(target, packets.unsure(target.certain), trail)

    def _went(self, table: Table, name: str, route: Route, trail: Trail) -> Trail:
        detail = bool(trail.gateways)
        hops = (Hop(name, table.key, detail=detail), Hop(route.text, route.because.urn, route.because.prop, detail))
        cause = trail.cause or f"{route.because.urn}#{route.because.prop}#{route.text}"
        return replace(trail, hops=(*trail.hops, *hops), because=trail.because or route.because, cause=cause)

    def _via(self, target: Choice, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        top = self._top
        if target.key in top.gateways:
            yield from self._gateway(top.gateways[target.key], packets, trail)
        elif target.key in top.endpoints:
            yield Arrival(target.key, packets, trail)
        elif target.key in top.attachments:
            yield from self._leave_hub(target, packets, trail)
        elif target.key in top.standing:
            # A machine that forwards (a NAT instance, a virtual appliance, a load balancer's endpoint).
            fact = GatewayFact(target.key, GatewayKind.APPLIANCE)
            yield from self._stand(fact, top.standing[target.key], packets, self._passed(fact, trail))
        else:
            label = top.name(target.key)
            yield Arrival(target.key, packets.unsure(), replace(trail, hops=(*trail.hops, Hop(label, target.key))), unknown=label)

    def _passed(self, gateway: GatewayFact, trail: Trail) -> Trail:
        # The last gateway before the internet needs no word of its own after a NAT or firewall.
        detail = gateway.kind in (GatewayKind.INTERNET, GatewayKind.EGRESS_ONLY) and bool(trail.gateways)
        hops = (
            Hop(self._top.name(gateway.urn), gateway.urn, detail=detail),
            *(Hop(self._top.name(u), u, detail=True) for u in gateway.ruled_by),
        )
        return replace(trail, hops=(*trail.hops, *hops), gateways=(*trail.gateways, gateway.kind))

    def _gateway(self, gateway: GatewayFact, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        trail = self._passed(gateway, trail)
        packets = packets.unsure(gateway.certain)
        match gateway.kind:
            case GatewayKind.INTERNET:
                # AWS refuses a route to a gateway that is not attached; it is said all the same, as uncertain.
                yield from self._out(packets.unsure(self._joins(gateway, trail.network)), trail)
            case GatewayKind.EGRESS_ONLY:
                yield from self._out(packets.only(ANY_V6).unsure(self._joins(gateway, trail.network)), trail, only_out=True)
            case GatewayKind.NAT:
                yield from self._translate(gateway, packets, trail)
            case GatewayKind.FIREWALL | GatewayKind.APPLIANCE:
                if gateway.kind is GatewayKind.FIREWALL:
                    seen = Inspector(gateway.urn, self._top.name(gateway.urn), gateway.inspects, gateway.certain)
                    packets = self._let_pass(gateway, packets, trail)
                    trail = replace(trail, inspectors=(*trail.inspectors, seen), answered=trail.answered or gateway.passes is not None)
                subnets = tuple(choice for reference in gateway.subnets for choice in choices(reference))
                yield from self._stand(gateway, subnets, packets, trail)
            case GatewayKind.PEERING:
                yield from self._peer(gateway, packets, trail)
            case GatewayKind.TRANSIT:
                yield from self._enter_hub(gateway, packets, trail)
            case GatewayKind.PRIVATE_CIRCUIT:
                yield from self._far(gateway.far, gateway.urn, packets, trail)
            case GatewayKind.ENDPOINT:
                yield Arrival(gateway.urn, packets, trail)
            case GatewayKind.BLACKHOLE:
                return

    def _let_pass(self, gateway: GatewayFact, packets: Packets, trail: Trail) -> Packets:
        """What a firewall's rules leave of packets to private addresses. Those to the internet are the inspector's matter."""
        if gateway.passes is None:
            return packets
        here = self._top.addresses_of(trail.network)
        fitting = [pair for pair in gateway.passes if here is None or pair[0].overlaps(here)]
        allowed = PUBLIC.union(*(destinations for _, destinations in fitting))
        # A rule for some of the network's addresses is sure for nobody who may stand elsewhere in it.
        sure = PUBLIC.union(*(destinations for sources, destinations in fitting if here is not None and sources.contains(here)))
        return Packets(packets.may & allowed, packets.must & sure)

    def _joins(self, gateway: GatewayFact, network: str) -> bool:
        return any(choice.certain and choice.key == network for reference in gateway.networks for choice in choices(reference))

    def _out(self, packets: Packets, trail: Trail, *, only_out: bool = False) -> Iterator[Arrival]:
        if trail.private_source:
            return
        if trail.barriers:
            stopped = outward(trail.barriers, translated=only_out or trail.translated is not None)
            if stopped is Shut.SHUT:
                return
            packets = packets.unsure(stopped is Shut.OPEN)
            levels = {barrier.inward for barrier in trail.barriers}
            trail = replace(trail, inward=next(iter(levels)) if len(levels) == 1 else Shut.PERHAPS)
        if trail.from_hub and trail.translated is None:
            # A source address of another network has no public address here: the gateway drops it, unless something out of sight translates.
            packets = packets.unsure()
        # A route to private addresses by an internet gateway leads nowhere that we know: said, but as uncertain.
        packets = Packets(packets.may & PUBLIC or packets.may, packets.must & PUBLIC)
        if packets.may:
            yield Arrival(self._internet, packets, trail)

    def _translate(self, gateway: GatewayFact, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        # NAT gateways carry IPv4; an IPv6 packet passes only as NAT64 (Amazon VPC User Guide, "DNS64 and NAT64").
        four = packets.only(ANY_V4)
        if packets.may.overlaps(_NAT64):
            four = Packets(ANY_V4, ANY_V4 if packets.must.contains(_NAT64) and packets.must.v4 else four.must)
        subnets = tuple(choice for reference in gateway.subnets for choice in choices(reference))
        home = gateway.home
        if home is None:
            home = EMPTY.union(*(self._top.subnets[c.key].addresses for c in subnets if c.key in self._top.subnets))
        trail = replace(trail, translated=home, private_source=gateway.private)
        yield from self._stand(gateway, subnets, four, trail)

    def _stand(self, gateway: GatewayFact, subnets: tuple[Choice, ...], packets: Packets, trail: Trail) -> Iterator[Arrival]:
        """On by the tables of the subnets in which the next hop stands."""
        if not subnets:
            yield Arrival(f"beyond:{gateway.urn}", packets.unsure(), trail, unknown=f"whatever is beyond {self._top.name(gateway.urn)}")
        for choice in subnets:
            subnet = self._top.subnets.get(choice.key)
            if subnet is None:
                label = f"the subnet of {self._top.name(gateway.urn)}"
                yield Arrival(choice.key, packets.unsure(), trail, unknown=label)
                continue
            # One of several subnets (a firewall in each zone): each is a road by itself.
            certain = choice.certain and subnet.network_certain
            met = self._met(subnet.network, subnet.key)
            on = replace(
                trail,
                network=subnet.network,
                through=(*trail.through, subnet.key),
                from_hub=trail.from_hub and trail.translated is None,
                # What a NAT sends on has the NAT's address, and comes from its subnet.
                barriers=met if gateway.kind is GatewayKind.NAT else (*trail.barriers, *met),
            )
            for table in subnet.tables:
                yield from self._table(table, packets.unsure(certain), on)

    def _peer(self, gateway: GatewayFact, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        """Into the other network's own addresses and no further; and only for packets of the network that is peered itself."""
        if trail.from_hub:
            return
        sides = [choice for reference in gateway.networks for choice in choices(reference)]
        here = [choice for choice in sides if choice.key == trail.network]
        if not here:
            return
        certain = any(choice.certain for choice in here) and (gateway.forwards or not trail.through)
        others = [choice for choice in sides if choice.key != trail.network]
        for other in others:
            yield from self._into(other, packets.unsure(certain), trail)
        if not others or not gateway.far.absent:
            yield from self._far(gateway.far, gateway.urn, packets.unsure(certain), trail)

    def _into(self, network: Choice, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        if network.key not in self._top.networks:
            label = self._top.name(network.key)
            yield Arrival(network.key, packets.unsure(network.certain), trail, unknown=label)
            return
        addresses = self._top.addresses_of(network.key)
        part = packets.unsure() if addresses is None else packets.only(addresses)
        if part.may:
            yield Arrival(network.key, part.unsure(network.certain), trail, in_network=True)

    def _far(self, far: Reference, urn: str, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        found = choices(far)
        if not found:
            yield Arrival(f"beyond:{urn}", packets, trail, unknown=f"whoever is beyond {self._top.name(urn)}")
        for choice in found:
            if choice.key in self._top.networks:
                yield from self._into(choice, packets, trail)
            else:
                yield from self._beyond_circuit(choice, packets.unsure(choice.certain), trail)

    def _beyond_circuit(self, far: Choice, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        """Declared peers are told by their addresses; whatever else goes over the circuit goes to whoever is at its end."""
        if far.key.startswith(f"{CIRCUIT}:"):
            for key, addresses in self._top.peers:
                if packets.may.overlaps(addresses):
                    yield Arrival(key, packets.only(addresses), trail)
                    packets = Packets(packets.may - addresses, packets.must - addresses)
        if packets.may:
            yield Arrival(far.key, packets, trail, unknown=self._top.name(far.key))

    def _enter_hub(self, hub: GatewayFact, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        """From a network into the hub, by the table of the network's attachment."""
        here = [
            (attachment, certain and network.certain)
            for attachment, certain in self._top.at_hub.get(hub.urn, ())
            for network in attachment.networks
            if network.key == trail.network
        ]
        if not any(certain for _, certain in here):
            # A hub to which this network is attached by nothing that we see: where the packets go is anybody's guess.
            label = f"whatever is beyond {self._top.name(hub.urn)}"
            yield Arrival(f"beyond:{hub.urn}", packets.unsure(), trail, unknown=label)
        for attachment, certain in here:
            for table in attachment.tables:
                yield from self._table(table, packets.unsure(certain), replace(trail, network=hub.urn))

    def _leave_hub(self, target: Choice, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        """From the hub into the network of an attachment, and on by the tables of the attachment's subnets."""
        attachment = self._top.attachments[target.key]
        if attachment.other_half:
            yield from self._cross(attachment, packets, trail)
        elif not attachment.networks:
            yield from self._far(attachment.far, attachment.key, packets, trail)
        for network in attachment.networks:
            entered = replace(trail, network=network.key, from_hub=True, barriers=self._met(network.key))
            part = packets.unsure(network.certain)
            subnets = [self._top.subnets[choice.key] for choice in attachment.subnets if choice.key in self._top.subnets]
            if not subnets:
                yield from self._into(network, part, entered)
            tables = dict.fromkeys(table for subnet in subnets for table in subnet.tables)
            for table in tables:
                yield from self._table(table, part, entered)

    def _cross(self, half: Attachment, packets: Packets, trail: Trail) -> Iterator[Arrival]:
        """Over a peering of hubs, into the one that the packets do not come from, by its table for the peering."""
        entered = self._top.attachments[half.other_half]
        if any(hub.key == trail.network for hub in entered.hubs):
            entered = half
        for hub in entered.hubs:
            for table in entered.tables:
                yield from self._table(table, packets.unsure(hub.certain), replace(trail, network=hub.key))
