"""ExpressRoute circuits: they reach a network by a connection, and each other by Global Reach.

Sources: Azure documentation, "ExpressRoute circuits and peering", "ExpressRoute Global Reach" (joins the private peerings of two circuits, so
what is behind the one reaches what is behind the other).
"""

from posture.graph.builder import CIRCUIT as FAR
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.graph.kinds import EdgeKind
from posture.readers.azure.arm import parent_of, parse_arm_id, refer
from posture.readers.azure.tokens import CIRCUIT, CIRCUIT_CONNECTION, CIRCUIT_PEERING, LOCAL_GATEWAY
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView


@reads(CIRCUIT_CONNECTION)
def global_reach(resource: ResourceView, graph: GraphBuilder) -> None:
    """Two circuits joined: whoever is behind the other one is behind this one too."""
    urn = resource.resource.urn
    here = _circuit(graph, parent_of(resource, graph, CIRCUIT_PEERING), resource)
    there = _circuit(graph, refer(graph, resource, "peerExpressRouteCircuitPeering.id", CIRCUIT_PEERING), resource)
    graph.edge(here, there, EdgeKind.ROUTE, Because(urn, "peerExpressRouteCircuitPeering", "Global Reach"))


def _circuit(graph: GraphBuilder, peering: Reference, view: ResourceView) -> Reference:
    for urn in peering.targets:
        for circuit in parent_of(graph.view(urn), graph, CIRCUIT).targets:
            return graph.somewhere(FAR, graph.stack.by_urn[circuit].name)
    found = parse_arm_id(peering.literal)
    if found is not None and found.subscription is not None and found.subscription not in graph.own_subscriptions:
        return graph.azure_subscription(found.subscription)
    return graph.somewhere(FAR, peering.literal or view.resource.name)


inert(
    "Moves nothing until a connection or Global Reach uses it, both of which are read (Azure documentation, ExpressRoute circuits and peering)",
    CIRCUIT,
    CIRCUIT_PEERING,
    LOCAL_GATEWAY,
    "azure-native:network:ExpressRoutePort",
    "azure-native:network:RouteFilter",
    "azure-native:network:RouteFilterRule",
    "azure-native:network:ExpressRouteCrossConnectionPeering",
)


@reads("azure-native:network:ExpressRouteCircuitAuthorization", "azure-native:network:ExpressRoutePortAuthorization")
def authorization(resource: ResourceView, graph: GraphBuilder) -> None:
    """Lets whoever has the key connect a network of his own to the circuit: who that is, the stack does not say."""
    graph.unreadable(
        resource.resource.urn, "lets whoever has its key connect a network of his own to the circuit", "phi-exit", "zone-segmentation"
    )
