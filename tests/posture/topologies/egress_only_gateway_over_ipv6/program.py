"""No road in IPv4; in IPv6 a default route to an egress-only gateway."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("genome", cidr_block="10.25.0.0/16", assign_generated_ipv6_cidr_block=True, tags={"ai-zone": "phi"})
gateway = aws.ec2.EgressOnlyInternetGateway("genome-eigw", vpc_id=vpc.id)
subnet = aws.ec2.Subnet(
    "genome-a",
    vpc_id=vpc.id,
    cidr_block="10.25.0.0/24",
    ipv6_cidr_block=vpc.ipv6_cidr_block.apply(lambda block: block.replace("::/56", "::/64")),
    assign_ipv6_address_on_creation=True,
)
table = aws.ec2.RouteTable("genome", vpc_id=vpc.id)
aws.ec2.RouteTableAssociation("genome", subnet_id=subnet.id, route_table_id=table.id)
aws.ec2.Route("genome-v6", route_table_id=table.id, destination_ipv6_cidr_block="::/0", egress_only_gateway_id=gateway.id)
close_names("genome", vpc.id)
