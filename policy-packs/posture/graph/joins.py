"""Joins: which place can open connections to which, on what ports, and whether answers come back."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

from posture.cached import cached_property
from posture.graph.addresses import EMPTY, AddressSet
from posture.graph.crowds import Crowds
from posture.graph.facts import Because
from posture.graph.filters import Filters, Peer, Permit, everything
from posture.graph.forwarding import Forwarding
from posture.graph.graph import Edge, Hop
from posture.graph.kinds import EdgeKind, Moves
from posture.graph.nodes import Nodes
from posture.graph.packets import Packets
from posture.graph.places import Place
from posture.graph.ports import NO_PORTS, Ports, common, merge, subtract
from posture.graph.topology import Choice, Subnet
from posture.graph.trail import Arrival
from posture.record import record

_MANY: Final = 2_000
"""Pairs of places, for each way between them, from which on those that can say nothing new about two zones are not worked out one by one."""

_CROWDED: Final = 50_000
"""Pairs of places in the whole stack, from which on joins within a crowd are left out (`crowds`)."""

_FEW: Final = 8
"""Places, up to which asking each costs less than asking whether they are one crowd."""


@record
class Join:
    """A connection between two places."""

    opener: Place
    answerer: Place
    edge: Edge


@dataclass
class Joiner:
    """Works out joins from arrivals and filters."""

    nodes: Nodes
    forwarding: Forwarding
    filters: Filters
    places: dict[str, list[Place]]
    _reach: dict[tuple[str, tuple[Choice, ...]], dict[str, list[Arrival]]] = field(default_factory=dict)
    _everybody: dict[tuple[str, AddressSet], Peer] = field(default_factory=dict)

    def joins(self) -> Iterator[Join]:
        """Every join that a theorem may need.

        Within one zone and one network nothing is held apart (`build` joins it whole), so such pairs are left out; endpoints of
        one's own network are `roads`. Of two networks of one zone one certain join is enough. Networks that no classified network
        is joined to are left out.
        """
        top = self.nodes.topology
        told = self._told
        alike: dict[tuple[str, tuple[Choice, ...]], list[Subnet]] = defaultdict(list)
        for subnet in top.subnets.values():
            if subnet.network in told:
                alike[subnet.network, subnet.tables].append(subnet)
        pairs = [
            (network, subnets, target, arrivals)
            for (network, _), subnets in alike.items()
            for target, arrivals in self.reach(subnets[0]).items()
            if target in told
        ]
        crowds = Crowds() if self._pairs(pairs) > _CROWDED else None
        if crowds is not None:
            # Crowds are found first: then few ways lead from one to another.
            zones = {network: frozenset(place.zone for place in self._standing_in(network)) for network in told}
            pairs.sort(key=lambda pair: zones[pair[0]] != zones[pair[2]])
        for network, subnets, target, arrivals in pairs:
            if crowds is None or not self._told_already(crowds, subnets, target, arrivals):
                yield from self._between(network, subnets, target, arrivals, crowds)

    def _pairs(self, pairs: Iterable[tuple[str, list[Subnet], str, list[Arrival]]]) -> int:
        """How many pairs of places there are to look at."""
        standing = {network: len(self._standing_in(network)) for network in self._told}
        return sum(sum(len(self.places.get(subnet.key, ())) for subnet in subnets) * standing[target] for _, subnets, target, _ in pairs)

    def _standing_in(self, network: str) -> list[Place]:
        return [place for subnet in self.nodes.topology.subnets_of.get(network, ()) for place in self.places.get(subnet.key, ())]

    def _told_already(self, crowds: Crowds, subnets: list[Subnet], target: str, arrivals: list[Arrival]) -> bool:
        """Whether all that could be said of what stands in two networks is said: both are of one crowd, or each way from one to the other is known."""
        openers = crowds.kinds(place for subnet in subnets for place in self.places.get(subnet.key, ()) if not place.passive)
        answerers = crowds.kinds(self._standing_in(target))
        ways = [(arrival, not arrival.packets.must) for arrival in arrivals]
        return all(
            crowds.said(opener, answerer, _cause(arrival, opener), perhaps=perhaps)
            for opener in openers
            for answerer in answerers
            for arrival, perhaps in ways
        )

    def reach(self, subnet: Subnet) -> dict[str, list[Arrival]]:
        """Arrivals in networks."""
        key = (subnet.network, subnet.tables)  # subnets with the same tables reach the same
        if key not in self._reach:
            found: dict[str, list[Arrival]] = defaultdict(list)
            for arrival in self.forwarding.from_subnet(subnet):
                if arrival.in_network:
                    found[arrival.target].append(arrival)
            self._reach[key] = found
        return self._reach[key]

    def everybody(self, network: str, translated: AddressSet) -> Peer:
        """All that stands in a network as one peer, which has every address and may be in every group."""
        key = (network, translated)
        if key not in self._everybody:
            self._everybody[key] = _everybody(self, network, translated)
        return self._everybody[key]

    @cached_property
    def _told(self) -> frozenset[str]:
        """Networks with something classified, and those joined to them however far."""
        near: dict[str, set[str]] = defaultdict(set)
        for subnet in self.nodes.topology.subnets.values():
            for network in self.reach(subnet):
                near[subnet.network].add(network)
                near[network].add(subnet.network)
        told = {node.network for node in self.nodes.found.values() if node.zone is not None or node.data_class or node.zone_unknown}
        told |= {key for key, given in self.nodes.networks.items() if given.zone is not None or given.unknown}
        queue = [key for key in told if key is not None]
        while queue:
            for network in near.get(queue.pop(), ()):
                if network not in told:
                    told.add(network)
                    queue.append(network)
        return frozenset(key for key in told if key is not None)

    def _between(self, network: str, subnets: list[Subnet], target: str, arrivals: list[Arrival], crowds: Crowds | None) -> Iterator[Join]:
        local = network == target
        translated = [arrival.trail.translated for arrival in arrivals if arrival.trail.translated is not None]
        coarse = _Coarse(self, network, target, EMPTY.union(*translated))
        openers = [place for subnet in subnets for place in self.places.get(subnet.key, ()) if not place.passive and coarse.out(place)]
        answerers = [
            (subnet, [place for place in self.places.get(subnet.key, ()) if not (local and place.passive) and coarse.inward(place)])
            for subnet in self.nodes.topology.subnets_of.get(target, ())
        ]
        standing = (*openers, *(place for _, places in answerers for place in places))
        certain = {place for place in standing if place.certain and self.filters.tells(place.groups)} if crowds is not None else set()
        many = len(arrivals) * len(openers) * sum(len(places) for _, places in answerers) > _MANY
        settled: dict[object, Ports] = {}
        supposed: dict[object, Ports] = {}
        """The same of what is not certain: what is no more certain says nothing new either."""
        quiet: set[object] = set()  # what was said once stays said
        for subnet, places in answerers:
            if not places:
                continue
            # A subnet whose network is uncertain may stand in this one.
            sure = subnet.network_certain and subnet.network == target
            for arrival in arrivals:
                part = arrival.packets.only(subnet.addresses)
                if not subnet.exact and part.must != subnet.addresses:
                    part = part.unsure()
                if not part.may:
                    continue
                meetings = _Meetings(self.filters, places, crowds)
                for opener in openers:
                    for answerer in meetings.of(opener):
                        same = opener.zone is not None and opener.zone is answerer.zone
                        if (same and local) or (opener is answerer and len(opener.members) == 1):
                            continue
                        key = (opener.zone, answerer.zone, *opener.tags, *answerer.tags, answerer.passive)
                        sure_here = bool(part.must) and sure and opener.subnet.network_certain and opener.certain and answerer.certain
                        known = (settled if sure_here else supposed).get(key)
                        if known is not None and (same or (many and not subtract(coarse.ports(opener, answerer), known))):
                            continue
                        if crowds is not None:
                            cause, perhaps = _cause(arrival, opener), not (sure and part.must and opener in certain and answerer in certain)
                            alike = (opener.kind, answerer.kind, cause, perhaps)
                            if alike in quiet:
                                continue
                            if crowds.said(opener, answerer, cause, coarse.ports, perhaps=perhaps):
                                if opener.zone is not None and answerer.zone is not None:
                                    quiet.add(alike)
                                continue
                        for join in self.join(opener, answerer, arrival, part.unsure(sure and opener.subnet.network_certain)):
                            classified = opener.zone is not None and answerer.zone is not None and not answerer.passive
                            if classified and join.edge.moves is Moves.BOTH:
                                # Within its zone and network everything is joined, so a second join like it says nothing new.
                                for told in (settled, supposed) if join.edge.certain else (supposed,):
                                    told[key] = merge((*told.get(key, ()), *join.edge.ports))
                            if crowds is None or crowds.adds(opener, answerer, join.edge):
                                yield join

    def join(self, opener: Place, answerer: Place, arrival: Arrival, part: Packets) -> Iterator[Join]:
        """The connection that one place can open to the other: its certain part, and what may come on top."""
        seen = self._seen(opener, arrival)
        may, must = self._opening(opener, answerer, seen, part)
        certain = opener.certain and answerer.certain
        if not certain or not part.must:
            must = NO_PORTS
        if not may:
            return
        back_may, back_must, answers = self._answers(opener, answerer, seen, arrival)
        trail = arrival.trail
        because = trail.because or Because(opener.subnet.network, "", "local")

        def edge(ports: Ports, sure: bool, moves: Moves) -> Join:
            found = Edge(
                opener.members[0],
                answerer.members[0],
                EdgeKind.ROUTE,
                ports,
                moves,
                sure,
                because,
                trail.hops,
                answers,
                _cause(arrival, opener),
                trail.inspectors,
                trail.gateways,
            )
            return Join(opener, answerer, found)

        if must:
            yield edge(must, True, Moves.BOTH if back_must else Moves.FORWARD)
            if back_may and not back_must:
                yield edge(must, False, Moves.BACKWARD)
        extra = subtract(may, must)
        if extra:
            yield edge(extra, False, Moves.BOTH if back_may else Moves.FORWARD)

    def _seen(self, opener: Place, arrival: Arrival) -> Peer:
        """The opener as the other side sees it: behind a NAT only the NAT's addresses are certain."""
        translated = arrival.trail.translated
        if translated is None:
            return opener.peer
        possible = opener.peer.marks | opener.peer.possible
        return Peer(f"{opener.key} behind {translated.intervals}", translated, True, frozenset(), possible)

    def _opening(self, opener: Place, answerer: Place, seen: Peer, part: Packets) -> tuple[Ports, Ports]:
        filters = self.filters
        out = filters.any_of(opener.groups, False, answerer.peer)
        inward = filters.any_of(answerer.groups, True, seen)
        if opener.subnet.key != answerer.subnet.key:
            out = out.both(filters.before(opener.subnet.filters, False, answerer.peer))
            inward = inward.both(filters.before(() if answerer.unguarded else answerer.subnet.filters, True, seen))
        if part.may != answerer.peer.addresses or part.must != answerer.peer.addresses:
            out = out.both(Permit(everything(part.may).may, everything(part.must).must))
        out_may, out_must = out.ports()
        in_may, in_must = inward.ports()
        return common(out_may, in_may), common(out_must, in_must)

    def _answers(self, opener: Place, answerer: Place, seen: Peer, arrival: Arrival) -> tuple[bool, bool, tuple[Hop, ...]]:
        """Whether answers find a way back: by route, and past stateless filters on whatever port the opener chose."""
        may = must = True
        hops: tuple[Hop, ...] = ()
        if arrival.trail.translated is None and not arrival.trail.answered:
            may = must = False
            for back in self.reach(answerer.subnet).get(opener.subnet.network, ()):
                part = back.packets.only(opener.subnet.addresses)
                if part.may:
                    if not may or (part.must and not must):
                        hops = back.trail.hops
                    may, must = True, must or bool(part.must)
        if opener.subnet.key != answerer.subnet.key and may:
            filters = self.filters
            out = filters.before(answerer.subnet.filters, False, seen, stateless_only=True)
            inward = filters.before(opener.subnet.filters, True, answerer.peer, stateless_only=True)
            out_may, out_must = out.ports()
            in_may, in_must = inward.ports()
            may = may and bool(common(out_may, in_may))
            must = must and bool(common(out_must, in_must))
        return may, must, hops


class _Meetings:
    """Who of a subnet may answer an opener: groups that name groups are asked by name, and a crowd as one."""

    def __init__(self, filters: Filters, places: list[Place], crowds: Crowds | None) -> None:
        self._places, self._crowds = places, crowds
        self._anyone: list[int] = []
        self._named: dict[str, list[int]] = defaultdict(list)
        for number, place in enumerate(places):
            names = filters.named(place.groups, True)
            for name in names or ():
                self._named[name].append(number)
            if names is None:
                self._anyone.append(number)
        self._one: Place | None = None
        """Some place of the crowd that all of those belong to who let in others than they name."""

    def of(self, opener: Place) -> Iterable[Place]:
        """In their order."""
        peer = opener.peer
        if not self._named or peer.networks:
            named: set[int] = set()
            for_all = self._anyone if not peer.networks else range(len(self._places))
        else:
            named = {number for name in (*peer.marks, *peer.possible) for number in self._named.get(name, ())}
            for_all = self._anyone
        if self._crowds is not None and self._is_one(opener):
            for_all = [number for number in self._loners if number not in named]
        if not named and len(for_all) == len(self._places):
            return self._places
        return [self._places[number] for number in (sorted({*named, *for_all}) if named else for_all)]

    def _is_one(self, opener: Place) -> bool:
        """Whether the opener is of the one crowd to which those belong who let in anyone."""
        assert self._crowds is not None
        if opener.peer.networks or len(self._anyone) < _FEW:
            return False
        if self._one is None:
            leaders = {self._crowds.of(self._places[number]) for number in self._anyone} - {None}
            if len(leaders) != 1:
                return False
            self._one = next(place for number in self._anyone if self._crowds.of(place := self._places[number]) is not None)
        return self._crowds.together(opener, self._one)

    @cached_property
    def _loners(self) -> list[int]:
        assert self._crowds is not None
        return [number for number in self._anyone if self._crowds.of(self._places[number]) is None]


class _Coarse:
    """A bound on what can pass between two networks, worked out once for all places with the same filters.

    It sees the other network as one peer that has every address and may be in every group: what does not pass here, passes nowhere.
    """

    def __init__(self, joiner: Joiner, network: str, target: str, translated: AddressSet) -> None:
        self._filters = joiner.filters
        self._local = network == target
        self._there = joiner.everybody(target, EMPTY)
        self._here = joiner.everybody(network, translated)
        self._known: dict[tuple[int, bool], Ports] = {}

    def out(self, place: Place) -> Ports:
        """Ports that a place may reach at all."""
        return self._may(place, False, self._there)

    def inward(self, place: Place) -> Ports:
        """Ports on which a place may be reached at all."""
        return self._may(place, True, self._here)

    def ports(self, opener: Place, answerer: Place) -> Ports:
        """Ports that one may open to the other, at most."""
        return common(self.out(opener), self.inward(answerer))

    def _may(self, place: Place, inbound: bool, peer: Peer) -> Ports:
        key = (place.behind, inbound)
        if key not in self._known:
            permit = self._filters.any_of(place.groups, inbound, peer)
            if not self._local and not (inbound and place.unguarded):
                permit = permit.both(self._filters.before(place.subnet.filters, inbound, peer))
            self._known[key] = permit.ports()[0]
        return self._known[key]


def _cause(arrival: Arrival, opener: Place) -> str:
    """What decides a join: the first route that leaves the network."""
    return arrival.trail.cause or f"local#{opener.subnet.network}"


def _everybody(joiner: Joiner, network: str, translated: AddressSet) -> Peer:
    subnets = joiner.nodes.topology.subnets_of.get(network, ())
    addresses = translated.union(*(subnet.addresses for subnet in subnets))
    marks: set[str] = set()
    for subnet in subnets:
        for place in joiner.places.get(subnet.key, ()):
            marks |= place.peer.marks | place.peer.possible
    return Peer(
        f"everybody of {network} {translated.intervals}", addresses, False, possible=frozenset(marks), networks=frozenset({network})
    )
