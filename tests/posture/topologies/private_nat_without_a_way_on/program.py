"""A private NAT gateway for overlapping addresses, whose own subnet has no further route."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("overlap", cidr_block="10.24.0.0/16", tags={"ai-zone": "phi"})
aws.ec2.VpcIpv4CidrBlockAssociation("overlap-second", vpc_id=vpc.id, cidr_block="100.64.0.0/24")
routable = aws.ec2.Subnet("overlap-routable", vpc_id=vpc.id, cidr_block="10.24.255.0/24")
work = aws.ec2.Subnet("overlap-work", vpc_id=vpc.id, cidr_block="10.24.1.0/24")
nat = aws.ec2.NatGateway("overlap-private-nat", subnet_id=routable.id, connectivity_type="private")
table = aws.ec2.RouteTable(
    "overlap-work", vpc_id=vpc.id, routes=[aws.ec2.RouteTableRouteArgs(cidr_block="192.168.0.0/16", nat_gateway_id=nat.id)]
)
aws.ec2.RouteTableAssociation("overlap-work", subnet_id=work.id, route_table_id=table.id)
close_names("overlap", vpc.id)
