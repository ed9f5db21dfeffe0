"""Adopts what AWS brings with a VPC and empties it; subnets without associations inherit the emptied main table."""

import pulumi_aws as aws

from tests.posture.topologies.shared import close_names

vpc = aws.ec2.Vpc("registry", cidr_block="10.23.0.0/16", tags={"ai-zone": "phi"})
aws.ec2.DefaultRouteTable("registry-main", default_route_table_id=vpc.default_route_table_id, routes=[])
aws.ec2.DefaultSecurityGroup("registry-default", vpc_id=vpc.id)
aws.ec2.DefaultNetworkAcl("registry-default", default_network_acl_id=vpc.default_network_acl_id)
for letter, third in {"a": 10, "b": 11}.items():
    aws.ec2.Subnet(f"registry-{letter}", vpc_id=vpc.id, cidr_block=f"10.23.{third}.0/24", availability_zone=f"eu-west-1{letter}")
close_names("registry", vpc.id, ("*.registry.internal.",))
