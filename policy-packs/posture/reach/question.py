"""`posture reach`: who can reach whom, on which ports, and what decides it.

Two pods: what egress of the one and ingress of the other leave, connection by connection. Everything else: the shortest way that data can go in the graph,
by the same moves that the theorems follow.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from posture.approved import Approved
from posture.graph.build import build
from posture.graph.builder import INTERNET, GraphBuilder
from posture.graph.graph import Graph, Step
from posture.graph.packets import PUBLIC
from posture.graph.ports import Ports
from posture.graph.ports import text as ports_text
from posture.kubernetes.network_policies import Direction
from posture.kubernetes.parties import Outside
from posture.kubernetes.permits import NOTHING, Permit, in_graph_words, union
from posture.reach.ends import AddressEnd, End, NodeEnd, PodEnd, ends
from posture.readers.kubernetes.beyond import Beyond
from posture.readers.kubernetes.layout import layouts
from posture.readers.kubernetes.roads import Roads
from posture.readers.kubernetes.services import Services
from posture.readers.kubernetes.why import why
from posture.readers.load import read_stack
from posture.record import record
from posture.stack import Stack


class Sure(StrEnum):
    """How sure an answer is."""

    YES = "yes"
    MAYBE = "maybe"


@record
class Reached:
    """One connection, or one way."""

    source: str
    target: str
    sure: Sure
    ports: str
    path: tuple[str, ...]
    """What decides it, or the way there."""


@record
class Answer:
    """Everything that is said to a question."""

    reached: tuple[Reached, ...]
    unread: tuple[str, ...]
    """What could not be read, and may be a way too."""

    @property
    def code(self) -> int:
        """0: nobody reaches anybody; 1: somebody does; 2: nobody can tell."""
        if any(one.sure is Sure.YES for one in self.reached):
            return 1
        return 2 if self.reached or self.unread else 0


def ask(stack: Stack, approved: Approved, source: str, target: str) -> Answer:
    """Who of `source` can reach whom of `target`. Raises InputError where one of them means nobody."""
    builder = GraphBuilder(stack, approved)
    read_stack(builder, careful=True)
    graph = build(builder)
    found = layouts(builder)
    openers = ends(source, "--from", graph, found)
    answerers = ends(target, "--to", graph, found)
    question = _Question(builder, graph)
    reached = [one for opener in openers for answerer in answerers for one in question.between(opener, answerer)]
    unread = tuple(dict.fromkeys(f"{one.name}: {one.unreadable.reason}" for one in graph.questions))
    return Answer(tuple(reached), unread)


@dataclass
class _Question:
    builder: GraphBuilder
    graph: Graph

    def between(self, opener: End, answerer: End) -> Iterator[Reached]:
        """What is said of two ends."""
        if opener == answerer:
            return
        if isinstance(opener, PodEnd) and isinstance(answerer, PodEnd) and opener.layout is answerer.layout:
            yield from self._pods(opener, answerer)
        elif isinstance(opener, PodEnd) and (outside := _outside(answerer)) is not None:
            yield from self._addresses(opener, Direction.EGRESS, outside, answerer.name)
        elif isinstance(answerer, PodEnd) and isinstance(opener, AddressEnd):
            yield from self._addresses(answerer, Direction.INGRESS, opener, opener.name)
        elif not isinstance(opener, AddressEnd) and not isinstance(answerer, AddressEnd):
            yield from self._way(opener, answerer)

    def _pods(self, opener: PodEnd, answerer: PodEnd) -> Iterator[Reached]:
        layout = opener.layout
        roads = Roads(self.builder, layout, Services(self.builder, layout), Beyond(self.builder, layout.key))
        permit = roads.permit(opener.made, answerer.made)
        out = layout.policies.one_way(opener.made.pod, Direction.EGRESS, answerer.made.pod)
        inward = layout.policies.one_way(answerer.made.pod, Direction.INGRESS, opener.made.pod)
        said = (
            why(layout, opener.made, Direction.EGRESS, answerer.made.pod, out.by).text,
            why(layout, answerer.made, Direction.INGRESS, opener.made.pod, inward.by).text,
        )
        yield from _said(opener.name, answerer.name, permit, said)

    def _addresses(self, pod: PodEnd, direction: Direction, outside: AddressEnd, name: str) -> Iterator[Reached]:
        """What policies leave between a pod and addresses; whether a road leads there, the network around the cluster decides."""
        permits: list[Permit] = []
        reasons: list[str] = []
        for addresses, verdict in pod.layout.policies.cells(pod.made.pod, direction):
            meant = addresses & outside.addresses
            if meant and verdict.permit.may:
                whole = meant == outside.addresses
                permits.append(verdict.permit if whole or outside.name == INTERNET else verdict.permit.perhaps())
                reasons.append(why(pod.layout, pod.made, direction, Outside(addresses), verdict.by).text)
        permit = union(permits) if permits else NOTHING
        end = (pod.name, name) if direction is Direction.EGRESS else (name, pod.name)
        yield from _said(*end, permit, tuple(dict.fromkeys(reasons)))

    def _way(self, opener: PodEnd | NodeEnd, answerer: PodEnd | NodeEnd) -> Iterator[Reached]:
        goals = self.graph.spots(answerer.key)
        for certain in (True, False):

            def follow(step: Step, certain: bool = certain) -> bool:
                return step.certain or not certain

            walk = self.graph.walk(self.graph.spots(opener.key), follow)
            spot = next((goal for goal in goals if goal in walk), None)
            if spot is None:
                continue
            path = walk.path_to(spot)
            last: Ports = next((step.edge.ports for step in reversed(path) if step.edge is not None), ())
            hops = tuple(hop.text for hop in self.graph.explain(path) if not hop.detail)
            yield Reached(opener.name, answerer.name, Sure.YES if certain else Sure.MAYBE, ports_text(last) if last else "", hops)
            return


def _outside(end: End) -> AddressEnd | None:
    """The internet, and addresses."""
    if isinstance(end, AddressEnd):
        return end
    return AddressEnd(PUBLIC, INTERNET) if isinstance(end, NodeEnd) and end.key == INTERNET else None


def _said(source: str, target: str, permit: Permit, by: tuple[str, ...]) -> Iterator[Reached]:
    must, may = in_graph_words(permit.must), in_graph_words((permit - Permit(permit.must, permit.must)).may)
    for ports, sure in ((must, Sure.YES), (may, Sure.MAYBE)):
        if ports:
            yield Reached(source, target, sure, ports_text(ports), by)
