"""The application's stack adopts the network, and puts its host there."""

import pulumi
import pulumi_aws as aws

landing = pulumi.Config("corpus")
vpc = aws.ec2.Vpc.get("ours", landing.require("vpc"))
subnet = aws.ec2.Subnet.get("ours-a", landing.require("subnet"))
table = aws.ec2.RouteTable.get("ours-table", landing.require("table"))
group = aws.ec2.SecurityGroup("records", vpc_id=vpc.id, description="nobody connects")
aws.ec2.Instance("records", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=subnet.id, vpc_security_group_ids=[group.id])
gateway = aws.ec2.InternetGateway("way", vpc_id=vpc.id)
public = aws.ec2.RouteTable("way", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
spare = aws.ec2.Subnet("way", vpc_id=vpc.id, cidr_block="10.44.10.0/24")
aws.ec2.RouteTableAssociation("way", subnet_id=spare.id, route_table_id=public.id)
nat = aws.ec2.NatGateway("way", subnet_id=spare.id, allocation_id=aws.ec2.Eip("way", domain="vpc").id)
aws.ec2.Route("updates", route_table_id=table.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
