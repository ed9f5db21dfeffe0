"""The subnet of the NAT gateway is excluded for what it sends."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("ward", cidr_block="10.21.0.0/16", tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("ward", vpc_id=vpc.id)
public = aws.ec2.Subnet("ward-public", vpc_id=vpc.id, cidr_block="10.21.0.0/24")
private = aws.ec2.Subnet("ward-private", vpc_id=vpc.id, cidr_block="10.21.1.0/24")
outward = aws.ec2.RouteTable("ward-public", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("ward-public", subnet_id=public.id, route_table_id=outward.id)
address = aws.ec2.Eip("ward", domain="vpc")
nat = aws.ec2.NatGateway("ward", allocation_id=address.allocation_id, subnet_id=public.id)
through_nat = aws.ec2.RouteTable("ward-private", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat.id}])
aws.ec2.RouteTableAssociation("ward-private", subnet_id=private.id, route_table_id=through_nat.id)
close_names("ward", vpc.id)
aws.ec2.VpcBlockPublicAccessOptions("block", internet_gateway_block_mode="block-bidirectional")
aws.ec2.VpcBlockPublicAccessExclusion("nat", subnet_id=public.id, internet_gateway_exclusion_mode="allow-egress")
