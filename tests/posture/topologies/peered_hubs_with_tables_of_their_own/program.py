"""At each hub the peering is associated with the table that knows the network behind it."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
models = Network("models", "inference", "10.30.0.0/16", {"a": "10.30.0.0/24"})

hubs = {
    side: aws.ec2transitgateway.TransitGateway(side, default_route_table_association="disable", default_route_table_propagation="disable")
    for side in ("ward", "models")
}
bridge = aws.ec2transitgateway.PeeringAttachment(
    "bridge", transit_gateway_id=hubs["ward"].id, peer_transit_gateway_id=hubs["models"].id, peer_region="eu-west-1"
)
done = aws.ec2transitgateway.PeeringAttachmentAccepter("bridge", transit_gateway_attachment_id=bridge.id)
empty = aws.ec2transitgateway.RouteTable("empty", transit_gateway_id=hubs["models"].id)
for name, net, other in (("ward", ward, "10.30.0.0/16"), ("models", models, "10.20.0.0/16")):
    at = aws.ec2transitgateway.VpcAttachment(
        name,
        transit_gateway_id=hubs[name].id,
        vpc_id=net.vpc.id,
        subnet_ids=[net.subnets["a"].id],
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
    )
    table = aws.ec2transitgateway.RouteTable(name, transit_gateway_id=hubs[name].id)
    aws.ec2transitgateway.RouteTableAssociation(name, transit_gateway_attachment_id=at.id, transit_gateway_route_table_id=table.id)
    aws.ec2transitgateway.RouteTablePropagation(name, transit_gateway_attachment_id=at.id, transit_gateway_route_table_id=table.id)
    aws.ec2transitgateway.Route(
        name, destination_cidr_block=other, transit_gateway_attachment_id=done.id, transit_gateway_route_table_id=table.id
    )
    aws.ec2transitgateway.RouteTableAssociation(
        f"{name}-bridge", transit_gateway_attachment_id=done.id, transit_gateway_route_table_id=table.id
    )
    aws.ec2.Route(
        name,
        route_table_id=net.table.id,
        destination_cidr_block="10.0.0.0/8",
        transit_gateway_id=hubs[name].id,
        opts=pulumi.ResourceOptions(depends_on=[at]),
    )

open_ = [{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["10.0.0.0/8"]}]
for name, net in (
    ("ward", ward),
    ("models", models),
):
    group = aws.ec2.SecurityGroup(name, vpc_id=net.vpc.id, ingress=open_, egress=open_)
    aws.ec2.Instance(
        name, ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=net.subnets["a"].id, vpc_security_group_ids=[group.id]
    )
