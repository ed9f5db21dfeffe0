"""No 0.0.0.0/0 anywhere, but both of its halves."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("imaging", cidr_block="172.20.0.0/16", tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("imaging-igw", vpc_id=vpc.id)
front = aws.ec2.Subnet("imaging-front", vpc_id=vpc.id, cidr_block="172.20.0.0/26")
front_table = aws.ec2.RouteTable("imaging-front", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("imaging-front", subnet_id=front.id, route_table_id=front_table.id)
nat = aws.ec2.NatGateway("imaging-nat", subnet_id=front.id, allocation_id=aws.ec2.Eip("imaging-nat", domain="vpc").allocation_id)

archive = aws.ec2.Subnet("imaging-archive", vpc_id=vpc.id, cidr_block="172.20.8.0/22")
archive_table = aws.ec2.RouteTable("imaging-archive", vpc_id=vpc.id)
aws.ec2.RouteTableAssociation("imaging-archive", subnet_id=archive.id, route_table_id=archive_table.id)
for i, half in enumerate(("0.0.0.0/1", "128.0.0.0/1")):
    aws.ec2.Route(f"imaging-half-{i}", route_table_id=archive_table.id, destination_cidr_block=half, nat_gateway_id=nat.id)
close_names("imaging", vpc.id)
