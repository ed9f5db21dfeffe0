"""The main table was replaced by one with a NAT route; the subnet with the records was never associated with any table."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("lab", cidr_block="10.22.0.0/16", tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("lab-igw", vpc_id=vpc.id)

public = aws.ec2.Subnet("lab-public", vpc_id=vpc.id, cidr_block="10.22.0.0/24")
public_table = aws.ec2.RouteTable("lab-public", vpc_id=vpc.id)
aws.ec2.Route("lab-public-default", route_table_id=public_table.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id)
aws.ec2.RouteTableAssociation("lab-public", subnet_id=public.id, route_table_id=public_table.id)

address = aws.ec2.Eip("lab-nat", domain="vpc", opts=pulumi.ResourceOptions(depends_on=[gateway]))
nat = aws.ec2.NatGateway("lab-nat", subnet_id=public.id, allocation_id=address.id)

shared = aws.ec2.RouteTable("lab-shared", vpc_id=vpc.id)
aws.ec2.Route("lab-shared-default", route_table_id=shared.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
aws.ec2.MainRouteTableAssociation("lab-main", vpc_id=vpc.id, route_table_id=shared.id)

aws.ec2.Subnet("lab-samples", vpc_id=vpc.id, cidr_block="10.22.5.0/24")
close_names("lab", vpc.id)
