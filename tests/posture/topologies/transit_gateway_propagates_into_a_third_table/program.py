"""Both networks propagate into a table that neither of them uses."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})
models = Network("models", "inference", "10.20.0.0/16", {"a": "10.20.0.0/24"})

hub = aws.ec2transitgateway.TransitGateway("hub", default_route_table_association="disable", default_route_table_propagation="disable")
attached = {}
for name, network, other in (("phi", phi, "10.20.0.0/16"), ("models", models, "10.10.0.0/16")):
    attached[name] = aws.ec2transitgateway.VpcAttachment(
        name,
        transit_gateway_id=hub.id,
        vpc_id=network.vpc.id,
        subnet_ids=[network.subnets["a"].id],
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
    )
    aws.ec2.Route(
        name,
        route_table_id=network.table.id,
        destination_cidr_block=other,
        transit_gateway_id=hub.id,
        opts=pulumi.ResourceOptions(depends_on=[attached[name]]),
    )

shared = aws.ec2transitgateway.RouteTable("shared", transit_gateway_id=hub.id)
for name, attachment in attached.items():
    own = aws.ec2transitgateway.RouteTable(name, transit_gateway_id=hub.id)
    aws.ec2transitgateway.RouteTableAssociation(name, transit_gateway_route_table_id=own.id, transit_gateway_attachment_id=attachment.id)
    aws.ec2transitgateway.RouteTablePropagation(name, transit_gateway_route_table_id=shared.id, transit_gateway_attachment_id=attachment.id)
