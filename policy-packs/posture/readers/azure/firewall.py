"""Azure Firewall as a next hop that inspects, and what it lets in.

Sources: Azure documentation, "What is Azure Firewall?", "Azure Firewall DNAT rules" (translation of what comes in on its public addresses).
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, GatewayFact
from posture.graph.kinds import EdgeKind, GatewayKind
from posture.readers.azure.balancing import at_address
from posture.readers.azure.firewall_rules import inspection
from posture.readers.azure.firewalls import firewalls
from posture.readers.azure.tokens import FIREWALL, IP_GROUP, RULE_COLLECTION_GROUP
from posture.readers.azure.wan import hub_edge
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView


@reads(FIREWALL)
def azure_firewall(resource: ResourceView, graph: GraphBuilder) -> None:
    """A firewall with what its policy lets pass; it goes on by the routes of its subnet, or of its hub."""
    urn = resource.resource.urn
    found = next(firewall for firewall in firewalls(graph) if firewall.urn == urn)
    seen, inward = inspection(graph, resource)
    subnets = found.subnets
    if not found.hub.absent:
        subnets = tuple(Reference.to(hub_edge(graph, hub)) for hub in found.hub.targets)
    if not subnets or any(not reference.targets for reference in subnets):
        graph.unreadable(urn, "where the firewall stands is unknown, or no resource of the stack")
    graph.add(
        GatewayFact(
            urn,
            GatewayKind.FIREWALL,
            subnets=subnets,
            inspects=seen.allows,
            certain=seen.certain,
            passes=seen.passes,
            ruled_by=seen.ruled_by,
        )
    )
    for way in inward:
        target = at_address(graph, way.address) if way.address is not None else Reference(certain=False)
        if way.address is None or not target.targets:
            graph.unreadable(
                urn, f"it translates what comes in to {way.address or way.name or 'an unknown address'}, which nothing of the stack has"
            )
            continue
        because = Because(way.because.urn, way.because.prop, f"DNAT to {way.because.text}")
        graph.edge(graph.internet(), target, EdgeKind.ROUTE, because, ports=way.ports, certain=target.certain)


@reads("azure-native:network:FirewallPolicyRuleGroup")
def older_rule_group(resource: ResourceView, graph: GraphBuilder) -> None:
    """Rules of a policy in the form of an older API: not followed."""
    graph.unreadable(resource.resource.urn, "rules in the form of an older API (FirewallPolicyRuleGroup), which are not followed")


inert(
    "Read by the firewall that uses it (Azure documentation, Azure Firewall policy rule sets)",
    RULE_COLLECTION_GROUP,
    IP_GROUP,
)
inert(
    "A draft lets nothing pass until it is deployed to its policy (Azure documentation, Azure Firewall draft and deployment)",
    "azure-native:network:FirewallPolicyDraft",
    "azure-native:network:FirewallPolicyRuleCollectionGroupDraft",
)
