"""The reference design of central egress, with the PHI network attached like any other."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

hub = aws.ec2transitgateway.TransitGateway("hub")

egress = aws.ec2.Vpc("egress", cidr_block="10.90.0.0/16", tags={"Name": "central-egress"})
gateway = aws.ec2.InternetGateway("egress", vpc_id=egress.id)
public = aws.ec2.Subnet("egress-public", vpc_id=egress.id, cidr_block="10.90.0.0/24")
attached = aws.ec2.Subnet("egress-tgw", vpc_id=egress.id, cidr_block="10.90.1.0/28")
nat = aws.ec2.NatGateway("central-nat", subnet_id=public.id, allocation_id=aws.ec2.Eip("central-nat", domain="vpc").id)
egress_side = aws.ec2transitgateway.VpcAttachment("egress", transit_gateway_id=hub.id, vpc_id=egress.id, subnet_ids=[attached.id])
for name, subnet, entries in (
    (
        "egress-public",
        public,
        [{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}, {"cidr_block": "10.0.0.0/8", "transit_gateway_id": hub.id}],
    ),
    ("egress-tgw", attached, [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat.id}]),
):
    table = aws.ec2.RouteTable(name, vpc_id=egress.id, routes=entries, opts=pulumi.ResourceOptions(depends_on=[egress_side]))
    aws.ec2.RouteTableAssociation(name, subnet_id=subnet.id, route_table_id=table.id)

phi = aws.ec2.Vpc("phi", cidr_block="10.91.0.0/16", tags={"ai-zone": "phi"})
phi_a = aws.ec2.Subnet("phi-a", vpc_id=phi.id, cidr_block="10.91.0.0/24")
phi_side = aws.ec2transitgateway.VpcAttachment("phi", transit_gateway_id=hub.id, vpc_id=phi.id, subnet_ids=[phi_a.id])
aws.ec2.Route(
    "phi-default",
    route_table_id=phi.main_route_table_id,
    destination_cidr_block="0.0.0.0/0",
    transit_gateway_id=hub.id,
    opts=pulumi.ResourceOptions(depends_on=[phi_side]),
)
close_names("phi", phi.id)
aws.ec2transitgateway.Route(
    "everything-out",
    transit_gateway_route_table_id=hub.association_default_route_table_id,
    destination_cidr_block="0.0.0.0/0",
    transit_gateway_attachment_id=egress_side.id,
)
