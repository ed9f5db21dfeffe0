"""The five theorems, judged over one graph. Unknown is never a pass: what could not be read is a reason against `proven`."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Final

from ai_zones.plan import DataClass, ZoneName
from posture.approved import Approved
from posture.graph.graph import Graph, OpenQuestion
from posture.graph.kinds import NodeKind
from posture.proofs.dns_closed import CLOSED_ZONES, dns_closed
from posture.proofs.egress_inspection import egress_inspection
from posture.proofs.finding import Finding, TheoremResult
from posture.proofs.flows import Flows
from posture.proofs.gates import ASSUMPTIONS, follower
from posture.proofs.phi_exit import phi_exit
from posture.proofs.phi_redaction import phi_redaction
from posture.proofs.search import HOLDERS, holders
from posture.proofs.theorems import DNS_CLOSED, EGRESS_INSPECTION, PHI_EXIT, PHI_REDACTION, THEOREMS, ZONE_SEGMENTATION
from posture.proofs.verdict import Verdict, worst
from posture.proofs.zone_segmentation import zone_segmentation

NOTHING_PHI: Final = "nothing is classified phi"
NOTHING_AT_ALL: Final = "no store, network or program is classified: no tag ai-zone, and no name that posture.yaml maps to a zone"

CONCERNS: Final[dict[str, frozenset[ZoneName]]] = {
    PHI_EXIT: HOLDERS,
    PHI_REDACTION: HOLDERS | {ZoneName.INFERENCE},
    EGRESS_INSPECTION: frozenset({ZoneName.INFERENCE, ZoneName.EGRESS}),
    ZONE_SEGMENTATION: frozenset(ZoneName),
    DNS_CLOSED: CLOSED_ZONES,
}
"""The zones of each theorem: something unreadable that touches none of them leaves it alone."""


def judge(graph: Graph, approved: Approved, theorems: Sequence[str] = THEOREMS) -> list[TheoremResult]:
    """T1 to T5, or those given, in order."""
    flows = Flows(graph, approved)
    proofs: dict[str, Callable[[], tuple[Finding, ...]]] = {
        PHI_EXIT: lambda: phi_exit(graph, flows),
        PHI_REDACTION: lambda: phi_redaction(graph, flows),
        EGRESS_INSPECTION: lambda: egress_inspection(graph, flows, approved),
        ZONE_SEGMENTATION: lambda: zone_segmentation(graph, flows),
        DNS_CLOSED: lambda: dns_closed(graph),
    }
    reached = graph.walk(holders(graph), follower(flows, certain=False)).keys
    return [
        _result(theorem, proofs[theorem](), _reasons(graph, theorem, reached), graph.assumptions)
        for theorem in THEOREMS
        if theorem in theorems
    ]


def _result(theorem: str, findings: tuple[Finding, ...], reasons: Iterable[str], assumed: tuple[str, ...]) -> TheoremResult:
    why = tuple(dict.fromkeys(reasons))
    verdict = worst((*(finding.verdict for finding in findings), *((Verdict.UNPROVEN,) if why else ())))
    return TheoremResult(theorem, verdict, findings, why, (*ASSUMPTIONS, *assumed) if theorem != DNS_CLOSED else ())


def _reasons(graph: Graph, theorem: str, reached: frozenset[str]) -> Iterator[str]:
    """Why a theorem can't be proven, though no path is to blame."""
    if not any(node.zone is not None or node.data_class is not None for node in graph.nodes.values()):
        yield NOTHING_PHI if theorem in (PHI_EXIT, PHI_REDACTION, EGRESS_INSPECTION) else NOTHING_AT_ALL
    elif theorem in (PHI_EXIT, PHI_REDACTION, EGRESS_INSPECTION) and not _phi(graph):
        yield NOTHING_PHI
    for node in graph.nodes.values():
        if node.zone_unknown and (theorem != DNS_CLOSED or node.kind in (NodeKind.NETWORK, NodeKind.SUBNET)):
            yield f"the zone of {node.name} can't be told: {node.zone_unknown}"
    for question in graph.questions:
        if _leaves_open(question, theorem, reached):
            yield f"{question.name}: {question.unreadable.reason}"


def _phi(graph: Graph) -> bool:
    return any(
        node.zone is ZoneName.PHI or node.data_class == DataClass.PHI for node in graph.nodes.values() if node.kind is not NodeKind.EXTERNAL
    )


def _leaves_open(question: OpenQuestion, theorem: str, reached: frozenset[str]) -> bool:
    theorems = question.unreadable.theorems
    if theorems and theorem not in theorems:
        return False
    if question.zones is None:
        return True
    # An unclassified node counts where PHI gets to it: what is not understood there may lead on.
    return bool(question.zones & CONCERNS[theorem]) or (theorem != DNS_CLOSED and bool(question.nodes & reached))
