"""T1, `phi-exit`: no ungated path leads from a PHI node to the outside.

Source: 45 CFR 164.312(a)(1) (access control), 164.312(e)(1) (transmission security); NIST SP 800-207, section 2.1.
"""

from collections.abc import Iterator

from posture.graph.graph import Graph, Ground, Node
from posture.graph.kinds import Outside
from posture.proofs.finding import Finding
from posture.proofs.flows import Flows
from posture.proofs.gates import follower
from posture.proofs.search import Collector, Crossing, crossings, holders, passes
from posture.proofs.theorems import PHI_EXIT
from posture.proofs.verdict import Verdict

_MESSAGES = {
    Outside.INTERNET: "PHI can reach the internet",
    Outside.FOREIGN: "PHI can reach somebody who is not ours",
    Outside.RESIDENCY: "PHI can leave its residency",
    Outside.UNKNOWN: "PHI can reach something that is not known to be ours",
}


def phi_exit(graph: Graph, flows: Flows) -> tuple[Finding, ...]:
    """One finding for each way out."""
    found = Collector(graph, PHI_EXIT)
    for certain in passes(graph):
        for crossing, target in _exits(graph, flows, certain=certain):
            assert target.outside is not None
            sure = certain and target.outside is not Outside.UNKNOWN
            message = _MESSAGES[target.outside]
            if not certain and target.outside is not Outside.UNKNOWN:
                message = f"it can't be ruled out that {message}"
            elif target.outside is Outside.UNKNOWN:
                message = f"{message}: {target.name}"
            # One profile of a model answers in a score of regions: they are one way out of residency.
            where = target.outside if target.outside is Outside.RESIDENCY else target.key
            found.add(Verdict.VIOLATED if sure else Verdict.UNPROVEN, message, crossing, (crossing.cause, where))
    return found.findings()


def _exits(graph: Graph, flows: Flows, *, certain: bool) -> Iterator[tuple[Crossing, Node]]:
    follow = follower(flows, certain=certain)
    walk = graph.walk(holders(graph), follow)

    def leaves(to: Ground) -> bool:
        return to.outside not in (None, Outside.OURS)

    for crossing in crossings(walk, follow, leaves):
        yield crossing, graph.nodes[crossing.last.to[0]]
