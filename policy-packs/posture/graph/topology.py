"""Networks, subnets, tables and gateways, with references as keys and their certainty. `survey` fills it from facts."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Final

from posture.cached import cached_property
from posture.graph.addresses import AddressSet
from posture.graph.barriers import Barriers
from posture.graph.builder import GraphBuilder, peer_key
from posture.graph.facts import AddressGroupFact, Because, EndpointFact, GatewayFact
from posture.record import record
from posture.reference import Reference

ROUTES_OF: Final = "#routes"
"""Ends the key of a table that a reader makes for one subnet."""


@record
class Choice:
    """One thing that a reference may point to."""

    key: str
    certain: bool
    implicit: bool = False
    """A main table that nothing names for this subnet."""


def choices(reference: Reference) -> tuple[Choice, ...]:
    """What a reference may point to; a literal that no resource owns is a key of its own."""
    if reference.targets:
        if len(reference.targets) == 1:
            return (Choice(reference.targets[0], reference.certain),)
        return tuple(Choice(urn, False) for urn in reference.targets)
    return (Choice(reference.literal, reference.certain),) if reference.literal is not None else ()


@record
class Route:
    """A route as a table holds it. `prefixes` None: the destination is unknown, or a cloud service's own list."""

    prefixes: AddressSet | None
    text: str
    via: Reference
    because: Because
    preference: int
    certain: bool
    blackhole: bool = False
    internet: bool = False
    service: str | None = None
    local: str | None = None
    """The network that the table's own local route leads to."""
    propagated: bool = False
    entries: tuple[str, ...] = ()
    """The prefixes one by one, where joining them would lose how specific they are."""
    besides: AddressSet | None = None
    """Of an unknown destination: addresses that it certainly does not have."""


@record
class Entry:
    """One prefix of a route."""

    length: int
    preference: int
    prefix: AddressSet
    route: Route


@dataclass
class Table:
    """A route table of a network or of a transit hub."""

    key: str
    name: str
    networks: tuple[Choice, ...] = ()
    routes: list[Route] = field(default_factory=list)
    hub: str | None = None

    @cached_property
    def entries(self) -> tuple[tuple[Entry, ...], ...]:
        """Entries in the order in which they are asked; entries with equal rights together."""
        found = [
            Entry(_length(prefix), route.preference, AddressSet.parse(prefix), route)
            for route in self.routes
            if route.prefixes is not None
            for part in (map(AddressSet.parse, route.entries) if route.entries else (route.prefixes,))
            for prefix in part.prefixes()
        ]
        found.sort(key=lambda entry: (-entry.length, entry.preference))
        groups: list[list[Entry]] = []
        for entry in found:
            if groups and (groups[-1][0].length, groups[-1][0].preference) == (entry.length, entry.preference):
                groups[-1].append(entry)
            else:
                groups.append([entry])
        return tuple(tuple(group) for group in groups)

    @cached_property
    def open_routes(self) -> tuple[Route, ...]:
        """Routes whose destination is no set of addresses that we know."""
        return tuple(route for route in self.routes if route.prefixes is None)


@record
class Subnet:
    """A subnet, with what it uses."""

    key: str
    network: str
    network_certain: bool
    addresses: AddressSet
    exact: bool
    """Whether the addresses are known; if not, they are some of the network's."""
    tables: tuple[Choice, ...]
    filters: tuple[Choice, ...]


@record
class Attachment:
    """A network's (or an outside system's) place at a transit hub."""

    key: str
    hubs: tuple[Choice, ...]
    networks: tuple[Choice, ...]
    subnets: tuple[Choice, ...]
    tables: tuple[Choice, ...]
    far: Reference
    other_half: str = ""


@dataclass
class Topology:
    """Layer 3 of the stack."""

    builder: GraphBuilder
    networks: dict[str, AddressSet | None] = field(default_factory=dict)
    declared: set[str] = field(default_factory=set)
    """Networks that a fact says; the others are only referred to."""
    subnets: dict[str, Subnet] = field(default_factory=dict)
    tables: dict[str, Table] = field(default_factory=dict)
    gateways: dict[str, GatewayFact] = field(default_factory=dict)
    mains: dict[str, list[Choice]] = field(default_factory=dict)
    """Network or hub → the tables that facts say are its main one."""
    attachments: dict[str, Attachment] = field(default_factory=dict)
    groups: dict[str, AddressGroupFact] = field(default_factory=dict)
    endpoints: dict[str, EndpointFact] = field(default_factory=dict)
    standing: dict[str, tuple[Choice, ...]] = field(default_factory=dict)
    """Workload → subnets, for next hops that are machines."""
    subnets_of: dict[str, list[Subnet]] = field(default_factory=lambda: defaultdict(list))
    barriers: Barriers = field(default_factory=lambda: Barriers((), ()))
    """What shuts the internet's gateways."""
    at_hub: dict[str, list[tuple[Attachment, bool]]] = field(default_factory=lambda: defaultdict(list))
    """Hub → attachments, each with the certainty that it is this hub's."""

    def name(self, key: str) -> str:
        """Name for people: that of the resource in the program."""
        resource = self.builder.stack.by_urn.get(key)
        if resource is not None:
            return resource.name
        external = self.builder.externals.get(key)
        if external is not None:
            return external.name
        name = key.rsplit("::", 1)[-1]
        # Azure's effective routes are a subnet's own: no resource has their name.
        return f"routes of {name.removesuffix(ROUTES_OF)}" if name.endswith(ROUTES_OF) else name

    def main_key(self, owner: str) -> str:
        """Key of the implicit main table of a network or hub."""
        return f"main table of {owner}"

    def is_adopted(self, owner: str) -> bool:
        """Whether a network's or hub's own defaults (its main table) are out of sight: it is no resource of the stack, or only read by it."""
        resource = self.builder.stack.by_urn.get(owner)
        if resource is not None:
            return resource.external
        return owner not in self.declared and owner not in self.gateways

    @cached_property
    def peers(self) -> tuple[tuple[str, AddressSet], ...]:
        """Declared peers: key of the external node, and addresses."""
        return tuple((peer_key(peer.name), AddressSet.parse(peer.cidr)) for peer in self.builder.approved.peers)

    def addresses_of(self, network: str) -> AddressSet | None:
        """Addresses of a network; None when unknown."""
        return self.networks.get(network)


def _length(prefix: str) -> int:
    # 0.0.0.0/0 and ::/0 are equally unspecific; families never meet, so lengths need no common scale.
    return int(prefix.rsplit("/", 1)[1])
