"""Transit gateways: attachments, the table that each one's packets use, routes, propagations.

Sources: Amazon VPC Transit Gateways guide, "How transit gateways work", "Transit gateway route tables" (association, propagation,
blackhole routes, prefix list references), "Transit gateway peering attachments", "Example: Peered transit gateways"; Pulumi Registry,
`aws.ec2transitgateway.TransitGateway` (defaults of its flags).
"""

from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import AssociationFact, AttachmentFact, Because, Destination, GatewayFact, PropagationFact, RouteFact, TableFact
from posture.graph.kinds import GatewayKind, Outside
from posture.readers.aws.circuits import far_end
from posture.readers.aws.far_side import far_network, standing
from posture.readers.aws.kinds import NETWORK, SUBNETS, TRANSIT_ATTACHMENTS, TRANSIT_GATEWAYS, TRANSIT_TABLES
from posture.readers.aws.looking import parse, refer, refer_all
from posture.readers.aws.prefix_list import prefix_list_destination
from posture.readers.aws.transit_default import (
    ASSOCIATION,
    PROPAGATION,
    Default,
    default_table,
    refer_hub_table,
    wanted,
)
from posture.readers.aws.transit_halves import half_at, peer_half
from posture.readers.aws.transit_shares import attached_by_others
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, joins, reads
from posture.reference import ABSENT, Reference
from posture.values import is_unknown
from posture.view import ResourceView

_TABLE_ASSOCIATION: Final = (
    "aws:ec2transitgateway/routeTableAssociation:RouteTableAssociation",
    "aws-native:ec2:TransitGatewayRouteTableAssociation",
)
_TABLE_PROPAGATION: Final = (
    "aws:ec2transitgateway/routeTablePropagation:RouteTablePropagation",
    "aws-native:ec2:TransitGatewayRouteTablePropagation",
)
_VPC_ATTACHMENTS: Final = (
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment",
    "aws:ec2transitgateway/vpcAttachmentAccepter:VpcAttachmentAccepter",
    "aws-native:ec2:TransitGatewayAttachment",
    "aws-native:ec2:TransitGatewayVpcAttachment",
)
_PEERINGS: Final = (
    "aws:ec2transitgateway/peeringAttachment:PeeringAttachment",
    "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
    "aws-native:ec2:TransitGatewayPeeringAttachment",
)
_CONNECTS: Final = ("aws:ec2transitgateway/connect:Connect", "aws-native:ec2:TransitGatewayConnect")
_CIRCUITS: Final = (
    "aws:ec2/vpnConnection:VpnConnection",
    "aws-native:ec2:VpnConnection",
    "aws:ec2/vpnConcentrator:VpnConcentrator",
    "aws:directconnect/gatewayAssociation:GatewayAssociation",
)


@reads(*TRANSIT_GATEWAYS.tokens)
def transit_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """The hub, with the route table that AWS makes for it unless both default flags are off."""
    urn = resource.resource.urn
    graph.add(GatewayFact(urn, GatewayKind.TRANSIT))
    graph.add(TableFact(default_table(urn), ABSENT, Because(urn, "associationDefaultRouteTableId", "default route table")))


@reads(*TRANSIT_TABLES.tokens)
def transit_route_table(resource: ResourceView, graph: GraphBuilder) -> None:
    """A table of the hub."""
    urn = resource.resource.urn
    hub = refer(graph, resource, "transitGatewayId", TRANSIT_GATEWAYS)
    if not hub.targets:
        graph.unreadable(urn, f"the transit gateway {hub.literal or 'is unknown: it'} is no resource of the stack")
    graph.add(TableFact(urn, ABSENT, Because(urn, "transitGatewayId")))


@reads(*_VPC_ATTACHMENTS)
def vpc_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """A VPC joins the hub by some of its subnets."""
    if _is_other_half(resource):
        return
    network = refer(graph, resource, "vpcId", NETWORK)
    subnets = refer_all(graph, resource, "subnetIds", SUBNETS)
    far = Reference()
    if not network.targets:
        literal = network.literal or resource.resource.name
        if network.literal is None:
            graph.unreadable(resource.resource.urn, "the VPC of the attachment is unknown")
        far = far_network(graph, "network", literal, resource.text("vpcOwnerId"), None)
    _attach(resource, graph, network=network, subnets=subnets, far=far)


@reads(*_PEERINGS)
def peering_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """Another hub, of this stack or somebody's. One of the stack has a half of the peering to itself."""
    if _is_other_half(resource):
        return
    peer = refer(graph, resource, "peerTransitGatewayId", TRANSIT_GATEWAYS)
    if peer.targets:
        urn = resource.resource.urn
        _attach(resource, graph, other_half=peer_half(urn))
        graph.add(AttachmentFact(peer_half(urn), peer, because=Because(urn, "peerTransitGatewayId"), other_half=urn))
        return
    literal = peer.literal or resource.resource.name
    far = far_network(graph, "transit gateway", literal, resource.text("peerAccountId"), resource.text("peerRegion"))
    _attach(resource, graph, far=far)


@reads(*_CONNECTS)
def connect_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """GRE over another attachment to an appliance that announces by BGP: to somebody unknown."""
    _attach(resource, graph, far=graph.somewhere("appliance", resource.resource.name))


@reads(*_CIRCUITS)
def circuit_attachment(resource: ResourceView, graph: GraphBuilder) -> None:
    """A VPN or Direct Connect gateway that ends at the hub."""
    if refer(graph, resource, _hub_prop(resource), TRANSIT_GATEWAYS).targets:
        _attach(resource, graph, far=far_end(graph, resource))


def _hub_prop(resource: ResourceView) -> str:
    return "associatedGatewayId" if resource.resource.type.startswith("aws:directconnect/") else "transitGatewayId"


def _is_other_half(resource: ResourceView) -> bool:
    prop = TRANSIT_ATTACHMENTS.stands_for.get(resource.resource.type)
    return prop is not None and bool(resource.refers_to(prop, TRANSIT_ATTACHMENTS.tokens).targets)


def _attach(
    resource: ResourceView,
    graph: GraphBuilder,
    *,
    network: Reference | None = None,
    subnets: tuple[Reference, ...] = (),
    far: Reference | None = None,
    other_half: str = "",
) -> None:
    urn = resource.resource.urn
    prop = _hub_prop(resource)
    hub = refer(graph, resource, prop, TRANSIT_GATEWAYS)
    if hub.literal is not None and not hub.targets:
        # A hub that is shared with this account: its tables stand elsewhere.
        hub = replace(far_network(graph, "transit gateway", hub.literal, None, None), prop=prop)
        if standing(graph, hub) is not Outside.OURS:
            unclear(graph, urn, "attached to a transit gateway outside the stack: its route tables are unknown")
    elif not hub.targets and resource.resource.type not in (_VPC_ATTACHMENTS[1], _PEERINGS[1]):
        graph.unreadable(urn, "the transit gateway is unknown")
    graph.add(AttachmentFact(urn, hub, network or Reference(), subnets, far or Reference(), Because(urn, prop), other_half))


@reads(*_TABLE_ASSOCIATION)
def transit_association(resource: ResourceView, graph: GraphBuilder) -> None:
    """Packets from the attachment use this table of the hub."""
    table, attachment = _table_and_attachment(resource, graph)
    attachment = replace(attachment, targets=tuple(half_at(graph, table, urn) for urn in attachment.targets))
    graph.add(AssociationFact(table, attachment, Because(resource.resource.urn, "transitGatewayRouteTableId")))


@reads(*_TABLE_PROPAGATION)
def transit_propagation(resource: ResourceView, graph: GraphBuilder) -> None:
    """The attachment's addresses are announced into this table."""
    table, attachment = _table_and_attachment(resource, graph)
    graph.add(PropagationFact(table, attachment, Because(resource.resource.urn, "transitGatewayRouteTableId")))


def _table_and_attachment(resource: ResourceView, graph: GraphBuilder) -> tuple[Reference, Reference]:
    table = refer_hub_table(graph, resource, "transitGatewayRouteTableId")
    attachment = refer(graph, resource, "transitGatewayAttachmentId", TRANSIT_ATTACHMENTS)
    for found, what in ((table, "table"), (attachment, "attachment")):
        if not found.targets:
            graph.unreadable(resource.resource.urn, f"the {what} {found.literal or 'is unknown: it'} is no resource of the stack")
    return table, attachment


@reads(
    "aws:ec2transitgateway/route:Route",
    "aws:ec2transitgateway/prefixListReference:PrefixListReference",
    "aws-native:ec2:TransitGatewayRoute",
)
def transit_route(resource: ResourceView, graph: GraphBuilder) -> None:
    """A static route of the hub, or one for each entry of a prefix list; a blackhole drops."""
    urn = resource.resource.urn
    table = refer_hub_table(graph, resource, "transitGatewayRouteTableId")
    if not table.targets:
        graph.unreadable(urn, f"the table {table.literal or 'is unknown: it'} is no resource of the stack")
    text = resource.text("destinationCidrBlock")
    listed = prefix_list_destination(graph, resource, "prefixListId")
    if isinstance(text, str):
        destination = Destination(parse(graph, resource, "destinationCidrBlock", text), text=text)
    elif listed is not None:
        destination = listed
    else:
        graph.unreadable(urn, "the destination of the route is unknown")
        destination = Destination(text="unknown")
    blackhole = resource.flag("blackhole")
    via = refer(graph, resource, "transitGatewayAttachmentId", TRANSIT_ATTACHMENTS)
    if blackhole is not True and not via.targets:
        graph.unreadable(urn, f"the attachment {via.literal or 'is unknown: it'} is no resource of the stack")
        if via.literal is not None:
            via = replace(graph.somewhere("attachment", via.literal), prop=via.prop)
    if is_unknown(blackhole):
        graph.unreadable(urn, "whether the route drops is unknown")
    because = Because(urn, "transitGatewayAttachmentId", destination.text)
    graph.add(RouteFact(table, destination, via, because, blackhole=blackhole is True))


@joins
def defaults(graph: GraphBuilder) -> None:
    """Attachments that no resource associates or propagates use the hub's default table, as far as hub and attachment let them."""
    associated = {urn for fact in graph.of(AssociationFact) for urn in fact.subnet.targets if fact.subnet.certain}
    attached_by_others(graph)
    for attachment in list(graph.of(AttachmentFact)):
        said_by = attachment.because.urn if attachment.because else attachment.urn
        for hub in attachment.hub.targets:
            if hub not in graph.stack.by_urn or graph.stack.by_urn[hub].type not in TRANSIT_GATEWAYS.tokens:
                continue
            if attachment.urn not in associated:
                _default(graph, attachment.urn, said_by, hub, ASSOCIATION, certain=attachment.hub.certain)
            if not attachment.other_half:
                # "To route traffic between the peered transit gateways, add a static route": a peering propagates nothing.
                _default(graph, attachment.urn, said_by, hub, PROPAGATION, certain=attachment.hub.certain)


def _default(graph: GraphBuilder, attachment: str, said_by: str, hub: str, default: Default, *, certain: bool) -> None:
    want = wanted(graph, said_by, hub, default)
    if want is False:
        if default is ASSOCIATION:
            # "If an attachment is not associated with a route table, its packets are dropped": a table without routes.
            none = f"{attachment}#no-route-table"
            because = Because(said_by, default.flag_of_attachment, "associated with no route table")
            graph.add(TableFact(none, ABSENT, because))
            graph.add(AssociationFact(Reference.to(none), Reference.to(attachment), because))
        return
    certain = certain and want is True
    for table in default.tables(graph, hub):
        reference = Reference((table,), certain=certain, prop=default.flag_of_hub)
        because = Because(hub, default.flag_of_hub, "default route table")
        if default is ASSOCIATION:
            graph.add(AssociationFact(reference, Reference.to(attachment), because))
        else:
            graph.add(PropagationFact(reference, Reference.to(attachment), because))


@reads(
    "aws:ec2transitgateway/multicastDomain:MulticastDomain",
    "aws:ec2transitgateway/multicastDomainAssociation:MulticastDomainAssociation",
    "aws:ec2transitgateway/policyTable:PolicyTable",
    "aws:ec2transitgateway/policyTableAssociation:PolicyTableAssociation",
    "aws-native:ec2:TransitGatewayMulticastDomain",
    "aws-native:ec2:TransitGatewayMulticastDomainAssociation",
    "aws-native:ec2:TransitGatewayPolicyTable",
    "aws-native:ec2:TransitGatewayPolicyTableAssociation",
)
def beyond_tables(resource: ResourceView, graph: GraphBuilder) -> None:
    """Multicast and policy tables move packets beside the route tables; they are not followed."""
    graph.unreadable(resource.resource.urn, "moves packets through a transit gateway beside its route tables, which is not followed")


inert(
    "A BGP session on a Connect attachment, which is read as leading to somebody unknown",
    "aws:ec2transitgateway/connectPeer:ConnectPeer",
    "aws-native:ec2:TransitGatewayConnectPeer",
)
inert(
    "Changes the hub's default table; the attachments' defaults are reckoned with it (transit_default)",
    "aws:ec2transitgateway/defaultRouteTableAssociation:DefaultRouteTableAssociation",
    "aws:ec2transitgateway/defaultRouteTablePropagation:DefaultRouteTablePropagation",
)
inert(
    "Counts packets and forwards none (Amazon VPC Transit Gateways guide, metering policies)",
    "aws:ec2transitgateway/meteringPolicy:MeteringPolicy",
    "aws:ec2transitgateway/meteringPolicyEntry:MeteringPolicyEntry",
)
inert(
    "Members of a multicast domain, which is itself read as not followed",
    "aws:ec2transitgateway/multicastGroupMember:MulticastGroupMember",
    "aws:ec2transitgateway/multicastGroupSource:MulticastGroupSource",
    "aws:ec2transitgateway/policyTableEntry:PolicyTableEntry",
)
