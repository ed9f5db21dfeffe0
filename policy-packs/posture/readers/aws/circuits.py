"""Private circuits: virtual private gateways, VPN connections, Direct Connect, Outposts' local gateways.

Sources: AWS Site-to-Site VPN User Guide, "How AWS Site-to-Site VPN works"; AWS Direct Connect User Guide, "Direct Connect gateways";
AWS Outposts User Guide, "Local gateways".
"""

from typing import Final

from posture.graph.builder import CIRCUIT, GraphBuilder
from posture.graph.facts import Because, GatewayFact
from posture.graph.kinds import GatewayKind
from posture.readers.aws.far_side import far_network, worst
from posture.readers.aws.gateways import attached_to
from posture.readers.aws.kinds import CIRCUIT_GATEWAYS, CUSTOMER_GATEWAYS, NETWORK, TRANSIT_GATEWAYS, VPN_GATEWAYS
from posture.readers.aws.looking import parse, refer
from posture.readers.registry import inert, reads
from posture.reference import ABSENT, Reference
from posture.view import ResourceView

VPN_CONNECTION: Final = ("aws:ec2/vpnConnection:VpnConnection", "aws-native:ec2:VpnConnection")
_CONNECTION_ROUTES: Final = ("aws:ec2/vpnConnectionRoute:VpnConnectionRoute", "aws-native:ec2:VpnConnectionRoute")
CIRCUIT_ASSOCIATION: Final = "aws:directconnect/gatewayAssociation:GatewayAssociation"
_PRIVATE_INTERFACES: Final = (
    "aws:directconnect/privateVirtualInterface:PrivateVirtualInterface",
    "aws:directconnect/hostedPrivateVirtualInterfaceAccepter:HostedPrivateVirtualInterfaceAccepter",
)


@reads(*VPN_GATEWAYS.tokens)
def vpn_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """The VPC's end of VPNs and circuits; who is behind it, its connections say."""
    urn = resource.resource.urn
    ends = _ends(graph).get(urn, [])
    far = worst(graph, ends) or graph.somewhere(CIRCUIT, urn.rsplit("::", 1)[-1])
    announced = announced_at(graph, urn)
    graph.add(
        GatewayFact(
            urn,
            GatewayKind.PRIVATE_CIRCUIT,
            networks=attached_to(graph, resource),
            far=far,
            announces=None if announced is None else tuple(announced),
            announced_by=() if announced is None else tuple(announced.values()),
        )
    )


def _ends(graph: GraphBuilder) -> dict[str, list[Reference]]:
    """VPN gateway → who is behind it, from every connection that ends there."""

    def index() -> dict[str, list[Reference]]:
        found: dict[str, list[Reference]] = {}
        for resource in graph.stack.of_type(*VPN_CONNECTION, CIRCUIT_ASSOCIATION, *_PRIVATE_INTERFACES):
            view = graph.view(resource.urn)
            for prop in ("vpnGatewayId", "associatedGatewayId"):
                for gateway in refer(graph, view, prop, VPN_GATEWAYS).targets:
                    found.setdefault(gateway, []).append(far_end(graph, view))
        return found

    return graph.once("aws far ends of VPN gateways", index)


def announced_at(graph: GraphBuilder, gateway: str) -> dict[str, Because] | None:
    """Prefixes that propagation can bring from a gateway, each with the route that announces it: those of its static VPNs.

    None when a circuit or a VPN by BGP ends there too.


    Source: AWS Site-to-Site VPN User Guide, "Route tables and route priority" (static routes of a VPN connection are propagated).
    """
    connections: set[str] = set()
    for resource in graph.stack.of_type(*VPN_CONNECTION, CIRCUIT_ASSOCIATION, *_PRIVATE_INTERFACES):
        view = graph.view(resource.urn)
        ends = [refer(graph, view, prop, VPN_GATEWAYS) for prop in ("vpnGatewayId", "associatedGatewayId")]
        if any(gateway in end.targets or end.unknown for end in ends):
            if resource.type not in VPN_CONNECTION or view.flag("staticRoutesOnly") is not True:
                return None
            connections.add(resource.urn)
    if not connections or graph.stack.by_urn[gateway].external:
        # What else ends at a gateway that is only adopted is out of sight.
        return None
    prefixes: dict[str, Because] = {}
    for resource in graph.stack.of_type(*_CONNECTION_ROUTES):
        view = graph.view(resource.urn)
        connection = view.refers_to("vpnConnectionId", VPN_CONNECTION)
        if not connection.unknown and not connections & set(connection.targets):
            continue
        prefix = view.text("destinationCidrBlock")
        if connection.unknown or not isinstance(prefix, str) or parse(graph, view, "destinationCidrBlock", prefix) is None:
            return None
        prefixes.setdefault(prefix, Because(resource.urn, "destinationCidrBlock", f"{prefix} (propagated)"))
    return prefixes


def far_end(graph: GraphBuilder, view: ResourceView) -> Reference:
    """Who is at the other end of a VPN connection (the customer gateway's address) or a Direct Connect association (its gateway)."""
    customer = refer(graph, view, "customerGatewayId", CUSTOMER_GATEWAYS)
    for urn in customer.targets:
        device = graph.view(urn)
        address = device.text("ipAddress")
        return graph.somewhere(CIRCUIT, address if isinstance(address, str) else device.resource.name)
    if customer.literal is not None:
        return graph.somewhere(CIRCUIT, customer.literal)
    circuit = refer(graph, view, "dxGatewayId", CIRCUIT_GATEWAYS)
    owner = view.text("dxGatewayOwnerAccountId")
    for urn in circuit.targets:
        return far_network(graph, CIRCUIT, graph.stack.by_urn[urn].name, owner, None)
    return far_network(graph, CIRCUIT, circuit.literal or view.resource.name, owner, None)


@reads(*VPN_CONNECTION, CIRCUIT_ASSOCIATION)
def connection(resource: ResourceView, graph: GraphBuilder) -> None:
    """A tunnel or circuit to a VPN gateway or (read with the hubs) to a transit gateway. Here: only what can't be placed."""
    ends = [
        refer(graph, resource, prop, *kinds)
        for prop, kinds in (
            ("vpnGatewayId", (VPN_GATEWAYS,)),
            ("transitGatewayId", (TRANSIT_GATEWAYS,)),
            ("associatedGatewayId", (VPN_GATEWAYS, TRANSIT_GATEWAYS)),
        )
    ]
    set_ends = [end for end in ends if not end.absent]
    if not any(end.targets for end in set_ends):
        graph.unreadable(resource.resource.urn, "a private circuit whose AWS end is no gateway of the stack")


@reads(
    "aws:ec2/localGatewayRouteTableVpcAssociation:LocalGatewayRouteTableVpcAssociation",
    "aws-native:ec2:LocalGatewayRouteTableVpcAssociation",
)
def local_gateway(resource: ResourceView, graph: GraphBuilder) -> None:
    """A VPC on an Outpost may route to the network of the building. Routes name the gateway by a literal id: an external node."""
    network = refer(graph, resource, "vpcId", NETWORK)
    if network is ABSENT or not network.targets:
        graph.unreadable(resource.resource.urn, "joins an unknown VPC to an Outpost's local gateway")


@reads("aws:odb/network:Network")
def oracle_network(resource: ResourceView, graph: GraphBuilder) -> None:
    """Oracle Database@AWS: a network that Oracle runs, as a next hop."""
    urn = resource.resource.urn
    graph.add(GatewayFact(urn, GatewayKind.PRIVATE_CIRCUIT, far=graph.somewhere("network", resource.resource.name)))


inert(
    "Describes a device on premises; the VPN connection that names it is read (AWS Site-to-Site VPN User Guide, Customer gateway)",
    *CUSTOMER_GATEWAYS.tokens,
)
inert(
    "A route of a VPN connection: read with the gateway, which announces it where propagation is on",
    *_CONNECTION_ROUTES,
)
inert(
    "Carries nothing until a VPN gateway or transit gateway is associated with it, and that is read (AWS Direct Connect User Guide)",
    *CIRCUIT_GATEWAYS.tokens,
    "aws:directconnect/gatewayAssociationProposal:GatewayAssociationProposal",
    "aws:directconnect/connection:Connection",
    "aws:directconnect/linkAggregationGroup:LinkAggregationGroup",
    "aws:directconnect/transitVirtualInterface:TransitVirtualInterface",
    "aws:directconnect/hostedTransitVirtualInterface:HostedTransitVirtualInterface",
    "aws:directconnect/hostedTransitVirtualInterfaceAcceptor:HostedTransitVirtualInterfaceAcceptor",
    "aws:directconnect/hostedPrivateVirtualInterface:HostedPrivateVirtualInterface",
    "aws:directconnect/hostedConnection:HostedConnection",
    "aws:directconnect/connectionAssociation:ConnectionAssociation",
    "aws:directconnect/connectionConfirmation:ConnectionConfirmation",
    "aws:directconnect/bgpPeer:BgpPeer",
    "aws:directconnect/macsecKeyAssociation:MacsecKeyAssociation",
    *_PRIVATE_INTERFACES,
)
inert(
    "Reaches AWS's public services from on premises, no VPC (AWS Direct Connect User Guide, Virtual interfaces)",
    "aws:directconnect/publicVirtualInterface:PublicVirtualInterface",
    "aws:directconnect/hostedPublicVirtualInterface:HostedPublicVirtualInterface",
    "aws:directconnect/hostedPublicVirtualInterfaceAccepter:HostedPublicVirtualInterfaceAccepter",
)
inert(
    "Serves people only in the subnets of its network associations, which are read (AWS Client VPN Administrator Guide)",
    "aws:ec2clientvpn/endpoint:Endpoint",
    "aws:ec2clientvpn/authorizationRule:AuthorizationRule",
    "aws:ec2clientvpn/route:Route",
)
inert(
    "A table of an Outpost's local gateway: it is reached only by a VPC route to the gateway, which is read",
    "aws:ec2/localGatewayRoute:LocalGatewayRoute",
    "aws:ec2/localGatewayRouteTable:LocalGatewayRouteTable",
    "aws:ec2/localGatewayRouteTableVirtualInterfaceGroupAssociation:LocalGatewayRouteTableVirtualInterfaceGroupAssociation",
)
