"""Roads: where packets of a subnet leave its network other than into another one, and its network's endpoints.

Roads are judged for the subnet, a place where any workload may stand: only filters before the subnet count, and those of the
endpoint. Today's workloads' own groups do not.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from posture.cached import cached_property
from posture.graph.barriers import Shut
from posture.graph.builder import INTERNET, peer_of
from posture.graph.facts import Because, EndpointFact, FilterFact, WorkloadFact
from posture.graph.filters import Filters, Peer, Permit, everything
from posture.graph.forwarding import Forwarding
from posture.graph.graph import Edge, Hop
from posture.graph.kinds import EdgeKind, GatewayKind, Moves, Outside
from posture.graph.nodes import Nodes
from posture.graph.packets import PUBLIC, Packets
from posture.graph.places import Place
from posture.graph.ports import Ports, subtract
from posture.graph.topology import Choice, Subnet, choices
from posture.graph.trail import Arrival

_INWARD = frozenset({GatewayKind.INTERNET, GatewayKind.FIREWALL, GatewayKind.APPLIANCE})
"""Gateways through which the internet can open a connection to a public address."""


@dataclass
class Roads:
    """Edges between subnets and what is not a place."""

    nodes: Nodes
    forwarding: Forwarding
    filters: Filters
    places: dict[str, list[Place]]
    opens_out: dict[str, str] = field(default_factory=dict)
    """Subnet with a road to the internet → a workload there whose own groups let it open connections to the internet."""

    def all(self) -> Iterator[Edge]:
        """Every road of every subnet."""
        seen: set[tuple[str, str, str, bool]] = set()
        for subnet in self.nodes.topology.subnets.values():
            if subnet.key not in self.nodes.subnets:
                continue
            for arrival in self.forwarding.from_subnet(subnet):
                if arrival.in_network:
                    continue
                for edge in self._arrive(subnet, arrival):
                    # Two roads of one subnet with one cause differ in nothing that a theorem asks.
                    mark = (edge.source, edge.target, edge.cause + str(edge.inspectors) + str(edge.ports), edge.certain)
                    if mark not in seen:
                        seen.add(mark)
                        yield edge
        yield from self._endpoints()

    def _arrive(self, subnet: Subnet, arrival: Arrival) -> Iterator[Edge]:
        target = arrival.target
        if target not in self.nodes.found:
            self.nodes.external(target, arrival.unknown or self.nodes.topology.name(target), Outside.UNKNOWN)
        node = self.nodes.found[target]
        if target == INTERNET:
            yield from self._internet(subnet, arrival)
            return
        if peer_of(target) is not None:
            yield from self._peer(subnet, arrival)
            return
        certain = arrival.packets
        if arrival.unknown and node.outside is None:
            certain = certain.unsure()
        yield from self._road(subnet, arrival, certain)
        if node.zone is not None and node.outside is not None:
            yield from self._asserted(subnet, arrival)

    def _internet(self, subnet: Subnet, arrival: Arrival) -> Iterator[Edge]:
        packets = Packets(arrival.packets.may, arrival.packets.must & PUBLIC)
        yield from self._road(subnet, arrival, packets)
        inward = arrival.trail.inward
        if not set(arrival.trail.gateways) <= _INWARD or inward is Shut.SHUT:
            return
        peer = Peer("the internet", PUBLIC)
        guard = self.filters.before(subnet.filters, True, peer)
        back = self.filters.before(subnet.filters, False, peer, stateless_only=True)
        for place in self.places.get(subnet.key, ()):
            if not place.bare and not place.passive and place.certain:
                outward = self.filters.any_of(place.groups, False, peer).both(self.filters.before(subnet.filters, False, peer))
                if outward.must:
                    self.opens_out.setdefault(subnet.key, place.members[0])
            public = [urn for urn in place.members if urn in self._public]
            if not public:
                continue
            may, must = self.filters.any_of(place.groups, True, peer).both(guard).ports()
            back_may, back_must = back.ports()
            sure = must if place.certain and packets.must and back_must and inward is Shut.OPEN else ()
            for urn in public:
                base = self._edge(INTERNET, urn, arrival, certain=True)
                if sure and self._public[urn]:
                    yield replace(base, ports=sure)
                extra = subtract(may, sure if self._public[urn] else ())
                if extra and back_may:
                    yield replace(base, ports=extra, certain=False)
        # Data also leaves as answers, when the subnet's filters let nothing out but answers.
        open_may, open_must = guard.ports()
        out_may, _ = self.filters.before(subnet.filters, False, peer).ports()
        back_may, back_must = back.ports()
        if not out_may and open_may and back_may:
            certain = bool(open_must and back_must and packets.must) and inward is Shut.OPEN
            yield replace(self._edge(INTERNET, subnet.key, arrival, certain=certain), ports=open_must if certain else open_may)

    @cached_property
    def _public(self) -> dict[str, bool]:
        return {fact.urn: fact.certain for fact in self.nodes.builder.of(WorkloadFact) if fact.public}

    def _road(self, subnet: Subnet, arrival: Arrival, packets: Packets) -> Iterator[Edge]:
        """The subnet opens connections to where the packets arrive."""
        peer = Peer(f"to {packets.may.intervals}", packets.may)
        permit = self.filters.before(subnet.filters, False, peer)
        permit = permit.both(Permit(everything(packets.may).may, everything(packets.must).must))
        for key in arrival.trail.through:
            # The next hop's own subnet filters too; there the packets already come from the next hop.
            between = self.nodes.topology.subnets[key]
            if between.filters:
                permit = permit.both(self.filters.before(between.filters, False, peer))
        may, must = permit.ports()
        yield from self._split(self._edge(subnet.key, arrival.target, arrival, certain=True), may, must)

    def _peer(self, subnet: Subnet, arrival: Arrival) -> Iterator[Edge]:
        """A declared peer, from place to place and both ways round: it is for one port and one direction, so groups count.

        Who stands in a bare subnet will have groups of its network; where the stack has none, nothing filters but the subnet's own.
        """
        packets = arrival.packets
        peer = Peer(f"peer {arrival.target} {packets.may.intervals}", packets.may)
        for place in self.places.get(subnet.key, ()):
            if place.passive:
                continue
            groups = self._groups_of.get(subnet.network, ()) if place.bare else place.groups
            for inbound in (False, True):
                permit = self.filters.any_of(groups, inbound, peer).both(self.filters.before(subnet.filters, inbound, peer))
                may, must = permit.ports()
                member = place.members[0]
                ends = (arrival.target, member) if inbound else (member, arrival.target)
                yield from self._split(self._edge(*ends, arrival, certain=True), may, must if place.certain and packets.must else ())

    @cached_property
    def _groups_of(self) -> dict[str, tuple[Choice, ...]]:
        """Network → its security groups."""
        found: dict[str, list[Choice]] = {}
        for fact in self.nodes.builder.of(FilterFact):
            if fact.stateful:
                for network in choices(fact.network):
                    found.setdefault(network.key, []).append(Choice(fact.urn, network.certain))
        return {network: tuple(dict.fromkeys(groups)) for network, groups in found.items()}

    def _asserted(self, subnet: Subnet, arrival: Arrival) -> Iterator[Edge]:
        """A network outside the stack that the reviewer puts in a zone: joins from place to place, both ways round."""
        packets = arrival.packets
        peer = Peer(f"asserted {arrival.target} {packets.may.intervals}", packets.may, marks=frozenset({arrival.target}))
        for place in self.places.get(subnet.key, ()):
            if place.passive:
                continue
            for inbound in (False, True):
                permit = self.filters.any_of(place.groups, inbound, peer).both(self.filters.before(subnet.filters, inbound, peer))
                may, must = permit.ports()
                member = place.members[0]
                ends = (arrival.target, member) if inbound else (member, arrival.target)
                yield from self._split(self._edge(*ends, arrival, certain=True), may, must if place.certain and packets.must else ())

    def _split(self, edge: Edge, may: Ports, must: Ports) -> Iterator[Edge]:
        if must:
            yield replace(edge, ports=must)
        extra = subtract(may, must)
        if extra:
            yield replace(edge, ports=extra, certain=False)

    def _edge(self, source: str, target: str, arrival: Arrival, *, certain: bool) -> Edge:
        trail = arrival.trail
        return Edge(
            source,
            target,
            EdgeKind.ROUTE,
            (),
            Moves.BOTH,
            certain,
            trail.because,
            trail.hops,
            trail.hops,
            trail.cause or f"local#{target}",
            trail.inspectors,
            trail.gateways,
        )

    def _endpoints(self) -> Iterator[Edge]:
        """Endpoints of a network, from each of its subnets: interfaces by their groups, gateway endpoints by tables."""
        top = self.nodes.topology
        for fact in self.nodes.builder.of(EndpointFact):
            tables = {choice.key: choice.certain for reference in fact.tables for choice in choices(reference)}
            for network in choices(fact.network):
                for subnet in top.subnets_of.get(network.key, ()):
                    if subnet.key not in self.nodes.subnets:
                        continue
                    if fact.subnets or fact.groups:
                        yield from self._interface(subnet, fact, network)
                    for table in subnet.tables:
                        if table.key in tables:
                            yield from self._gateway(subnet, fact, table, tables[table.key])

    def _interface(self, subnet: Subnet, fact: EndpointFact, network: Choice) -> Iterator[Edge]:
        top = self.nodes.topology
        homes = [top.subnets[c.key] for reference in fact.subnets for c in choices(reference) if c.key in top.subnets]
        marks = {subnet.key, subnet.network}
        for place in self.places.get(subnet.key, ()):
            marks.update(group.key for group in place.groups if group.certain)
        peer = Peer(f"subnet {subnet.key}", subnet.addresses, subnet.exact, frozenset(marks), networks=frozenset({subnet.network}))
        groups = tuple(group for reference in fact.groups for group in choices(reference))
        permit = self.filters.any_of(groups, True, peer)
        if homes and not any(home.key == subnet.key for home in homes):
            there = [self._past_acls(subnet, home, peer, guarded=not fact.unguarded) for home in homes]
            permit = permit.both(Permit(tuple(b for p in there for b in p.may), tuple(b for p in there for b in p.must)))
        may, must = permit.ports()
        certain = network.certain and subnet.network_certain
        yield from self._split(self._to_endpoint(subnet, fact, "local"), may, must if certain else ())

    def _past_acls(self, subnet: Subnet, home: Subnet, peer: Peer, *, guarded: bool) -> Permit:
        if not subnet.filters and not (home.filters and guarded):
            return everything(peer.addresses)
        there = Peer(f"subnet {home.key}", home.addresses, home.exact, frozenset({home.key, home.network}))
        out_may, out_must = self.filters.before(subnet.filters, False, there).ports()
        inward = self.filters.before(home.filters if guarded else (), True, peer)
        ports = Permit(
            tuple((*port, peer.addresses) for port in out_may),
            tuple((*port, peer.addresses) for port in out_must),
        )
        return inward.both(ports)

    def _gateway(self, subnet: Subnet, fact: EndpointFact, table: Choice, certain: bool) -> Iterator[Edge]:
        peer = Peer("the internet", PUBLIC)
        may, must = self.filters.before(subnet.filters, False, peer).ports()
        edge = self._to_endpoint(subnet, fact, self.nodes.topology.tables[table.key].name)
        yield from self._split(edge, may, must if certain and table.certain else ())

    def _to_endpoint(self, subnet: Subnet, fact: EndpointFact, by: str) -> Edge:
        because = fact.because or Because(fact.urn, "")
        hops = () if by == "local" else (Hop(by),)
        return Edge(
            subnet.key, fact.urn, EdgeKind.ROUTE, (), Moves.BOTH, True, because, hops, (), f"{because.urn}#{because.prop}#{fact.urn}"
        )
