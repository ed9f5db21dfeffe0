"""The PHI network sends everything to the hub, whose table for it drops everything but the redaction network."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

hub = aws.ec2transitgateway.TransitGateway("hub", default_route_table_association="disable", default_route_table_propagation="disable")
phi = aws.ec2.Vpc("phi", cidr_block="10.92.0.0/16", tags={"ai-zone": "phi"})
shared = aws.ec2.Vpc("shared", cidr_block="10.93.0.0/16")
gateway = aws.ec2.InternetGateway("shared", vpc_id=shared.id)
sides = {}
for name, vpc, cidr in (("phi", phi, "10.92.4.0/24"), ("shared", shared, "10.93.4.0/24")):
    subnet = aws.ec2.Subnet(f"{name}-a", vpc_id=vpc.id, cidr_block=cidr)
    sides[name] = aws.ec2transitgateway.VpcAttachment(
        name,
        transit_gateway_id=hub.id,
        vpc_id=vpc.id,
        subnet_ids=[subnet.id],
        transit_gateway_default_route_table_association=False,
        transit_gateway_default_route_table_propagation=False,
    )
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id)
    aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id)
    after = pulumi.ResourceOptions(depends_on=[sides[name]])
    if name == "phi":
        aws.ec2.Route("phi-all", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", transit_gateway_id=hub.id, opts=after)
    else:
        aws.ec2.Route("shared-out", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
        aws.ec2.Route("shared-ours", route_table_id=table.id, destination_cidr_block="10.0.0.0/8", transit_gateway_id=hub.id, opts=after)
drops = aws.ec2transitgateway.RouteTable("drops", transit_gateway_id=hub.id)
knows = aws.ec2transitgateway.RouteTable("knows", transit_gateway_id=hub.id)
aws.ec2transitgateway.RouteTableAssociation("phi", transit_gateway_attachment_id=sides["phi"].id, transit_gateway_route_table_id=drops.id)
aws.ec2transitgateway.RouteTableAssociation(
    "shared", transit_gateway_attachment_id=sides["shared"].id, transit_gateway_route_table_id=knows.id
)
aws.ec2transitgateway.RouteTablePropagation(
    "shared", transit_gateway_attachment_id=sides["shared"].id, transit_gateway_route_table_id=knows.id
)
for i, block in enumerate(("0.0.0.0/0", "10.93.0.0/16")):
    aws.ec2transitgateway.Route(f"drop-{i}", transit_gateway_route_table_id=drops.id, destination_cidr_block=block, blackhole=True)
close_names("phi", phi.id)
