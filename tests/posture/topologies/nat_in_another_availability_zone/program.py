"""Loops over availability zones, with tables per zone and one NAT gateway for all, as cost-saving guides show it."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

ZONES = ["eu-west-1a", "eu-west-1b", "eu-west-1c"]
tags = {"ai-zone": "phi", "env": pulumi.get_stack()}

vpc = aws.ec2.Vpc("main", cidr_block="10.0.0.0/16", enable_dns_support=True, enable_dns_hostnames=True, tags=tags)
igw = aws.ec2.InternetGateway("main", vpc_id=vpc.id, tags=tags)
publics, privates = [], []
for i, az in enumerate(ZONES):
    publics.append(
        aws.ec2.Subnet(
            f"public-{i}",
            vpc_id=vpc.id,
            availability_zone=az,
            cidr_block=f"10.0.{i}.0/24",
            map_public_ip_on_launch=True,
            tags=tags,
            opts=pulumi.ResourceOptions(parent=vpc),
        )
    )
    privates.append(
        aws.ec2.Subnet(
            f"private-{i}",
            vpc_id=vpc.id,
            availability_zone=az,
            cidr_block=f"10.0.{100 + i}.0/24",
            tags=tags,
            opts=pulumi.ResourceOptions(parent=vpc),
        )
    )
public_rt = aws.ec2.RouteTable("public", vpc_id=vpc.id, tags=tags)
aws.ec2.Route("public-internet", route_table_id=public_rt.id, destination_cidr_block="0.0.0.0/0", gateway_id=igw.id)
for i, subnet in enumerate(publics):
    aws.ec2.RouteTableAssociation(f"public-{i}", subnet_id=subnet.id, route_table_id=public_rt.id)
eip = aws.ec2.Eip("nat", domain="vpc", tags=tags)
nat = aws.ec2.NatGateway("nat", subnet_id=publics[2].id, allocation_id=eip.id, tags=tags)
for i, subnet in enumerate(privates):
    rt = aws.ec2.RouteTable(f"private-{i}", vpc_id=vpc.id, tags=tags)
    aws.ec2.Route(f"private-{i}-out", route_table_id=rt.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id)
    aws.ec2.RouteTableAssociation(f"private-{i}", subnet_id=subnet.id, route_table_id=rt.id)
close_names("main", vpc.id)
