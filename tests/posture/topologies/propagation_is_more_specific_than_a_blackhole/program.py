"""10/8 is a blackhole, and the shared network's /16 is propagated into the same table: longest prefix wins."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

hub = aws.ec2transitgateway.TransitGateway("hub", default_route_table_propagation="disable", default_route_table_association="disable")
sides = {}
for name, cidr, tags in (("phi", "10.94.0.0/16", {"ai-zone": "phi"}), ("shared", "10.95.0.0/16", {})):
    vpc = aws.ec2.Vpc(name, cidr_block=cidr, tags=tags)
    subnet = aws.ec2.Subnet(f"{name}-a", vpc_id=vpc.id, cidr_block=cidr.replace("0.0/16", "0.0/24"))
    sides[name] = aws.ec2transitgateway.VpcAttachment(name, transit_gateway_id=hub.id, vpc_id=vpc.id, subnet_ids=[subnet.id])
    routes = [{"cidr_block": "10.0.0.0/8", "transit_gateway_id": hub.id}]
    if name == "shared":
        routes.append({"cidr_block": "0.0.0.0/0", "gateway_id": aws.ec2.InternetGateway("shared", vpc_id=vpc.id).id})
    else:
        close_names(name, vpc.id)
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id, routes=routes, opts=pulumi.ResourceOptions(depends_on=[sides[name]]))
    aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id)
table = aws.ec2transitgateway.RouteTable("isolating", transit_gateway_id=hub.id)
aws.ec2transitgateway.Route("no-private", transit_gateway_route_table_id=table.id, destination_cidr_block="10.0.0.0/8", blackhole=True)
for name, side in sides.items():
    aws.ec2transitgateway.RouteTableAssociation(name, transit_gateway_attachment_id=side.id, transit_gateway_route_table_id=table.id)
aws.ec2transitgateway.RouteTablePropagation(
    "shared", transit_gateway_attachment_id=sides["shared"].id, transit_gateway_route_table_id=table.id
)
