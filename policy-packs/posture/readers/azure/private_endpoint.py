"""Private endpoints: a network's own address for one resource of Azure's, or for somebody's Private Link Service.

An endpoint leads to the one resource that it names, so it is no road to anybody else's; an Azure Monitor scope that takes in what is sent to
resources outside of it is. A connection that the other side approves by hand counts as approved.

Sources: Azure documentation, "What is a private endpoint?" (network policies of the subnet), "Manage a private endpoint connection", "Use Azure
Private Link to connect networks to Azure Monitor" (access modes), "What is Azure Private Link service?" (alias).
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, EndpointFact, ServiceFact
from posture.graph.kinds import EdgeKind, Moves
from posture.readers.azure.arm import location_of, parse_arm_id, refer, template_of
from posture.readers.azure.layout import network_of, part_at
from posture.readers.azure.platform_services import Platform, platform_of
from posture.readers.azure.tokens import DNS_ZONE_GROUP, PRIVATE_ENDPOINT, PRIVATE_LINK_SERVICE, SUBNETS
from posture.readers.registry import inert, reads
from posture.reference import ABSENT, Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

PRIVATE: Final = "private"
"""Service of an endpoint to somebody's own Private Link Service."""
_GUARDED: Final = frozenset({"enabled", "networksecuritygroupenabled"})
_SCOPE: Final = "azure-native:monitor:PrivateLinkScope"
_SCOPED: Final = "azure-native:monitor:PrivateLinkScopedResource"
_NO_SERVICES: Final = ("microsoft.network/", "microsoft.resources/", "microsoft.managedidentity/", "microsoft.authorization/")
_NETWORKS_SERVICES: Final = frozenset({"microsoft.network/privatelinkservices", "microsoft.network/applicationgateways"})
_LISTS: Final = ("privateLinkServiceConnections", "manualPrivateLinkServiceConnections")


@reads(PRIVATE_ENDPOINT)
def private_endpoint(resource: ResourceView, graph: GraphBuilder) -> None:
    """One endpoint in a consumer's subnet."""
    urn = resource.resource.urn
    subnet = refer(graph, resource, "subnet.id", *SUBNETS)
    connections: list[Path] = []
    for prop in _LISTS:
        blocks = resource.blocks(prop)
        if is_unknown(blocks):
            graph.unreadable(urn, f"{prop} is unknown until the update: what the endpoint leads to")
        else:
            connections.extend(blocks)
    if not subnet.targets:
        graph.unreadable(urn, f"stands in {subnet.literal or 'an unknown subnet'}, which no resource of the stack is")
    if not connections:
        graph.unreadable(urn, "what the endpoint leads to is unknown: it names no connection")
        return
    part = part_at(graph, subnet)
    policies = part.view.text(f"{part.base}privateEndpointNetworkPolicies") if part is not None else None
    guarded = isinstance(policies, str) and policies.lower() in _GUARDED
    because = Because(urn, f"{connections[0]}.privateLinkServiceId")
    target = _target(graph, resource, f"{connections[0]}.privateLinkServiceId")
    service, producer = _other_end(graph, resource, target, because)
    groups = (Reference.to(f"{urn}#guard"),) if resource.value("applicationSecurityGroups") is not None else ()
    graph.add(
        EndpointFact(
            urn=urn,
            network=network_of(graph, subnet),
            service=service,
            producer=producer,
            subnets=(subnet,),
            groups=groups,
            region=location_of(resource),
            because=Because(because.urn, because.prop, service),
            unguarded=not guarded,
        )
    )


def _target(graph: GraphBuilder, view: ResourceView, path: Path) -> Reference:
    """What a connection names: by id, or a Private Link Service by its alias."""
    value = view.value(path)
    if isinstance(value, str) and value and not value.startswith("/"):
        for resource in graph.stack.of_type(PRIVATE_LINK_SERVICE):
            alias = resource.props.get("alias")
            if isinstance(alias, str) and alias.lower() == value.lower():
                return Reference((resource.urn,), literal=value, prop=path)
        return Reference(literal=value, prop=path)
    found = refer(graph, view, path)
    if is_unknown(value) and found.targets:
        # Of what the value comes from only what can be linked to counts.
        linkable = tuple(urn for urn in found.targets if _is_linkable(graph, urn))
        return Reference(linkable, certain=len(linkable) == 1, prop=path)
    return found


def _is_linkable(graph: GraphBuilder, urn: str) -> bool:
    kind = parse_arm_id(template_of(graph.stack.by_urn[urn].type))
    return kind is not None and (not kind.type.startswith(_NO_SERVICES) or kind.type in _NETWORKS_SERVICES)


def _other_end(graph: GraphBuilder, view: ResourceView, target: Reference, because: Because) -> tuple[str, Reference]:
    """The service, and the producer where it is a service of its own; uses of stores are said as edges."""
    urn = view.resource.urn
    if not target.targets:
        return _outside(graph, view, target)
    service = "unknown"
    producers: list[str] = []
    for one in target.targets:
        about = graph.view(one)
        if about.resource.type == PRIVATE_LINK_SERVICE:
            service = PRIVATE
            producers.append(one)
            continue
        kind = parse_arm_id(template_of(about.resource.type))
        variety = about.text("kind")
        platform = platform_of(kind.type if kind is not None else about.resource.type, variety if isinstance(variety, str) else None)
        service = platform.name
        if about.resource.type == _SCOPE:
            _scope(graph, urn, about, because, certain=target.certain)
        elif platform.linked:
            producers.append(_face(graph, one, platform, because))
        else:
            graph.edge(Reference.to(urn), Reference((one,), certain=target.certain), EdgeKind.USE, because, certain=target.certain)
    producer = Reference(tuple(producers), certain=target.certain and len(producers) == 1, prop=target.prop) if producers else ABSENT
    return service, producer


def _face(graph: GraphBuilder, urn: str, platform: Platform, because: Because) -> str:
    """A resource's private face, which answers on the ports of its kind."""
    key = f"{urn}#private-link"
    made = graph.once("azure private faces", set[str])
    if key not in made:
        made.add(key)
        ports = tuple(low for low, high in platform.ports if low == high)
        ranges = tuple(pair for pair in platform.ports if pair[0] != pair[1])
        tag = graph.view(urn).tags().get("ai-service")
        graph.add(
            ServiceFact(
                key,
                (Reference.to(urn),),
                ports,
                service=tag if isinstance(tag, str) else None,
                because=Because(urn, "privateEndpointConnections", platform.name),
                port_ranges=ranges,
            )
        )
    return key


def _outside(graph: GraphBuilder, view: ResourceView, target: Reference) -> tuple[str, Reference]:
    """A resource of nobody's in the stack: whose, its subscription tells."""
    urn = view.resource.urn
    found = parse_arm_id(target.literal)
    if target.literal is None or target.unknown:
        graph.unreadable(urn, "what the endpoint leads to is unknown until the update, and comes from nothing that can be linked to")
        return "unknown", Reference(certain=False, prop=target.prop)
    service = platform_of(found.type).name if found is not None else PRIVATE
    if found is not None and found.type == "microsoft.network/privatelinkservices":
        service = PRIVATE
    exact = next((entry.literal for entry in graph.approved.asserted if entry.literal.lower() == target.literal.lower()), None)
    if exact is not None or found is None or found.subscription is None or found.subscription in graph.own_subscriptions:
        kind = "private link service" if service == PRIVATE else "resource"
        return service, graph.somewhere(kind, exact or target.literal)
    return service, graph.azure_subscription(found.subscription)


def _scope(graph: GraphBuilder, endpoint: str, scope: ResourceView, because: Because, *, certain: bool) -> None:
    """An Azure Monitor scope: its resources take in what is sent; an open one lets pass what is sent to anybody's."""
    mode = scope.text("accessModeSettings.ingestionAccessMode")
    if is_unknown(mode):
        graph.unreadable(scope.resource.urn, "its ingestion access mode is unknown until the update")
    if mode is None or (isinstance(mode, str) and mode.lower() != "privateonly"):
        open_wide = Because(scope.resource.urn, "accessModeSettings.ingestionAccessMode", str(mode or "Open"))
        graph.edge(Reference.to(endpoint), graph.any_account("monitor"), EdgeKind.USE, open_wide, moves=Moves.FORWARD, certain=certain)
    for resource in graph.stack.of_type(_SCOPED):
        view = graph.view(resource.urn)
        named = view.value("scopeName")
        own = scope.value("scopeName")
        depends = scope.resource.urn in view.refers_to("scopeName", (_SCOPE,)).targets
        if not depends and not (isinstance(named, str) and isinstance(own, str) and named.lower() == own.lower()):
            continue
        linked = refer(graph, view, "linkedResourceId")
        if linked.targets:
            sure = certain and linked.certain
            graph.edge(Reference.to(endpoint), linked, EdgeKind.USE, because, moves=Moves.FORWARD, certain=sure)


inert(
    "Puts the endpoint's addresses into private zones, which answer questions and move nothing (Azure documentation, Private endpoint DNS)",
    DNS_ZONE_GROUP,
)
inert(
    "Read with the endpoints that lead to it (Azure documentation, Use Azure Private Link to connect networks to Azure Monitor)",
    _SCOPE,
    _SCOPED,
)
