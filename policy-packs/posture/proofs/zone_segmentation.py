"""T4, `zone-segmentation`: two zones are joined only by approved flows, by service, port and initiator.

Five things are judged:
- every connection between nodes of two zones is an approved flow;
- nothing unclassified joins two zones: it is a conduit, and what it reaches counts for the zone (being joined to it alone does not);
- no resource is classified for another zone than its network;
- circuits and VPNs lead to declared peers, each by its one port and direction (`peers`);
- no zone but egress has a road to the internet, and into none but access (and egress, which T3 judges) does one lead. Roads of phi,
  deidentification and inference are T1's and T3's; an inspected road of inference is still its own, and said here.

Source: NIST SP 800-207, section 3.1.2 (micro-segmentation); NIST SP 800-53 AC-4 (information flow enforcement).
"""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.facts import OPEN_FRONT
from posture.graph.graph import BACK, HERE, TOWARDS, Edge, Graph, Ground, Node, Step
from posture.graph.kinds import EdgeKind, GatewayKind, NodeKind, Outside
from posture.graph.ports import text
from posture.proofs.egress_inspection import inspected
from posture.proofs.finding import Finding, Hop
from posture.proofs.flows import OBJECT_STORES, Flows
from posture.proofs.peers import peer_faults
from posture.proofs.search import Collector, Crossing, crossings, passes
from posture.proofs.theorems import ZONE_SEGMENTATION
from posture.proofs.verdict import Verdict

_T1_OR_T3: Final = frozenset({ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE, ZoneName.EGRESS})
_WATCH: Final = frozenset({ZoneName.MANAGEMENT, ZoneName.CONTROL})
"""Zones whose topics tell people by mail what alarms say: no road. What PHI reaches by such a topic is T1's, and what models reach T3's.

Source: Amazon CloudWatch User Guide, "Notifying users on alarm changes"; Amazon SNS Developer Guide, "Subscribing an email address".
"""
_OUTWARD_ONLY: Final = frozenset({GatewayKind.NAT, GatewayKind.EGRESS_ONLY})


def zone_segmentation(graph: Graph, flows: Flows) -> tuple[Finding, ...]:
    """One finding for each join that is no approved flow, each conduit, contradiction and road to the internet."""
    found = Collector(graph, ZONE_SEGMENTATION)
    _contradictions(graph, found)
    _joins(graph, flows, found)
    _peers(graph, flows, found)
    for zone in ZoneName:
        _conduits(graph, zone, found)
    return found.findings()


def _contradictions(graph: Graph, found: Collector) -> None:
    for conflict in graph.conflicts:
        node = graph.nodes.get(conflict.key)
        name = node.name if node is not None else conflict.key
        says = "belongs by its name to" if conflict.named else "is tagged"
        message = f"{name} {says} {conflict.zone} but stands in {conflict.network}, which is {conflict.network_zone}"
        if conflict.mixed:
            message = f"{name} ({conflict.zone}) stands in {conflict.network} together with {conflict.network_zone}: give each a cluster of its own"
        found.put(Verdict.VIOLATED, message, (Hop(name, conflict.key), Hop(conflict.network)), conflict.key, ("conflict", conflict.key))


def _joins(graph: Graph, flows: Flows, found: Collector) -> None:
    for edge in graph.edges:
        source, target = graph.nodes[edge.source], graph.nodes[edge.target]
        if edge.kind in (EdgeKind.ROUTE, EdgeKind.LINK):
            _strangers(graph, edge, source, target, found)
        approval = flows.approval(edge)
        if approval.allowed:
            continue
        verdict = Verdict.VIOLATED if edge.certain else Verdict.UNPROVEN
        perhaps = "" if edge.certain else "it can't be ruled out that "
        ports = f" on {text(edge.ports)}" if edge.kind in (EdgeKind.ROUTE, EdgeKind.LINK) else ""
        message = f"{perhaps}{source.name} ({source.zone}) can reach {target.name} ({target.zone}){ports}: {approval.why_not}"
        found.add(verdict, message, _alone(edge), (source.zone, target.zone, edge.cause))


def _strangers(graph: Graph, edge: Edge, source: Node, target: Node, found: Collector) -> None:
    """A zone joined to a network that nobody knows: it may be another zone's."""
    for node, other in ((source, target), (target, source)):
        if node.zone is not None and other.outside is Outside.UNKNOWN and other.zone is None:
            message = f"{node.name} ({node.zone}) is joined to {other.name}, which is not known to be ours and may be of another zone"
            found.add(Verdict.UNPROVEN, message, _alone(edge), (node.zone, other.key))


def _peers(graph: Graph, flows: Flows, found: Collector) -> None:
    """Circuits and VPNs lead to declared peers, each by its own connection."""
    for fault in peer_faults(graph, flows.peers):
        sure = fault.edge.certain
        message = fault.message if sure else f"it can't be ruled out that {fault.message}"
        found.add(Verdict.VIOLATED if sure else Verdict.UNPROVEN, message, _alone(fault.edge), fault.cause)


def _alone(edge: Edge) -> Crossing:
    step = Step((edge.source, HERE), (edge.target, HERE), edge)
    return Crossing((step,), edge)


def _conduits(graph: Graph, zone: ZoneName, found: Collector) -> None:
    """What a zone reaches through unclassified nodes, and its roads to the internet."""
    starts = [
        (node.key, layer)
        for node in graph.nodes.values()
        if node.zone is zone and node.kind not in (NodeKind.EXTERNAL, NodeKind.GATEWAY)
        for layer in _layers(node)
    ]
    if not starts:
        return
    grounds = graph.grounds
    within = frozenset(ground for ground in set(grounds.values()) if ground.zone in (None, zone) and not _outside(ground))
    for certain in passes(graph):

        def follow(step: Step, certain: bool = certain) -> bool:
            return (step.certain or not certain) and grounds[step.to[0]] in within

        def free(step: Step, certain: bool = certain) -> bool:
            return step.certain or not certain

        walk = graph.walk(starts, follow)
        for crossing in crossings(walk, free, lambda to: to.zone not in (None, zone)):
            other = graph.zone_at(crossing.last.to)
            if not _through_unclassified(graph, crossing) or _object_store(graph, crossing, zone, other):
                continue
            verdict = Verdict.VIOLATED if certain else Verdict.UNPROVEN
            message = f"{'' if certain else 'it can be that '}{zone} is joined to {other} through what is unclassified"
            through = frozenset(step.to[0] for step in crossing.path if step.to[0] in graph.nodes and _unclassified(graph, step))
            found.add(verdict, message, crossing, (frozenset({zone, other}), through))
        for crossing in crossings(walk, free, _outside):
            for message in _roads(graph, zone, crossing):
                verdict = Verdict.VIOLATED if certain else Verdict.UNPROVEN
                found.add(verdict, message if certain else f"it can't be ruled out that {message}", crossing, (zone, crossing.cause))


def _layers(node: Node) -> tuple[str, ...]:
    return {NodeKind.ENDPOINT: (TOWARDS,), NodeKind.SERVICE: (BACK,), NodeKind.IDENTITY: (TOWARDS, BACK)}.get(node.kind, (HERE,))


def _outside(ground: Ground) -> bool:
    return ground.outside is Outside.INTERNET


def _through_unclassified(graph: Graph, crossing: Crossing) -> bool:
    """Whether the path leaves the zone into something unclassified before it enters the other: direct joins are judged by themselves."""
    return any(_unclassified(graph, step) for step in crossing.path[:-1])


def _unclassified(graph: Graph, step: Step) -> bool:
    node = graph.nodes.get(step.to[0])
    if node is not None:
        return node.zone is None and node.kind is not NodeKind.EXTERNAL
    return step.to[0] in graph.zones and graph.zones[step.to[0]] is None


def _object_store(graph: Graph, crossing: Crossing, zone: ZoneName, other: ZoneName | None) -> bool:
    """Deidentification's use of the PHI object stores, by an identity of nobody's zone."""
    if {zone, other} != {ZoneName.PHI, ZoneName.DEIDENTIFICATION}:
        return False
    return any(
        step.edge is not None
        and step.edge.kind in (EdgeKind.USE, EdgeKind.SHARE)
        and graph.nodes[step.edge.target].zone is ZoneName.PHI
        and graph.nodes[step.edge.target].service in OBJECT_STORES
        for step in crossing.path
    )


def _roads(graph: Graph, zone: ZoneName, crossing: Crossing) -> Iterator[str]:
    edge = crossing.last.edge
    if edge is None:
        return
    if zone in _T1_OR_T3:
        if zone is ZoneName.INFERENCE and inspected(edge):
            yield f"{zone} has a road to the internet of its own: only egress may have one"
        return
    if zone in _WATCH and edge.notice:
        return
    if zone is not ZoneName.ACCESS:
        yield f"{zone} has a road to the internet: only egress may have one"
        return
    if edge.because is not None and edge.because.text == OPEN_FRONT:
        yield f"{zone} is entered by everybody: its front has a policy without conditions, which asks neither who people are nor from what device"
    elif _OUTWARD_ONLY & set(edge.gateways):
        yield f"{zone} has a road out to the internet: only what comes in is its business"
    elif edge.source in graph.opens_out:
        opener = graph.nodes[graph.opens_out[edge.source]].name
        yield f"{opener} ({zone}) may open connections to the internet: only what comes in is its business"
