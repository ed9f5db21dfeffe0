"""A web shop: no zone anywhere."""

import pulumi_aws as aws

vpc = aws.ec2.Vpc("shop", cidr_block="10.0.0.0/16")
gateway = aws.ec2.InternetGateway("shop", vpc_id=vpc.id)
subnet = aws.ec2.Subnet("shop", vpc_id=vpc.id, cidr_block="10.0.0.0/24", map_public_ip_on_launch=True)
table = aws.ec2.RouteTable("shop", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("shop", subnet_id=subnet.id, route_table_id=table.id)
aws.ec2.Instance("shop", ami="ami-0abcdef1234567890", instance_type="t3.small", subnet_id=subnet.id)
