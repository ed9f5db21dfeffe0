"""A duty for whoever judges by rules alone: rules look at what is classified, and where nothing is, there was nothing to look at."""

from collections.abc import Iterator, Sequence
from typing import Final

from posture.graph.graph import Graph
from posture.proofs.finding import TheoremResult
from posture.proofs.verdict import Verdict

SOMETHING_CLASSIFIED: Final = "something-classified"
NOTHING_AT_ALL: Final = "no store, network or program is classified: no tag ai-zone, and no name that posture.yaml maps to a zone"


def anything_classified(graph: Graph) -> bool:
    """Whether a zone or a class of data is known of anything in the graph."""
    return any(node.zone is not None or node.data_class is not None for node in graph.nodes.values())


def unclassified(graph: Graph, theorems: Sequence[str]) -> Iterator[TheoremResult]:
    """One `unproven` result where nothing is classified and no theorem is judged, which would say so itself; else none."""
    if not theorems and not anything_classified(graph):
        yield TheoremResult(SOMETHING_CLASSIFIED, Verdict.UNPROVEN, (), (NOTHING_AT_ALL,))
