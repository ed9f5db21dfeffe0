"""Global IPv6 addresses, an egress-only gateway that was forgotten, and no route to it."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("cohort", cidr_block="10.26.0.0/16", assign_generated_ipv6_cidr_block=True, tags={"ai-zone": "phi"})
aws.ec2.EgressOnlyInternetGateway("cohort-unused", vpc_id=vpc.id)
subnet = aws.ec2.Subnet(
    "cohort-a",
    vpc_id=vpc.id,
    cidr_block="10.26.0.0/24",
    ipv6_cidr_block=vpc.ipv6_cidr_block.apply(lambda block: block.replace("::/56", "::/64")),
)
table = aws.ec2.RouteTable("cohort", vpc_id=vpc.id)
aws.ec2.RouteTableAssociation("cohort", subnet_id=subnet.id, route_table_id=table.id)
close_names("cohort", vpc.id)
