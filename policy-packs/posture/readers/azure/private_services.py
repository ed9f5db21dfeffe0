"""Private Link Services: what is behind one, who can see it, and who gets in without being asked.

Source: Azure documentation, "What is Azure Private Link service?", "Control service exposure" (visibility by role alone, by subscriptions, or
for anyone with the alias; auto-approval for some of these).
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, ServiceFact
from posture.graph.kinds import EdgeKind
from posture.readers.azure.arm import parent_of, parse_arm_id
from posture.readers.azure.balancing import at_address, frontend_of, ports_of
from posture.readers.azure.tokens import PRIVATE_LINK_SERVICE
from posture.readers.registry import reads
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import ResourceView

_APPROVAL = "azure-native:network:PrivateLinkServicePrivateEndpointConnection"


@reads(PRIVATE_LINK_SERVICE)
def private_link_service(resource: ResourceView, graph: GraphBuilder) -> None:
    """A service that others may link to."""
    urn = resource.resource.urn
    targets: list[Reference] = []
    ports: list[tuple[int, int]] | None = []
    prop = "loadBalancerFrontendIpConfigurations"
    blocks = resource.blocks(prop)
    if is_unknown(blocks):
        graph.unreadable(urn, "the load balancer behind the service is unknown until the update")
        targets.append(Reference(certain=False, prop=prop))
        blocks, ports = [], None
    for block in blocks:
        balancer, frontend = frontend_of(graph, resource, f"{block}.id")
        if not balancer.targets:
            graph.unreadable(urn, f"the load balancer {balancer.literal or 'is unknown until the update: it'} is no resource of the stack")
        targets.append(balancer)
        for one in balancer.targets:
            offered = ports_of(graph, graph.view(one), frontend)
            ports = None if offered is None or ports is None else [*ports, *offered]
    address = resource.text("destinationIPAddress")
    if isinstance(address, str):
        targets.append(at_address(graph, address))
        ports = None
    graph.add(
        ServiceFact(
            urn=urn,
            targets=tuple(targets),
            ports=tuple(low for low, high in ports or () if low == high),
            service=_service_tag(resource),
            because=Because(urn, prop),
            port_ranges=tuple(pair for pair in ports or () if pair[0] != pair[1]),
        )
    )
    _admitted(graph, resource)


def _service_tag(resource: ResourceView) -> str | None:
    value = resource.tags().get("ai-service")
    return value if isinstance(value, str) else None


def _admitted(graph: GraphBuilder, view: ResourceView) -> None:
    """Who sees the service, as an edge to each; one who has to be approved first is in only if somebody approves."""
    urn = view.resource.urn
    visible, approved = view.texts("visibility.subscriptions"), view.texts("autoApproval.subscriptions")
    if isinstance(visible, Unknown) or isinstance(approved, Unknown):
        graph.unreadable(urn, "who may link to the service is unknown until the update (visibility, autoApproval)")
    lists = [("visibility", visible), ("autoApproval", approved)]
    by_itself = {text.lower() for text in ([] if isinstance(approved, Unknown) else approved) if isinstance(text, str)}
    seen: set[str] = set()
    for prop, texts in lists:
        for number, text in enumerate([] if isinstance(texts, Unknown) else texts):
            because = Because(urn, f"{prop}.subscriptions[{number}]", str(text))
            if not isinstance(text, str):
                graph.unreadable(urn, f"a subscription that may link to the service is unknown until the update ({because.prop})")
            elif text.lower() not in seen:
                seen.add(text.lower())
                whom = graph.anybody() if text == "*" else graph.azure_subscription(text)
                graph.edge(Reference.to(urn), whom, EdgeKind.SHARE, because, certain=text.lower() in by_itself or "*" in by_itself)


@reads(_APPROVAL)
def approval(resource: ResourceView, graph: GraphBuilder) -> None:
    """Somebody's endpoint, approved by hand: whose, only the endpoint's id tells."""
    state = resource.text("privateLinkServiceConnectionState.status")
    if isinstance(state, str) and state.lower() in ("rejected", "disconnected", "pending"):
        return
    service = parent_of(resource, graph, PRIVATE_LINK_SERVICE)
    endpoint = resource.text("privateEndpoint.id")
    found = parse_arm_id(endpoint)
    urn = resource.resource.urn
    if found is None or found.subscription is None or not service.targets:
        graph.unreadable(
            urn, "approves an endpoint of somebody whom the stack does not name, or of a service that is none of its resources"
        )
        return
    because = Because(urn, "privateLinkServiceConnectionState", "approved")
    for one in service.targets:
        graph.edge(Reference.to(one), graph.azure_subscription(found.subscription), EdgeKind.SHARE, because, certain=service.certain)
