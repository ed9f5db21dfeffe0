"""A static route leads the PHI network over a peering of hubs to a vendor's transit gateway."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

hub = aws.ec2transitgateway.TransitGateway("hub", default_route_table_association="disable", default_route_table_propagation="disable")
attached = aws.ec2transitgateway.VpcAttachment(
    "phi",
    transit_gateway_id=hub.id,
    vpc_id=phi.vpc.id,
    subnet_ids=[phi.subnets["a"].id],
    transit_gateway_default_route_table_association=False,
    transit_gateway_default_route_table_propagation=False,
)
vendor = aws.ec2transitgateway.PeeringAttachment(
    "vendor",
    transit_gateway_id=hub.id,
    peer_transit_gateway_id="tgw-0aaaaaaaaaaaaaaaa",
    peer_account_id="999988887777",
    peer_region="us-east-1",
)
table = aws.ec2transitgateway.RouteTable("phi", transit_gateway_id=hub.id)
aws.ec2transitgateway.RouteTableAssociation("phi", transit_gateway_route_table_id=table.id, transit_gateway_attachment_id=attached.id)
aws.ec2transitgateway.Route(
    "vendor", destination_cidr_block="172.16.0.0/12", transit_gateway_attachment_id=vendor.id, transit_gateway_route_table_id=table.id
)
aws.ec2.Route(
    "vendor",
    route_table_id=phi.table.id,
    destination_cidr_block="172.16.0.0/12",
    transit_gateway_id=hub.id,
    opts=pulumi.ResourceOptions(depends_on=[attached]),
)
