"""Searching the graph for a theorem: where PHI is, which moves cross a border, and one finding for each cause."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from ai_zones.plan import DataClass, ZoneName
from posture.graph.facts import Because
from posture.graph.graph import BACK, HERE, TOWARDS, Edge, Follow, Graph, Ground, Node, Spot, Step, Walk
from posture.graph.kinds import NodeKind
from posture.proofs.finding import Finding, Hop
from posture.proofs.verdict import Verdict
from posture.record import record

HOLDERS: Final = frozenset({ZoneName.PHI, ZoneName.DEIDENTIFICATION})
"""Zones that hold PHI: their own, or by the flow to phi/database and the PHI object stores that the ceiling gives to deidentification."""
_LESS: Final = frozenset({DataClass.DEIDENTIFIED, DataClass.INTERNAL, DataClass.PUBLIC})
_STARTS: Final = {
    NodeKind.ENDPOINT: (TOWARDS,),
    NodeKind.SERVICE: (BACK,),
    NodeKind.IDENTITY: (TOWARDS, BACK),
    NodeKind.GATEWAY: (),
    NodeKind.EXTERNAL: (),
    NodeKind.RESOLVER: (HERE,),
}


def holds_phi(node: Node) -> bool:
    """Whether PHI is at home in a node."""
    if node.kind is NodeKind.EXTERNAL:
        return False
    if node.kind is NodeKind.STORE and node.data_class is not None:
        return node.data_class not in _LESS
    return node.zone in HOLDERS


def starts(nodes: Iterable[Node]) -> list[Spot]:
    """The spots at which what some nodes hold sets out."""
    return [(node.key, layer) for node in nodes for layer in _STARTS.get(node.kind, (HERE,))]


def holders(graph: Graph) -> list[Spot]:
    """Where PHI sets out."""
    return starts(node for node in graph.nodes.values() if holds_phi(node))


def zone_starts(graph: Graph, zone: ZoneName) -> list[Spot]:
    """Where the data of a zone sets out."""
    return starts(node for node in graph.nodes.values() if node.zone is zone)


@record
class Crossing:
    """A path that crosses a border with its last step."""

    path: tuple[Step, ...]
    edge: Edge | None
    """The connection that decides: the last one on the path."""

    @property
    def last(self) -> Step:
        """The step over the border."""
        return self.path[-1]

    @property
    def cause(self) -> str:
        """What two crossings have in common when mending one mends both."""
        return self.edge.cause if self.edge is not None else f"{self.last.origin[0]}>{self.last.to[0]}"

    @property
    def because(self) -> Because | None:
        """The property to mend."""
        return self.edge.because if self.edge is not None else None


def crossings(walk: Walk, follow: Follow, beyond: Callable[[Ground], bool]) -> Iterator[Crossing]:
    """Every step from somewhere reached over the border, with the shortest way there. `beyond`: whose ground lies over the border."""
    grounds, ahead = walk.graph.grounds, walk.graph.ahead
    over = frozenset(ground for ground in set(grounds.values()) if beyond(ground))
    for spot, came in walk.steps.items():
        if over.isdisjoint(ahead[spot]):
            continue
        here = walk.graph.nodes.get(spot[0])
        if here is not None and here.kind is NodeKind.EXTERNAL and came is not None:
            continue  # externals end a path
        for step in walk.graph.leaving(spot):
            if grounds[step.to[0]] in over and follow(step):
                path = (*walk.path_to(spot), step)
                edge = next((before.edge for before in reversed(path) if before.edge is not None), None)
                yield Crossing(path, edge)


def passes(graph: Graph) -> tuple[bool, ...]:
    """What to search for: what is certain, and after it what may be; the second only where something is uncertain."""
    return (True,) if graph.all_certain else (True, False)


@dataclass
class Collector:
    """One finding a cause: the shortest path of the worst verdict."""

    graph: Graph
    theorem: str
    _found: dict[object, tuple[tuple[int, int, str], Finding]] = field(default_factory=dict)

    def add(self, verdict: Verdict, message: str, crossing: Crossing, cause: object = None) -> None:
        """Report a path, unless the same cause is reported already by a worse or shorter one."""
        because = crossing.because
        hops = self._hops(crossing)
        self.put(verdict, message, hops, because.urn if because is not None else "", cause or crossing.cause)

    def put(self, verdict: Verdict, message: str, hops: tuple[Hop, ...], urn: str, cause: object) -> None:
        """Report a fault."""
        if not urn:
            urn = next((hop.urn for hop in hops if hop.urn), "")
        finding = Finding(self.theorem, verdict, message, hops, urn)
        rank = (0 if verdict is Verdict.VIOLATED else 1, len(hops), finding.shown_path)
        earlier = self._found.get(cause)
        start = hops[0].urn if hops and hops[0].urn else None
        if earlier is None or rank < earlier[0]:
            also = earlier[1].also if earlier is not None else ()
            if earlier is not None and earlier[1].path and earlier[1].path[0].urn:
                also = (*also, earlier[1].path[0].urn)
            self._found[cause] = (rank, replace(finding, also=tuple(sorted(set(also) - {start or ""}))))
        elif start is not None and earlier[1].path and start != earlier[1].path[0].urn:
            also = tuple(sorted({*earlier[1].also, start}))
            self._found[cause] = (earlier[0], replace(earlier[1], also=also))

    def findings(self) -> tuple[Finding, ...]:
        """Violations first, then by path."""
        ranked = sorted(self._found.values(), key=lambda pair: (pair[0][0], pair[1].shown_path, pair[1].message))
        # The same way by requests and by answers is one to a reader, though two causes.
        shown = {(finding.verdict, finding.message, finding.path or finding.urn): finding for _, finding in reversed(ranked)}
        return tuple(reversed(shown.values()))

    def _hops(self, crossing: Crossing) -> tuple[Hop, ...]:
        return tuple(
            Hop(hop.text, hop.urn, Because(hop.urn, hop.prop, hop.text) if hop.urn and hop.prop else None, hop.detail)
            for hop in self.graph.explain(crossing.path)
        )
