"""Virtual WAN: hubs as transit, attached networks, branches, routing intent; and the routes by which subnets go there.

Sources: Azure documentation, "About virtual hub routing", "How to configure Virtual WAN Hub routing intent and routing policies",
"Install Azure Firewall in a Virtual WAN hub" (`enableInternetSecurity` lets a hub's default route reach a network).
"""

from typing import Final

from posture.graph.addresses import ANY_V4, AddressSet
from posture.graph.builder import CIRCUIT, GraphBuilder
from posture.graph.facts import (
    AssociationFact,
    AttachmentFact,
    Because,
    Destination,
    GatewayFact,
    NetworkFact,
    ResolverFact,
    RouteFact,
    TableFact,
)
from posture.graph.kinds import GatewayKind
from posture.readers.azure.arm import out_of_sight, parent_of
from posture.readers.azure.edges import edge_of
from posture.readers.azure.layout import Part, space_of
from posture.readers.azure.peerings import far_network
from posture.readers.azure.tokens import (
    HUB_CIRCUIT_CONNECTION,
    HUB_CIRCUIT_GATEWAY,
    HUB_CONNECTION,
    HUB_PEOPLE_GATEWAY,
    HUB_ROUTE_TABLE,
    HUB_VPN_CONNECTION,
    HUB_VPN_GATEWAY,
    ROUTING_INTENT,
    VIRTUAL_HUB,
    VIRTUAL_WAN,
    VPN_SITE,
)
from posture.readers.azure.wan_layout import (
    DEFAULT,
    NONE,
    all_attached,
    attachments,
    branches,
    hub_table,
    intent_of,
    static_routes,
    table_named,
    tables_in,
    told,
)
from posture.readers.registry import inert, joins, reads
from posture.reference import Reference
from posture.values import is_unknown
from posture.view import ResourceView

PRIVATE: Final = AddressSet.parse("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")
"""What routing intent sends to the firewall as private traffic, unless prefixes are added to it."""
_ANNOUNCED: Final = 500


def hub_edge(graph: GraphBuilder, hub: str) -> str:
    """Where a hub's firewall stands: it goes on to attached networks and branches, and to the internet."""
    home = Reference.to(f"{hub}#network")
    key = edge_of(graph, home, local=False)
    made = graph.once("azure hub edges", set[str])
    if key not in made:
        made.add(key)
        graph.add(NetworkFact(f"{hub}#network", None))
        because = Because(hub, "", "no machine of ours stands in a hub")
        graph.add(ResolverFact(f"{hub}#resolver", (home,), True, (), because))
        for prefixes, text, via, why in _attached_routes(graph, hub):
            graph.add(RouteFact(Reference.to(f"{key}#routes"), Destination(prefixes, text=text), Reference.to(via), why, _ANNOUNCED))
    return key


def _attached_routes(graph: GraphBuilder, hub: str) -> list[tuple[AddressSet | None, str, str, Because]]:
    found: list[tuple[AddressSet | None, str, str, Because]] = []
    for one in all_attached(graph, hub):
        space = space_of(graph, one.network.targets[0]) if len(one.network.targets) == 1 else None
        found.append((space, str(space) if space is not None else "addresses of an attached network", one.urn, one.because))
    if out_of_sight(graph, graph.view(hub)):
        found.append((None, "whatever the hub announces", hub, Because(hub, "id", "an adopted hub")))
    for branch in branches(graph):
        if hub in branch.hub.targets:
            text = str(branch.prefixes) if branch.prefixes is not None else "whatever is announced"
            found.append((branch.prefixes, text, branch.urn, branch.because))
    return found


@reads(VIRTUAL_HUB)
def virtual_hub(resource: ResourceView, graph: GraphBuilder) -> None:
    """A hub with its default table, and the tables that are resources."""
    urn = resource.resource.urn
    graph.add(GatewayFact(urn, GatewayKind.TRANSIT))
    for name in (DEFAULT, NONE):
        graph.add(TableFact(hub_table(urn, name), Reference(), Because(urn, "id", name)))
    if resource.value("virtualHubRouteTableV2s") not in (None, []) or resource.value("routeTable") not in (None, {}):
        graph.unreadable(urn, "route tables of the older kind (routeTable, virtualHubRouteTableV2s), which are not followed")
    if out_of_sight(graph, resource):
        _beyond_sight(graph, urn)
    intent = intent_of(graph, urn)
    default = Reference.to(hub_table(urn, DEFAULT))
    if intent is not None:
        for hop, prefixes, text in ((intent.internet, ANY_V4, "0.0.0.0/0"), (intent.private, PRIVATE, "private traffic")):
            if hop is not None:
                because = Because(intent.urn, "routingPolicies", text)
                graph.add(RouteFact(default, Destination(prefixes, text=text), hop, because))
    # With routing intent for private traffic everything between attached networks passes the firewall.
    if intent is None or intent.private is None:
        _learned(graph, urn)
    for table in tables_in(graph, urn):
        _static(graph, table, Reference.to(table))


def _beyond_sight(graph: GraphBuilder, hub: str) -> None:
    """Networks, branches and routes that others gave a hub which is only adopted."""
    because = Because(hub, "id", "routes out of sight")
    for table in (hub_table(hub, DEFAULT), *tables_in(graph, hub)):
        unknown = Reference(certain=False, prop="id")
        graph.add(RouteFact(Reference.to(table), Destination(text="routes out of sight"), unknown, because))


def _learned(graph: GraphBuilder, hub: str) -> None:
    for one in all_attached(graph, hub):
        space = space_of(graph, one.network.targets[0]) if len(one.network.targets) == 1 else None
        text = f"{space} (propagated)" if space is not None else "addresses of an attached network"
        for table in told(graph, one, hub):
            if not table.targets:
                graph.unreadable(one.urn, f"into which table its addresses go is unknown ({table.literal or 'unknown until the update'})")
            graph.add(RouteFact(table, Destination(space, text=text), Reference.to(one.urn), one.because, _ANNOUNCED))
    for branch in branches(graph):
        if hub in branch.hub.targets:
            text = f"{branch.prefixes} (propagated)" if branch.prefixes is not None else "whatever is announced"
            table = Reference.to(hub_table(hub, DEFAULT))
            graph.add(RouteFact(table, Destination(branch.prefixes, text=text), Reference.to(branch.urn), branch.because, _ANNOUNCED))


def _static(graph: GraphBuilder, table: str, reference: Reference) -> None:
    graph.add(TableFact(table, Reference(), Because(table, "routes")))
    for text, hop, because in static_routes(graph, table):
        try:
            prefixes = AddressSet.parse(text)
        except ValueError:
            graph.unreadable(table, f"the destination {text[:60]} is no CIDR")
            continue
        graph.add(RouteFact(reference, Destination(prefixes, text=text), hop, because))


@joins
def attached_to_hubs(graph: GraphBuilder) -> None:
    """Networks and branches at hubs, each with the table that its packets use."""
    for one in attachments(graph):
        far = Reference() if one.network.targets else far_network(graph, one.network.literal, one.view.resource.name)
        graph.add(AttachmentFact(one.urn, one.hub, one.network if one.network.targets else Reference(), (), far, one.because))
        if not one.hub.targets:
            graph.unreadable(
                one.urn,
                f"attached to {one.hub.literal or 'an unknown hub'}, which no resource of the stack is: its routes are out of sight",
            )
        for hub in one.hub.targets:
            table = table_named(graph, one.view, "routingConfiguration.associatedRouteTable.id", hub)
            graph.add(AssociationFact(table, Reference.to(one.urn), Because(one.urn, "routingConfiguration")))
    for branch in branches(graph):
        graph.add(AttachmentFact(branch.urn, branch.hub, Reference(), (), graph.somewhere(CIRCUIT, branch.name), branch.because))
        for hub in branch.hub.targets:
            graph.add(AssociationFact(Reference.to(hub_table(hub, DEFAULT)), Reference.to(branch.urn), branch.because))


def routes_through_hub(graph: GraphBuilder, part: Part, table: str) -> None:
    """Routes that a hub announces to the subnets of an attached network."""
    for one in attachments(graph):
        if not set(one.network.targets) & set(part.network.targets):
            continue
        key = Reference((table,), certain=one.network.certain and part.network.certain)
        if not one.hub.targets:
            via = graph.somewhere("virtual hub", one.hub.literal or one.view.resource.name)
            graph.add(RouteFact(key, Destination(text="whatever the hub announces"), via, one.because, _ANNOUNCED))
        for hub in one.hub.targets:
            _from_hub(graph, hub, key, one.urn, one.because, secured=one.view.flag("enableInternetSecurity"))


def _from_hub(graph: GraphBuilder, hub: str, table: Reference, own: str, because: Because, *, secured: object) -> None:
    via = Reference.to(hub)
    for prefixes, text, other, _ in _attached_routes(graph, hub):
        if other != own:
            graph.add(RouteFact(table, Destination(prefixes, text=text), via, because, _ANNOUNCED))
    intent = intent_of(graph, hub)
    if intent is not None and intent.private is not None:
        graph.add(RouteFact(table, Destination(PRIVATE, text="private traffic"), via, because, _ANNOUNCED))
    has_default = (intent is not None and intent.internet is not None) or any(
        text == "0.0.0.0/0" for one in tables_in(graph, hub) for text, _, _ in static_routes(graph, one)
    )
    if has_default and secured is not False:
        # Without a word on `enableInternetSecurity` the default route is announced all the same where intent asks for it.
        one = table if secured is True or intent is not None else Reference(table.targets, certain=False, prop=table.prop)
        graph.add(RouteFact(one, Destination(ANY_V4, text="0.0.0.0/0"), via, because, _ANNOUNCED))


@reads(HUB_ROUTE_TABLE, ROUTING_INTENT, HUB_VPN_CONNECTION, HUB_CIRCUIT_CONNECTION, HUB_CONNECTION)
def parts_of_hubs(resource: ResourceView, graph: GraphBuilder) -> None:
    """Read with their hub. Here: only what can't be placed or understood."""
    parent = parent_of(resource, graph, VIRTUAL_HUB, HUB_VPN_GATEWAY, HUB_CIRCUIT_GATEWAY)
    if not parent.targets:
        graph.unreadable(resource.resource.urn, f"a part of {parent.literal or 'something unknown'}, which no resource of the stack is")
    read = {prop: resource.blocks(prop) for prop in ("routes", "routingPolicies")}
    for prop, value in {**read, **{prop: resource.block(prop) for prop in ("remoteVirtualNetwork", "routingConfiguration")}}.items():
        if is_unknown(value):
            graph.unreadable(resource.resource.urn, f"{prop} is unknown until the update")


@reads(
    "azure-native:network:VirtualHubBgpConnection",
    "azure-native:network:VirtualHubIpConfiguration",
    "azure-native:network:VirtualRouter",
    "azure-native:network:VirtualRouterPeering",
)
def route_server(resource: ResourceView, graph: GraphBuilder) -> None:
    """A route server takes routes from an appliance by BGP and puts them into the network: no stack says which.

    Source: Azure documentation, "What is Azure Route Server?".
    """
    graph.unreadable(resource.resource.urn, "a route server installs routes that an appliance announces by BGP; no stack can say which")


@reads(
    "azure-native:network:NetworkVirtualAppliance",
    "azure-native:network:NetworkVirtualApplianceConnection",
    "azure-native:network:RouteMap",
)
def hub_appliance(resource: ResourceView, graph: GraphBuilder) -> None:
    """Somebody's appliance in a hub, and maps that rewrite routes: not followed."""
    graph.unreadable(resource.resource.urn, "changes routes or forwards packets inside a virtual hub, which is not followed")


inert(
    "Holds hubs and sites, which are read one by one (Azure documentation, What is Azure Virtual WAN?)",
    VIRTUAL_WAN,
    VPN_SITE,
    HUB_VPN_GATEWAY,
    HUB_CIRCUIT_GATEWAY,
    HUB_PEOPLE_GATEWAY,
    "azure-native:network:VpnServerConfiguration",
    "azure-native:network:P2sVpnServerConfiguration",
    "azure-native:network:ConfigurationPolicyGroup",
    "azure-native:network:NatRule",
    "azure-native:network:VirtualNetworkGatewayNatRule",
)
