"""T2, `phi-redaction`: every path from PHI to inference passes the de-identification service.

Source: 45 CFR 164.514(a) and (b) (de-identification), 164.502(b) (minimum necessary).
"""

from typing import Final

from ai_zones.plan import CEILING, ZoneName
from posture.graph.graph import Follow, Graph, Ground
from posture.graph.kinds import NodeKind
from posture.proofs.finding import Finding, Hop
from posture.proofs.flows import Flows
from posture.proofs.gates import follower
from posture.proofs.search import Collector, crossings, holders, passes
from posture.proofs.theorems import PHI_REDACTION
from posture.proofs.verdict import Verdict

AI_SERVICES: Final = frozenset(
    service
    for zones in CEILING.cloud_services.values()
    for service in zones[ZoneName.INFERENCE] | zones[ZoneName.DEIDENTIFICATION]
    if not any(service in zones[ZoneName.PHI] or service in zones[ZoneName.EGRESS] for zones in CEILING.cloud_services.values())
) - {"cosmos-db", "service-bus"}
"""Cloud services that inference or deidentification may use and the PHI zone may not: the clouds' own models. Documents and queues keep
what they are given, and infer nothing."""


def phi_redaction(graph: Graph, flows: Flows) -> tuple[Finding, ...]:
    """One finding for each road past the de-identification service."""
    found = Collector(graph, PHI_REDACTION)

    def enters(to: Ground) -> bool:
        return to.zone is ZoneName.INFERENCE

    for certain in passes(graph):
        follow = follower(flows, certain=certain)
        for crossing in crossings(graph.walk(holders(graph), follow), _from_elsewhere(graph, follow), enters):
            verdict = Verdict.VIOLATED if certain else Verdict.UNPROVEN
            message = "PHI can reach inference past the de-identification service"
            found.add(verdict, message if certain else f"it can't be ruled out that {message}", crossing)
    for node in graph.nodes.values():
        if node.kind is NodeKind.ENDPOINT and node.zone is ZoneName.PHI and node.service in AI_SERVICES:
            path = (Hop(node.name, node.key), Hop(node.service))
            found.put(Verdict.VIOLATED, "the PHI zone can reach a model of the cloud's own, unredacted", path, node.key, node.key)
    return found.findings()


def _from_elsewhere(graph: Graph, follow: Follow) -> Follow:
    """Within inference nothing enters it."""
    return lambda step: graph.zone_at(step.origin) is not ZoneName.INFERENCE and follow(step)
