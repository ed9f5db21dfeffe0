"""Administrators tunnel from the internet to PHI hosts that have no public address."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

group = aws.ec2.SecurityGroup("tunnel", vpc_id=phi.vpc.id)
aws.ec2transitgateway.InstanceConnectEndpoint("tunnel", subnet_id=phi.subnets["a"].id, security_group_ids=[group.id])
