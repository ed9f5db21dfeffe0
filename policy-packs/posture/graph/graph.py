"""The graph that theorems walk: nodes, connections between them, and which way data moves over each.

A connection is an edge from who opens it to who answers. Data moves over it from *spot* to *spot*. A node that holds or processes
data (subnet, workload, store) is one spot. A node that only passes a request on (endpoint, service, identity) is two:
what clients send towards the target, and what comes back. So two clients of one endpoint exchange nothing through it,
and two workloads that may act as one role exchange nothing through the role.
"""

from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from ai_zones.plan import ZoneName
from posture.cached import cached_property
from posture.graph.facts import Because, ResolverFact, Unreadable
from posture.graph.kinds import EdgeKind, GatewayKind, Moves, NodeKind, Outside
from posture.graph.ports import Ports
from posture.record import record

Spot = tuple[str, str]
"""Node key and layer."""

HERE: Final = ""
"""The one layer of a node that holds data."""
TOWARDS: Final = "towards"
"""Requests on their way to the target."""
BACK: Final = "back"
"""Answers on their way to the client."""

PASSES_ON: Final = frozenset({NodeKind.ENDPOINT, NodeKind.SERVICE, NodeKind.IDENTITY, NodeKind.GATEWAY})


@record
class Hop:
    """One word of an explanation, and the property that decides it."""

    text: str
    urn: str | None = None
    prop: str | None = None
    detail: bool = False
    """Left out of the short form."""


@record
class Node:
    """Something that holds, processes or passes on data."""

    key: str
    """URN of a resource of the stack, else the key of an external."""
    kind: NodeKind
    name: str
    zone: ZoneName | None = None
    zone_from: str = ""
    """Where the zone comes from: `tag ai-zone`, `network phi`, `name pattern`."""
    zone_unknown: str = ""
    """Why the zone can't be told; empty when it can (none included)."""
    data_class: str | None = None
    """Stores only: `phi`, `deidentified`, `internal`, `public`; None when unclassified."""
    outside: Outside | None = None
    """Externals only."""
    network: str | None = None
    service: str | None = None
    """Tag `ai-service`, or the cloud service of an endpoint or store."""
    offers: str | None = None
    """Tag `ai-service`."""
    flow: str | None = None
    """Tag `ai-flow`: `<zone>/<service>`."""
    keyed: bool = False
    """A key: it holds no records."""
    only_gateways: bool = False
    """A subnet in which the stack places next hops (NAT, firewall) and no workload."""


@record
class Inspector:
    """A firewall on the way, and the names that it lets pass; None when it does not drop by default."""

    urn: str
    name: str
    allows: tuple[str, ...] | None
    certain: bool = True


@dataclass(frozen=True, slots=True, eq=False)
class Edge:
    """A connection (or a service's own doing) from `source`, which opens it, to `target`."""

    source: str
    target: str
    kind: EdgeKind
    ports: Ports
    moves: Moves
    certain: bool
    because: Because | None = None
    hops: tuple[Hop, ...] = ()
    """Between source and target, as packets of the opener go."""
    answer_hops: tuple[Hop, ...] = ()
    """Between target and source, as answers go."""
    cause: str = ""
    """The deciding property: edges with one cause are one fault."""
    inspectors: tuple[Inspector, ...] = ()
    gateways: tuple[GatewayKind, ...] = ()
    listens: bool = True
    """False: the stack shows the service but nothing that listens, so `ports` is no more than an upper bound; its zones are known all the same."""
    notice: bool = False
    """What a store's own service says of what was done to it: access logs, notices of objects by name."""

    @property
    def carries_forward(self) -> bool:
        """Whether data moves from source to target."""
        return self.moves is not Moves.BACKWARD

    @property
    def carries_back(self) -> bool:
        """Whether data moves from target to source."""
        return self.moves is not Moves.FORWARD


class Ground(NamedTuple):
    """Whose a spot is: all that a border asks of it."""

    zone: ZoneName | None
    outside: Outside | None


@record
class Step:
    """One move of a path: the connection, and whether data goes the way in which it was opened. No edge: within one node or zone."""

    origin: Spot
    to: Spot
    edge: Edge | None
    forward: bool = True
    certain: bool = True


def _by_name(step: Step) -> tuple[Spot, bool, bool, str, tuple[str, ...]]:
    """Where a step leads, those that go with their edge before those that answer over it, then what decides it."""
    edge = step.edge
    if edge is None:
        return step.to, False, not step.forward, "", ()
    return step.to, True, not step.forward, edge.cause, (edge.kind, *(hop.text for hop in edge.hops))


@record
class Conflict:
    """A resource classified for another zone than its network."""

    key: str
    zone: ZoneName
    network: str
    network_zone: ZoneName
    mixed: bool = False
    """Not tagged wrongly, but in one cluster with a zone that must be apart from it."""
    named: bool = False
    """Nothing is tagged: a name that the reviewer maps says the zone."""


@record
class OpenQuestion:
    """Something not understood, and the zones that it touches. `zones` empty: it touches none; None: it may touch any."""

    unreadable: Unreadable
    name: str
    zones: frozenset[ZoneName] | None
    nodes: frozenset[str] = frozenset()
    """Unclassified nodes that it touches: it counts for a theorem whose paths get there."""


@dataclass
class Walk:
    """Everything that data from some spots can reach, with the way there."""

    graph: "Graph"
    steps: dict[Spot, Step | None]
    """Spot → the step that first reached it; None at a start."""

    def __contains__(self, spot: Spot) -> bool:
        return spot in self.steps

    def path_to(self, spot: Spot) -> tuple[Step, ...]:
        """Steps from a start to the spot, in order."""
        path: list[Step] = []
        step = self.steps[spot]
        while step is not None:
            path.append(step)
            step = self.steps[step.origin]
        return tuple(reversed(path))

    @cached_property
    def keys(self) -> frozenset[str]:
        """Keys of the nodes reached."""
        return frozenset(key for key, _ in self.steps)


Follow = Callable[[Step], bool]


@dataclass
class Graph:
    """Nodes, connections, and what could not be understood."""

    nodes: Mapping[str, Node]
    edges: tuple[Edge, ...]
    moves: Mapping[Spot, Sequence[Step]]
    """Every spot, and the steps that leave it."""
    resolvers: tuple[ResolverFact, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    questions: tuple[OpenQuestion, ...] = ()
    assumptions: tuple[str, ...] = ()
    """What is taken for granted of this stack, and said with every result."""
    zones: Mapping[str, ZoneName | None] = field(default_factory=dict)
    """Zones of keys that are no nodes: places, and what is of one zone in one network."""
    opens_out: Mapping[str, str] = field(default_factory=dict)
    """Subnet with a road to the internet → a workload there whose own filters let it open connections to the internet."""

    def node(self, key: str) -> Node:
        """A node by key."""
        return self.nodes[key]

    def zone_at(self, spot: Spot) -> ZoneName | None:
        """Zone of what stands at a spot."""
        node = self.nodes.get(spot[0])
        return node.zone if node is not None else self.zones.get(spot[0])

    @cached_property
    def grounds(self) -> Mapping[str, Ground]:
        """Whose each key is, told once for every key at which a spot is."""
        known: dict[tuple[ZoneName | None, Outside | None], Ground] = {}
        found: dict[str, Ground] = {}
        for key in dict.fromkeys(key for key, _ in self.moves):
            node = self.nodes.get(key)
            whose = (node.zone, node.outside) if node is not None else (self.zones.get(key), None)
            found[key] = known.setdefault(whose, Ground(*whose))
        return found

    @cached_property
    def ahead(self) -> Mapping[Spot, frozenset[Ground]]:
        """Whose ground one step from each spot leads to: most spots are far from any border."""
        known: dict[frozenset[Ground], frozenset[Ground]] = {}
        found: dict[Spot, frozenset[Ground]] = {}
        grounds = self.grounds
        for spot, steps in self.moves.items():
            reached = frozenset([grounds[step.to[0]] for step in steps])
            found[spot] = known.setdefault(reached, reached)
        return found

    def spots(self, key: str) -> tuple[Spot, ...]:
        """The spots of a node."""
        return ((key, TOWARDS), (key, BACK)) if self.nodes[key].kind in PASSES_ON else ((key, HERE),)

    def leaving(self, spot: Spot) -> Sequence[Step]:
        """Steps that leave a spot, in an order that depends on names alone: of two equal ways, any registration shows the same."""
        found = self._leaving.get(spot)
        if found is None:
            steps = self.moves[spot]
            found = self._leaving[spot] = steps if len(steps) < 2 else sorted(steps, key=_by_name)
        return found

    @cached_property
    def _leaving(self) -> dict[Spot, Sequence[Step]]:
        """What has been put in order: five theorems ask for the same."""
        return {}

    @cached_property
    def all_certain(self) -> bool:
        """Whether nothing about any move is uncertain."""
        return all(step.certain for steps in self.moves.values() for step in steps)

    def walk(self, starts: Iterable[Spot], follow: Follow) -> Walk:
        """Breadth first: shortest paths from any of the starts over the steps that `follow` allows. Never goes on from an external."""
        steps: dict[Spot, Step | None] = {spot: None for spot in sorted(starts, key=self._places_first) if spot in self.moves}
        queue = deque(steps)
        while queue:
            spot = queue.popleft()
            here = self.nodes.get(spot[0])
            if here is not None and here.kind is NodeKind.EXTERNAL and steps[spot] is not None:
                continue
            for step in self.leaving(spot):
                if step.to not in steps and follow(step):
                    steps[step.to] = step
                    queue.append(step.to)
        return Walk(self, steps)

    def _places_first(self, spot: Spot) -> tuple[bool, Spot]:
        """Of two equal ways, the one that sets out from a subnet says it for all that stand there."""
        node = self.nodes.get(spot[0])
        return node is None or node.kind is not NodeKind.SUBNET, spot

    def explain(self, path: Iterable[Step]) -> tuple[Hop, ...]:
        """A path in words: names of nodes, and what decides each hop."""
        hops: list[Hop] = []
        steps = list(path)

        def say(hop: Hop) -> None:
            # Two resources may bear one name: each that decides a hop is told.
            if not hops or hops[-1].text != hop.text or (hop.detail and hops[-1].urn != hop.urn):
                hops.append(hop)

        def name(key: str) -> None:
            if key in self.nodes:
                say(Hop(self.nodes[key].name, key))

        for step in steps:
            edge = step.edge
            if edge is None:
                name(step.origin[0])
                name(step.to[0])
                continue
            near, far = (edge.source, edge.target) if step.forward else (edge.target, edge.source)
            # Places have no name of their own: the path has just named who stands there.
            name(step.origin[0] if step.origin[0] in self.nodes or hops else near)
            for hop in edge.hops if step.forward else edge.answer_hops:
                say(hop)
            name(far if step is steps[-1] else step.to[0])
        return tuple(hops)
