"""A route leads to the own interface of a machine in a subnet without a road."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
edge = aws.ec2.Subnet("edge", vpc_id=ward.vpc.id, cidr_block="10.20.8.0/24")
gateway = aws.ec2.InternetGateway("ward", vpc_id=ward.vpc.id)
outward = aws.ec2.RouteTable("edge", vpc_id=ward.vpc.id, routes=[])
aws.ec2.RouteTableAssociation("edge", subnet_id=edge.id, route_table_id=outward.id)
forwards = aws.ec2.Instance("forwards", ami="ami-0abcdef1234567890", instance_type="c7g.large", subnet_id=edge.id, source_dest_check=False)
aws.ec2.Route(
    "all",
    route_table_id=ward.table.id,
    destination_cidr_block="0.0.0.0/0",
    network_interface_id=forwards.primary_network_interface_id,
)
