"""Roads of pods: to each other, and to what lies around the cluster, as far as the policies leave them.

Within one namespace and zone nothing is held apart (docs/decisions/0003), so there no road is worked out. Of two namespaces of one zone one certain
connection is enough.
Source: Kubernetes documentation, "Network Policies": pods accept everything until a policy isolates them; what is allowed is what egress of the one end and
ingress of the other both allow; traffic between a pod and its own node always passes.
"""

from collections import defaultdict
from dataclasses import dataclass, field

from ai_zones.plan import ZoneName
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EdgeFact
from posture.graph.kinds import EdgeKind, Moves
from posture.graph.kinds import Outside as Outsider
from posture.graph.ports import Ports, merge, subtract
from posture.kubernetes.network_policies import Direction
from posture.kubernetes.parties import Outside
from posture.kubernetes.permits import EVERYTHING, NOTHING, Permit, in_graph_words
from posture.readers.kubernetes.beyond import Beyond, End
from posture.readers.kubernetes.layout import Layout
from posture.readers.kubernetes.pods import Made
from posture.readers.kubernetes.services import Services
from posture.readers.kubernetes.why import why
from posture.reference import Reference


@dataclass
class Roads:
    """Draws the roads of one cluster."""

    graph: GraphBuilder
    layout: Layout
    services: Services
    beyond: Beyond
    _settled: dict[tuple[object, ...], Ports] = field(default_factory=dict)

    def draw(self) -> None:
        """Every road that a theorem may need."""
        if not self.layout.classified:
            return
        for made in self.layout.pods:
            for direction in Direction:
                self._outside(made, direction)
        self._inside()

    def permit(self, source: Made, target: Made) -> Permit:
        """Ports of the target on which the source can open connections."""
        found = self.layout.policies.between(source.pod, target.pod)
        if source.pod.on_host is not False or target.pod.on_host is not False:
            # A pod in its node's network passes the policies of those beside it; one that stands on every node is beside all.
            same_node = EVERYTHING if source.everywhere and source.pod.on_host is True else EVERYTHING.perhaps()
            found = found | same_node
        return found

    def _inside(self) -> None:
        for source in self.layout.pods:
            for target in self.layout.pods:
                if source is target or not self._matters(source, target):
                    continue
                permit = self.permit(source, target)
                if not permit.may:
                    continue
                key = (source.home.key, target.home.key, source.home.zone, target.home.zone, *self._tags(source), *self._tags(target))
                both = source.home.zone is not None and target.home.zone is not None
                if both and not subtract(permit.may, self._settled.get(key, ())):
                    continue
                because = self._because(source, target)
                said = self.services.as_called(target, source.home.zone, permit)
                self._say(Reference.to(source.pod.key), Reference.to(target.pod.key), said, because)
                if both and permit.exact:
                    self._settled[key] = merge((*self._settled.get(key, ()), *permit.must))

    def _matters(self, source: Made, target: Made) -> bool:
        here, there = source.home, target.home
        return here is not there or here.zone is None or self._own_zone(source) or self._own_zone(target)

    def _own_zone(self, made: Made) -> bool:
        """Whether pods say a zone of their own, beside their namespace's."""
        said = self.graph.tags.get(made.pod.key, {}).get("ai-zone")
        return said is not None and said != (made.home.zone.value if made.home.zone is not None else None)

    def _tags(self, made: Made) -> tuple[object, ...]:
        tags = self.graph.tags.get(made.pod.key, {})
        return tuple(str(tags.get(name)) for name in ("ai-zone", "ai-service", "ai-flow"))

    def _outside(self, made: Made, direction: Direction) -> None:
        """What lies around the cluster. Nobody comes in from the internet but by an entry (`services`)."""
        found: dict[Reference, tuple[Permit, Because]] = {}
        for addresses, verdict in self.layout.policies.cells(made.pod, direction):
            permit = EVERYTHING if made.pod.on_host is True else verdict.permit
            if not permit.may:
                continue
            for end in self.beyond.at(addresses, made.home.zone):
                if direction is Direction.INGRESS and self._comes_otherwise(made, end):
                    continue
                known, because = found.get(end.reference, (NOTHING, None))
                reason = because or why(self.layout, made, direction, Outside(addresses), verdict.by)
                found[end.reference] = (known | (permit if end.certain else permit.perhaps()), reason)
        for reference, (permit, because) in found.items():
            mine = Reference.to(made.pod.key)
            ends = (mine, reference) if direction is Direction.EGRESS else (reference, mine)
            if direction is Direction.INGRESS:
                permit = self.services.as_called(made, None, permit)
            self._say(*ends, permit, because)

    def _comes_otherwise(self, made: Made, end: End) -> bool:
        """Nobody comes in from the internet but by a door (`doors`); and whoever comes in by the access zone is its business, as the internet is."""
        external = self.graph.externals.get(end.reference.literal or "")
        if external is None:
            return False
        return external.outside is Outsider.INTERNET or (external.outside is Outsider.UNKNOWN and made.home.zone is ZoneName.ACCESS)

    def _because(self, source: Made, target: Made) -> Because:
        if source.pod.on_host is True:
            return why(self.layout, source, Direction.EGRESS, target.pod, ())
        by = self.layout.policies.one_way(target.pod, Direction.INGRESS, source.pod).by
        return why(self.layout, target, Direction.INGRESS, source.pod, by)

    def _say(self, source: Reference, target: Reference, permit: Permit, because: Because) -> None:
        must, may = in_graph_words(permit.must), in_graph_words(permit.may)
        for ports, sure in ((must, True), (subtract(may, must), False)):
            if ports:
                self.graph.add(EdgeFact(source, target, EdgeKind.ROUTE, because, Moves.BOTH, certain=sure, protocols=ports))


def by_home(layout: Layout) -> dict[str, list[Made]]:
    """Pods by the key of their namespace."""
    found: dict[str, list[Made]] = defaultdict(list)
    for made in layout.pods:
        found[made.home.key].append(made)
    return found
