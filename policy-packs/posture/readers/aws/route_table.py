"""Route tables, which subnets and gateways use them, and what gateways announce into them.

Source: Amazon VPC User Guide, "Route table concepts", "Gateway route tables", "Route priority".
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import AssociationFact, Because, PropagationFact, TableFact
from posture.readers.aws.kinds import INTERNET_GATEWAYS, MAIN_TABLE, NETWORK, SUBNETS, TABLES, VPN_GATEWAYS
from posture.readers.aws.looking import refer, refer_all, vpc_of_adopter
from posture.readers.aws.route import inline_routes
from posture.readers.registry import inert, reads
from posture.reference import Reference
from posture.view import ResourceView


@reads("aws:ec2/routeTable:RouteTable", "aws-native:ec2:RouteTable")
def route_table(resource: ResourceView, graph: GraphBuilder) -> None:
    """A table with its inline routes and propagations."""
    _table(resource, graph, refer(graph, resource, "vpcId", NETWORK))


@reads("aws:ec2/defaultRouteTable:DefaultRouteTable")
def default_route_table(resource: ResourceView, graph: GraphBuilder) -> None:
    """The table that came with the VPC, adopted: its routes are removed and only the inline ones put in.

    Source: Pulumi Registry, `aws.ec2.DefaultRouteTable`.
    """
    _table(resource, graph, vpc_of_adopter(graph, resource, MAIN_TABLE))


def _table(resource: ResourceView, graph: GraphBuilder, network: Reference) -> None:
    urn = resource.resource.urn
    if not network.targets and network.literal is None:
        graph.unreadable(urn, "the VPC of the route table is unknown")
    graph.add(TableFact(urn, network, Because(urn, network.prop or "vpcId")))
    inline_routes(resource, graph)
    for gateway in refer_all(graph, resource, "propagatingVgws", VPN_GATEWAYS):
        if gateway.unknown:
            graph.unreadable(urn, "propagatingVgws is unknown")
        graph.add(PropagationFact(Reference.to(urn), gateway, Because(urn, "propagatingVgws")))


@reads(
    "aws:ec2/routeTableAssociation:RouteTableAssociation",
    "aws-native:ec2:SubnetRouteTableAssociation",
    "aws-native:ec2:GatewayRouteTableAssociation",
)
def route_table_association(resource: ResourceView, graph: GraphBuilder) -> None:
    """A subnet, or a gateway at the edge of the VPC, uses a table."""
    urn = resource.resource.urn
    table = refer(graph, resource, "routeTableId", TABLES)
    user = refer(graph, resource, "subnetId", SUBNETS)
    if user.absent:
        user = refer(graph, resource, "gatewayId", INTERNET_GATEWAYS, VPN_GATEWAYS)
    if not table.targets:
        graph.unreadable(urn, f"the route table {table.literal or 'is unknown: it'} is no resource of the stack")
    if not user.targets:
        graph.unreadable(urn, f"associates a table with {user.literal or 'something unknown'}, which no resource of the stack is")
    graph.add(AssociationFact(table, user, Because(urn, "routeTableId")))


@reads("aws:ec2/vpnGatewayRoutePropagation:VpnGatewayRoutePropagation", "aws-native:ec2:VpnGatewayRoutePropagation")
def vpn_propagation(resource: ResourceView, graph: GraphBuilder) -> None:
    """A virtual private gateway announces what its VPN and Direct Connect peers announce to it."""
    urn = resource.resource.urn
    gateway = refer(graph, resource, "vpnGatewayId", VPN_GATEWAYS)
    one = refer(graph, resource, "routeTableId", TABLES)
    tables = refer_all(graph, resource, "routeTableIds", TABLES) if one.absent else (one,)
    if gateway.absent or gateway.unknown or not tables or any(table.unknown or table.absent for table in tables):
        graph.unreadable(urn, "the gateway or the table of the propagation is unknown")
    for table in tables:
        graph.add(PropagationFact(table, gateway, Because(urn, "vpnGatewayId")))


@reads("aws:vpc/routeServerPropagation:RouteServerPropagation", "aws-native:ec2:RouteServerPropagation")
def route_server_propagation(resource: ResourceView, graph: GraphBuilder) -> None:
    """A route server installs what an appliance announces by BGP: no stack says which routes.

    Source: Amazon VPC User Guide, "Dynamic routing in your VPC with VPC Route Server".
    """
    table = refer(graph, resource, "routeTableId", TABLES)
    for about in (resource.resource.urn, *table.targets):
        graph.unreadable(about, "a route server installs routes that an appliance announces by BGP; no stack can say which")


inert(
    "A route server installs routes only by a RouteServerPropagation, which is read (Amazon VPC User Guide, VPC Route Server)",
    "aws:vpc/routeServer:RouteServer",
    "aws:vpc/routeServerEndpoint:RouteServerEndpoint",
    "aws:vpc/routeServerPeer:RouteServerPeer",
    "aws:vpc/routeServerVpcAssociation:RouteServerVpcAssociation",
    "aws-native:ec2:RouteServer",
    "aws-native:ec2:RouteServerEndpoint",
    "aws-native:ec2:RouteServerPeer",
    "aws-native:ec2:RouteServerAssociation",
)
