"""Places: where in a subnet something stands, behind which filters. Roads between zones are judged from place to place.

A subnet without named workloads is a place itself: any workload may come to stand there, with any group of its network.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from ai_zones.plan import ZoneName
from posture.cached import cached_property
from posture.graph.facts import EndpointFact, StoreFact, WorkloadFact
from posture.graph.filters import Peer
from posture.graph.graph import PASSES_ON
from posture.graph.nodes import Nodes
from posture.graph.topology import Choice, Subnet, choices
from posture.record import record
from posture.reference import Reference


@dataclass(frozen=True, eq=False)
class Place:
    """Workloads of one zone behind the same groups in one subnet."""

    key: str
    subnet: Subnet
    members: tuple[str, ...]
    zone: ZoneName | None
    groups: tuple[Choice, ...]
    certain: bool
    peer: Peer
    """How filters see it."""
    behind: int
    """Number of its filters: places with the same number stand behind the same ones."""
    tags: tuple[str | None, str | None] = (None, None)
    """What it offers, and which flow it is for, where tags say so."""
    passive: bool = False
    """An endpoint's interface: it is called, and calls nobody."""
    bare: bool = False
    unguarded: bool = False
    """The filters of its subnet do not hold what comes in."""
    passes_on: bool = False
    """One of its members is read as an endpoint, or what stands behind one: what it is asked goes on, and comes nowhere else."""

    @cached_property
    def kind(self) -> object:
        """Equal for places of one network between which joins make no difference: those of one zone behind the same filters. Others are one of a kind."""
        return (self.zone, *self.tags, self.behind, self.passive) if self.zone is not None else self.key


@record
class _Standing:
    urn: str
    subnets: tuple[Reference, ...]
    groups: tuple[Reference, ...]
    network: Reference
    certain: bool
    passive: bool
    unguarded: bool = False


def find_places(nodes: Nodes) -> dict[str, list[Place]]:
    """Places by subnet."""
    grouped: dict[tuple[str, ZoneName | None, tuple[Choice, ...], bool, bool, bool, str | None, str | None], list[str]] = defaultdict(list)
    named: set[str] = set()
    for standing in _standing(nodes):
        groups = tuple(dict.fromkeys(group for reference in standing.groups for group in _groups(reference)))
        for subnet, certain in _subnets(nodes, standing):
            if standing.passive is False and certain and standing.certain:
                named.add(subnet)
            node = nodes.found[standing.urn]
            sure = certain and standing.certain
            grouped[subnet, node.zone, groups, sure, standing.passive, standing.unguarded, node.offers, node.flow].append(standing.urn)
    places: dict[str, list[Place]] = defaultdict(list)
    behind: dict[object, int] = {}

    def same_filters(groups: tuple[Choice, ...], subnet: Subnet, unguarded: bool = False) -> int:
        return behind.setdefault((groups, subnet.filters, unguarded), len(behind))

    for number, ((key, zone, groups, certain, passive, unguarded, *tags), members) in enumerate(grouped.items()):
        subnet_of = nodes.topology.subnets[key]
        name = f"place:{number}"
        marks = frozenset({key, subnet_of.network, *members, *(group.key for group in groups if group.certain)})
        possible = frozenset(group.key for group in groups if not group.certain)
        peer = Peer(name, subnet_of.addresses, subnet_of.exact, marks, possible)
        standing_here = tuple(sorted(set(members)))  # whatever the order in which the program registers them
        number_of = same_filters(groups, subnet_of, unguarded)
        said = (tags[0], tags[1])
        goes_on = any(nodes.found[member].kind in PASSES_ON for member in standing_here)
        places[key].append(
            Place(
                name,
                subnet_of,
                standing_here,
                zone,
                groups,
                certain,
                peer,
                number_of,
                said,
                passive,
                unguarded=unguarded,
                passes_on=goes_on,
            )
        )
    for key, subnet_of in nodes.topology.subnets.items():
        if key in named or key not in nodes.subnets:
            continue
        name = f"bare:{key}"
        peer = Peer(
            name, subnet_of.addresses, subnet_of.exact, frozenset({key, subnet_of.network}), networks=frozenset({subnet_of.network})
        )
        places[key].append(Place(name, subnet_of, (key,), nodes.subnets[key].zone, (), True, peer, same_filters((), subnet_of), bare=True))
    return places


def _standing(nodes: Nodes) -> Iterator[_Standing]:
    builder = nodes.builder
    for workload in builder.of(WorkloadFact):
        yield _Standing(workload.urn, workload.subnets, workload.groups, workload.network, workload.certain, False)
    for store in builder.of(StoreFact):
        if store.subnets:
            yield _Standing(store.urn, store.subnets, store.groups, store.network, True, False)
    for endpoint in builder.of(EndpointFact):
        if endpoint.subnets:
            yield _Standing(endpoint.urn, endpoint.subnets, endpoint.groups, endpoint.network, True, True, endpoint.unguarded)


def _groups(reference: Reference) -> tuple[Choice, ...]:
    # A group that nobody can name may let everything pass: it stands for itself, without rules.
    return choices(reference) or ((Choice("unknown group", False),) if reference.unknown else ())


def _subnets(nodes: Nodes, standing: _Standing) -> Iterator[tuple[str, bool]]:
    top = nodes.topology
    found = [choice for reference in standing.subnets for choice in choices(reference) if choice.key in nodes.subnets]
    yield from dict.fromkeys((choice.key, choice.certain) for choice in found)
    unknown = not standing.subnets or any(reference.unknown for reference in standing.subnets)
    if unknown:
        taken = {choice.key for choice in found}
        for network in choices(standing.network):
            for subnet in top.subnets_of.get(network.key, ()):
                if subnet.key not in taken and subnet.key in nodes.subnets:
                    yield subnet.key, False
