"""Front Door and Traffic Manager: the internet's way to origins, by private link or by their public addresses.

An origin by private link is entered from the internet through Front Door although it has no public address. An origin by name is a public one,
whose own door is read where it stands.

Source: Azure documentation, "Secure your origin with Private Link in Azure Front Door Premium", "Origins and origin groups in Azure Front Door".
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.arm import parse_arm_id, refer
from posture.readers.registry import inert, reads
from posture.values import is_unknown
from posture.view import Path, ResourceView


@reads("azure-native:cdn:AFDOrigin", "azure-native:cdn:Origin")
def origin(resource: ResourceView, graph: GraphBuilder) -> None:
    """An origin of a profile or endpoint."""
    for path in ("sharedPrivateLinkResource.privateLink.id", "privateLinkResourceId"):
        _entered(graph, resource, path)


@reads("azure-native:cdn:Endpoint")
def endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """A classic endpoint with its origins inside."""
    blocks = resource.blocks("origins")
    for block in [] if is_unknown(blocks) else blocks:
        _entered(graph, resource, f"{block}.privateLinkResourceId")


@reads("azure-native:frontdoor:FrontDoor")
def front_door(resource: ResourceView, graph: GraphBuilder) -> None:
    """A classic Front Door with its backends inside."""
    pools = resource.blocks("backendPools")
    for pool in [] if is_unknown(pools) else pools:
        blocks = resource.blocks(f"{pool}.backends")
        for block in [] if is_unknown(blocks) else blocks:
            _entered(graph, resource, f"{block}.privateLinkResourceId")


def _entered(graph: GraphBuilder, view: ResourceView, path: Path) -> None:
    if view.value(path) is None:
        return
    target = refer(graph, view, path)
    because = Because(view.resource.urn, path, "by private link")
    if target.targets:
        graph.edge(graph.internet(), target, EdgeKind.LINK, because, ports=((443, 443), (80, 80)), certain=target.certain)
        return
    found = parse_arm_id(target.literal)
    if found is None or found.subscription is None or found.subscription in graph.own_subscriptions:
        graph.unreadable(view.resource.urn, f"{path}: leads to {target.literal or 'something unknown'}, which no resource of the stack is")


inert(
    "A public name, a certificate or a rule of Front Door; where it leads, its origins say (Azure documentation, What is Azure Front Door?)",
    *(
        f"azure-native:cdn:{name}"
        for name in (
            "AFDCustomDomain",
            "AFDEndpoint",
            "AFDOriginGroup",
            "AFDTargetGroup",
            "CustomDomain",
            "KeyGroup",
            "OriginGroup",
            "Policy",
            "Profile",
            "Route",
            "Rule",
            "RuleSet",
            "Secret",
            "SecurityPolicy",
        )
    ),
    "azure-native:frontdoor:Policy",
    "azure-native:frontdoor:RulesEngine",
    "azure-native:frontdoor:Experiment",
    "azure-native:frontdoor:NetworkExperimentProfile",
)
inert(
    "Answers with the name of one of several endpoints and carries no packet (Azure documentation, What is Traffic Manager?)",
    "azure-native:trafficmanager:Profile",
    "azure-native:trafficmanager:Endpoint",
    "azure-native:trafficmanager:TrafficManagerUserMetricsKey",
)
