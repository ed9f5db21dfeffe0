"""A transit gateway that is only adopted: what a read does not tell of it is out of sight.

A read of a VPC's route table lists its routes; a read of a transit gateway's table does not, and routes are resources one by one: nobody
knows how many there are. So an adopted table has routes out of sight, unless the stack that manages it is judged too, or the reviewer vouches
for the hub or the table.
Source: Pulumi Registry, aws.ec2transitgateway.RouteTable (outputs: no routes); AWS Transit Gateway Guide, "Transit gateway route tables".
"""

from posture.graph.builder import GraphBuilder
from posture.graph.facts import AssociationFact, Because, Destination, RouteFact
from posture.readers.aws.kinds import TRANSIT_GATEWAYS, TRANSIT_TABLES
from posture.readers.aws.looking import refer
from posture.readers.aws.transit_default import default_table
from posture.readers.registry import joins
from posture.reference import Reference
from posture.resource import Resource

_VPC_ATTACHMENT = "aws:ec2transitgateway/vpcAttachment:VpcAttachment"


@joins
def adopted_hubs(graph: GraphBuilder) -> None:
    """Tables of adopted hubs, and attachments of which no table is adopted."""
    for hub in graph.stack.of_type(*TRANSIT_GATEWAYS.tokens):
        if hub.external and not _vouched_for(graph, hub):
            _out_of_sight(graph, default_table(hub.urn))
    for table in graph.stack.of_type(*TRANSIT_TABLES.tokens):
        hubs = refer(graph, graph.view(table.urn), "transitGatewayId", TRANSIT_GATEWAYS)
        owners = [graph.stack.by_urn[urn] for urn in hubs.targets if urn in graph.stack.by_urn]
        if table.external and not any(_vouched_for(graph, one) for one in (table, *owners)) and not _asserted(graph, hubs.literal):
            _out_of_sight(graph, table.urn)
    following = {urn for fact in graph.of(AssociationFact) for urn in fact.subnet.targets}
    for attachment in graph.stack.of_type(_VPC_ATTACHMENT):
        if attachment.external and attachment.urn not in following and not _vouched_for(graph, attachment):
            graph.unreadable(
                attachment.urn, "an adopted attachment: adopt its route table association too, else where its packets go is unknown"
            )


def _out_of_sight(graph: GraphBuilder, table: str) -> None:
    because = Because(table, "routes", "routes out of sight")
    graph.add(RouteFact(Reference.to(table), Destination(text="routes out of sight"), Reference(certain=False, prop="routes"), because))


def _vouched_for(graph: GraphBuilder, resource: Resource) -> bool:
    return _asserted(graph, resource.id)


def _asserted(graph: GraphBuilder, literal: object) -> bool:
    return isinstance(literal, str) and any(entry.literal == literal for entry in graph.approved.asserted)
