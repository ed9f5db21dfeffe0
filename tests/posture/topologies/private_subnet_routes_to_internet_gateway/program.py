"""Called private, without public addresses, and its table has a default route to the internet gateway."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("ward", cidr_block="10.21.0.0/16", tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("ward-igw", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("ward-private", vpc_id=vpc.id, cidr_block="10.21.1.0/24", map_public_ip_on_launch=False)
table = aws.ec2.RouteTable(
    "ward-private",
    vpc_id=vpc.id,
    routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=gateway.id)],
)
aws.ec2.RouteTableAssociation("ward-private", subnet_id=subnet.id, route_table_id=table.id)
close_names("ward", vpc.id)
