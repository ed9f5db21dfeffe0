"""Who stands at the far end of a peering, a circuit or a shared hub that the stack does not own.

A named network is ours when the reviewer asserts it; else the account and region tell, where the stack names them.
"""

from posture.graph.builder import GraphBuilder
from posture.graph.kinds import Outside
from posture.reference import Reference
from posture.values import Unknown


def far_network(graph: GraphBuilder, kind: str, literal: str, account: str | Unknown | None, region: str | Unknown | None) -> Reference:
    """The worst that is known of a far network: its account is foreign, its region outside residency, or nobody says whose it is."""
    named = graph.somewhere(kind, literal)
    if standing(graph, named) is Outside.OURS:
        return named
    if isinstance(account, str) and standing(graph, owner := graph.aws_account(account)) is Outside.FOREIGN:
        return owner
    if isinstance(region, str) and standing(graph, place := graph.region(region)) is Outside.RESIDENCY:
        return place
    return named


def worst(graph: GraphBuilder, candidates: list[Reference]) -> Reference | None:
    """Of several far ends that one gateway has, the one that is least ours."""
    order = (Outside.INTERNET, Outside.FOREIGN, Outside.RESIDENCY, Outside.UNKNOWN, Outside.OURS)
    return min(candidates, key=lambda candidate: order.index(standing(graph, candidate)), default=None)


def standing(graph: GraphBuilder, external: Reference) -> Outside:
    """How sure it is that an external node is outside."""
    fact = graph.externals.get(external.literal or "")
    return fact.outside if fact else Outside.UNKNOWN
