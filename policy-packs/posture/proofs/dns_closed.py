"""T5, `dns-closed`: the resolvers of phi, deidentification, inference and training answer only an allow-list.

Names carry data: a query for `<data>.example.com` leaves by the resolver though no packet has a road.
Source: Amazon Route 53 Developer Guide, "Route 53 Resolver DNS Firewall"; MITRE ATT&CK T1071.004.
"""

from typing import Final

from ai_zones.plan import ZoneName
from posture.graph.facts import ResolverFact
from posture.graph.graph import Graph
from posture.graph.kinds import NodeKind
from posture.graph.topology import choices
from posture.proofs.finding import Finding, Hop
from posture.proofs.search import Collector
from posture.proofs.theorems import DNS_CLOSED
from posture.proofs.verdict import Verdict

CLOSED_ZONES: Final = frozenset({ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE, ZoneName.TRAINING})


def dns_closed(graph: Graph) -> tuple[Finding, ...]:
    """One finding for each network whose resolver is not known to be closed."""
    found = Collector(graph, DNS_CLOSED)
    speaking = _speaking(graph)
    unknown = [resolver for resolver in graph.resolvers if any(reference.unknown for reference in resolver.networks)]
    for key, zones in sorted(_networks(graph).items()):
        name = graph.nodes[key].name
        verdict, message, resolver = _judge(graph, key, speaking.get(key, []), unknown)
        if verdict is Verdict.PROVEN:
            continue
        zone = ", ".join(sorted(zones))
        path = (Hop(name, key), *((Hop(graph.nodes[resolver.urn].name, resolver.urn, resolver.because),) if resolver else ()))
        found.put(verdict, f"{name} ({zone}): {message}", path, resolver.urn if resolver else key, key)
    return found.findings()


def _networks(graph: Graph) -> dict[str, set[ZoneName]]:
    """Networks of the zones, or with subnets of the zones."""
    found: dict[str, set[ZoneName]] = {}
    for node in graph.nodes.values():
        network = node.key if node.kind is NodeKind.NETWORK else node.network if node.kind is NodeKind.SUBNET else None
        if network is not None and node.zone in CLOSED_ZONES and network in graph.nodes:
            assert node.zone is not None
            found.setdefault(network, set()).add(node.zone)
    return found


def _speaking(graph: Graph) -> dict[str, list[tuple[ResolverFact, bool]]]:
    """The resolvers that speak for each network, and whether for certain."""
    found: dict[str, list[tuple[ResolverFact, bool]]] = {}
    for resolver in graph.resolvers:
        for reference in resolver.networks:
            for choice in choices(reference):
                found.setdefault(choice.key, []).append((resolver, choice.certain))
    return found


def _judge(
    graph: Graph, network: str, speaking: list[tuple[ResolverFact, bool]], unknown: list[ResolverFact]
) -> tuple[Verdict, str, ResolverFact | None]:
    if graph.nodes[network].kind is NodeKind.EXTERNAL:
        return Verdict.UNPROVEN, "the network is not in the stack, so its resolver can't be seen", None
    closing = [resolver for resolver, certain in speaking if certain and resolver.closed is True]
    opening = [resolver for resolver, certain in speaking if certain and resolver.closed is False]
    if closing and not opening:
        return Verdict.PROVEN, "", None
    if closing:
        return Verdict.UNPROVEN, "one configuration of its resolver closes it, another does not", opening[0]
    unsure = [resolver for resolver, certain in speaking if not certain or resolver.closed is None] or unknown
    if unsure:
        return Verdict.UNPROVEN, "whether its resolver answers only an allow-list is not known", unsure[0]
    if opening:
        return Verdict.VIOLATED, "its resolver answers every name that nothing blocks", opening[0]
    return Verdict.VIOLATED, "its resolver answers every name: nothing closes it", None
