"""Private records and a bastion host in the same network, found by name: no tag anywhere."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("acme-phi-vpc", cidr_block="10.38.0.0/16")
gateway = aws.ec2.InternetGateway("acme-igw", vpc_id=vpc.id)
front = aws.ec2.Subnet("acme-front", vpc_id=vpc.id, cidr_block="10.38.0.0/28")
table = aws.ec2.RouteTable("acme-front", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("acme-front", subnet_id=front.id, route_table_id=table.id)
records = aws.ec2.Subnet("acme-records", vpc_id=vpc.id, cidr_block="10.38.1.0/24")
ssh = aws.ec2.SecurityGroup(
    "acme-ssh", vpc_id=vpc.id, ingress=[{"protocol": "tcp", "from_port": 22, "to_port": 22, "cidr_blocks": ["198.51.100.7/32"]}]
)
bastion = aws.ec2.Instance(
    "acme-bastion", ami="ami-0abcdef1234567890", instance_type="t4g.nano", subnet_id=front.id, vpc_security_group_ids=[ssh.id]
)
address = aws.ec2.Eip("acme-bastion", domain="vpc")
aws.ec2.EipAssociation("acme-bastion", instance_id=bastion.id, allocation_id=address.id)
close_names("acme", vpc.id)
