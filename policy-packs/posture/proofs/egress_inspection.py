"""T3, `egress-inspection`: every path from inference to the internet passes the inspector, and only to approved providers.

The road of inference ends, by an approved flow, at egress/llm. From there on the egress zone is judged: each of its roads passes a
firewall that drops by default and lets pass approved providers alone. Subnets made for next hops alone (NAT, firewall) hold nothing.
Somebody else's account is as good as the internet: a road there is a road round the inspector. People who come in by the access zone
are answered there, past no inspector: their front is T4's matter.
"""

from collections.abc import Iterator

from ai_zones.plan import ZoneName
from ai_zones.plan.fqdn import covers
from posture.approved import Approved
from posture.graph.graph import HERE, Edge, Follow, Graph, Ground, Inspector
from posture.graph.kinds import NodeKind, Outside
from posture.proofs.finding import Finding
from posture.proofs.flows import Flows
from posture.proofs.gates import follower
from posture.proofs.search import Collector, Crossing, crossings, passes, zone_starts
from posture.proofs.theorems import EGRESS_INSPECTION
from posture.proofs.verdict import Verdict

_EXITS = frozenset({Outside.INTERNET, Outside.FOREIGN})


def egress_inspection(graph: Graph, flows: Flows, approved: Approved) -> tuple[Finding, ...]:
    """One finding for each road round the inspector, and for each name too many."""
    found = Collector(graph, EGRESS_INSPECTION)
    for zone in (ZoneName.INFERENCE, ZoneName.EGRESS):
        for certain in passes(graph):
            for crossing in _exits(graph, flows, zone, certain=certain):
                for verdict, message, cause in _faults(graph, crossing, zone, approved, certain=certain):
                    found.add(verdict, message, crossing, cause)
    return found.findings()


def _exits(graph: Graph, flows: Flows, zone: ZoneName, *, certain: bool) -> Iterator[Crossing]:
    follow = _no_next_hops(graph, follower(flows, certain=certain))

    def leaves(to: Ground) -> bool:
        return to.outside in (*_EXITS, Outside.UNKNOWN)

    starts = [spot for spot in zone_starts(graph, zone) if not _only_gateways(graph, spot[0])]
    yield from crossings(graph.walk(starts, follow), follow, leaves)


def _only_gateways(graph: Graph, key: str) -> bool:
    node = graph.nodes.get(key)
    return node is not None and node.kind is NodeKind.SUBNET and node.only_gateways and node.zone is ZoneName.EGRESS


def _no_next_hops(graph: Graph, follow: Follow) -> Follow:
    return lambda step: follow(step) and not (step.to[1] == HERE and _only_gateways(graph, step.to[0]))


def _faults(
    graph: Graph, crossing: Crossing, zone: ZoneName, approved: Approved, *, certain: bool
) -> Iterator[tuple[Verdict, str, object]]:
    edge = crossing.last.edge
    target = graph.nodes[crossing.last.to[0]]
    cause: tuple[object, ...] = (crossing.cause, target.key)
    if target.outside is Outside.UNKNOWN:
        yield Verdict.UNPROVEN, f"{zone} can reach something that is not known to be ours: {target.name}", cause
        return
    if edge is not None and _answers_people(graph, edge):
        return
    sure = Verdict.VIOLATED if certain else Verdict.UNPROVEN
    perhaps = "" if certain else "it can't be ruled out that "
    if target.outside is Outside.FOREIGN:
        yield sure, f"{perhaps}{zone} can reach somebody who is not ours, past the inspector", cause
        return
    inspectors = edge.inspectors if edge is not None else ()
    # Between the walk's start and the exit packets are one and the same only on the last connection: its inspectors count.
    dropping = [inspector for inspector in inspectors if inspector.certain and inspector.allows is not None]
    if not dropping:
        unsure = [inspector for inspector in inspectors if not inspector.certain]
        if unsure:
            yield Verdict.UNPROVEN, f"what {unsure[0].name} lets pass is unknown", cause
        else:
            reason = "a firewall that does not drop by default" if inspectors else "no inspector"
            yield sure, f"{perhaps}{zone} can reach the internet through {reason}", cause
        return
    for verdict, message in _names(dropping, approved):
        yield verdict if certain else Verdict.UNPROVEN, message, ("names", tuple(i.urn for i in dropping), message)


def _answers_people(graph: Graph, edge: Edge) -> bool:
    """Answers to who came in from the internet by the access zone: that is what the zone is for. T4 judges its front, and its roads out."""
    source, target = graph.nodes[edge.source], graph.nodes[edge.target]
    return source.outside is Outside.INTERNET and target.zone is ZoneName.ACCESS


def _names(inspectors: list[Inspector], approved: Approved) -> Iterator[tuple[Verdict, str]]:
    """Names that all inspectors on the way let pass, and no approved provider has."""
    allowed = [fqdn for provider in approved.providers.values() for fqdn in provider.fqdns]
    best: list[str] | None = None
    for inspector in inspectors:
        names = [_pattern(name) for name in inspector.allows or ()]
        excess = [name for name in names if not any(covers(pattern, name) for pattern in allowed)]
        if best is None or len(excess) < len(best):
            best = excess
    if not best:
        return
    shown = ", ".join(sorted(best)[:5]) + (f" and {len(best) - 5} more" if len(best) > 5 else "")
    if not approved.providers_stated and not approved.providers:
        yield Verdict.UNPROVEN, f"{inspectors[0].name} lets {shown} pass, and nobody says which providers are approved"
    else:
        yield Verdict.VIOLATED, f"{inspectors[0].name} lets {shown} pass: no approved provider"


def _pattern(name: str) -> str:
    name = name.strip().lower().rstrip(".")
    return f"*{name}" if name.startswith(".") else name


def inspected(edge: Edge) -> bool:
    """Whether a road passes a firewall that drops by default."""
    return any(inspector.certain and inspector.allows is not None for inspector in edge.inspectors)
