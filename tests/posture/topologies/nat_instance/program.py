"""Cheaper than a NAT gateway: a host that forwards, and a route to its interface."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("lab", cidr_block="10.54.0.0/16", tags={"ai-zone": "phi"})
gateway = aws.ec2.InternetGateway("lab-igw", vpc_id=vpc.id)
public = aws.ec2.Subnet("lab-public", vpc_id=vpc.id, cidr_block="10.54.0.0/24", map_public_ip_on_launch=True)
public_table = aws.ec2.RouteTable("lab-public", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("lab-public", subnet_id=public.id, route_table_id=public_table.id)
private = aws.ec2.Subnet("lab-private", vpc_id=vpc.id, cidr_block="10.54.1.0/24")
interface = aws.ec2.NetworkInterface("lab-nat", subnet_id=public.id, source_dest_check=False)
aws.ec2.Instance(
    "lab-nat",
    ami="ami-0abcdef1234567890",
    instance_type="t4g.nano",
    network_interfaces=[{"network_interface_id": interface.id, "device_index": 0}],
)
private_table = aws.ec2.RouteTable("lab-private", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "network_interface_id": interface.id}])
aws.ec2.RouteTableAssociation("lab-private", subnet_id=private.id, route_table_id=private_table.id)
close_names("lab", vpc.id)
