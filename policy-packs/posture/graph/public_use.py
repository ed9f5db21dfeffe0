"""Stores that workloads use at a cloud service's public address: no endpoint is needed where there is a road to the internet.

A host in a public subnet reads a bucket by its role as well as one behind an endpoint does. Whether it has the road, only the forwarding
walk tells; so readers say what its identity may use (`PublicUseFact`), and here the two come together.
"""

from collections.abc import Iterator, Sequence

from posture.graph.builder import INTERNET
from posture.graph.facts import PublicUseFact
from posture.graph.graph import Edge, Hop
from posture.graph.kinds import EdgeKind, Moves
from posture.graph.nodes import Nodes
from posture.graph.ports import tcp

_HTTPS = tcp(((443, 443),))


def in_public(nodes: Nodes, roads: Sequence[Edge]) -> Iterator[Edge]:
    """A use for each workload that is sure, or may be, on a road to the internet. What comes back is what the store holds."""
    open_roads = {edge.source: edge.certain for edge in sorted(roads, key=lambda edge: edge.certain) if _lets_through(edge)}
    for fact in nodes.builder.of(PublicUseFact):
        if fact.workload not in nodes.found or fact.store not in nodes.found:
            continue
        stands = [(choice.key, choice.certain) for choice in nodes.topology.standing.get(fact.workload, ())]
        found = [certain and open_roads[key] for key, certain in (*stands, (fact.workload, True)) if key in open_roads]
        if found:
            hop = (Hop(fact.because.text or fact.because.prop, fact.because.urn, fact.because.prop),)
            cause = f"{fact.because.urn}#{fact.because.prop}#{fact.store}"
            sure = fact.certain and any(found)
            yield Edge(fact.workload, fact.store, EdgeKind.USE, _HTTPS, Moves.BACKWARD, sure, fact.because, hop, hop, cause)


def _lets_through(edge: Edge) -> bool:
    """A road to the internet; a firewall that drops by default and names nothing else keeps it to those names."""
    if edge.target != INTERNET or edge.kind is not EdgeKind.ROUTE or not edge.carries_forward:
        return False
    return not any(inspector.certain and inspector.allows is not None for inspector in edge.inspectors)
