"""The network team's stack: a transit gateway, and a network with the way to the internet."""

import pulumi
import pulumi_aws as aws

hub = aws.ec2transitgateway.TransitGateway("hub")
egress = aws.ec2.Vpc("egress", cidr_block="10.90.0.0/16")
gateway = aws.ec2.InternetGateway("egress", vpc_id=egress.id)
public = aws.ec2.Subnet("egress-public", vpc_id=egress.id, cidr_block="10.90.0.0/24")
attached = aws.ec2.Subnet("egress-tgw", vpc_id=egress.id, cidr_block="10.90.1.0/28")
nat = aws.ec2.NatGateway("central-nat", subnet_id=public.id, allocation_id=aws.ec2.Eip("central-nat", domain="vpc").id)
side = aws.ec2transitgateway.VpcAttachment("egress", transit_gateway_id=hub.id, vpc_id=egress.id, subnet_ids=[attached.id])
for name, subnet, entries in (
    (
        "egress-public",
        public,
        [{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}, {"cidr_block": "10.0.0.0/8", "transit_gateway_id": hub.id}],
    ),
    ("egress-tgw", attached, [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat.id}]),
):
    table = aws.ec2.RouteTable(name, vpc_id=egress.id, routes=entries, opts=pulumi.ResourceOptions(depends_on=[side]))
    aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id)
aws.ec2transitgateway.Route(
    "everything-out",
    transit_gateway_route_table_id=hub.association_default_route_table_id,
    destination_cidr_block="0.0.0.0/0",
    transit_gateway_attachment_id=side.id,
)
pulumi.export("hub", hub.id)
