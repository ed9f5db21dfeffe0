"""The network team stack: what the judged program finds standing."""

import pulumi
import pulumi_aws as aws

vpc = aws.ec2.Vpc("landing", cidr_block="10.44.0.0/16", enable_dns_support=False)
subnet = aws.ec2.Subnet("landing-a", vpc_id=vpc.id, cidr_block="10.44.0.0/24")
table = aws.ec2.RouteTable("landing", vpc_id=vpc.id)
aws.ec2.RouteTableAssociation("landing-a", subnet_id=subnet.id, route_table_id=table.id)
gateway = aws.ec2.InternetGateway("landing", vpc_id=vpc.id)
public = aws.ec2.Subnet("landing-public", vpc_id=vpc.id, cidr_block="10.44.9.0/24")
public_table = aws.ec2.RouteTable("landing-public", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("landing-public", subnet_id=public.id, route_table_id=public_table.id)
nat = aws.ec2.NatGateway("landing", subnet_id=public.id, allocation_id=aws.ec2.Eip("landing", domain="vpc").id)
aws.ec2.Route("landing-out", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
for name, made in {"vpc": vpc, "subnet": subnet, "table": table}.items():
    pulumi.export(name, made.id)
