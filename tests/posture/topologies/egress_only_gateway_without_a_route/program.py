"""IPv6 addresses and an egress-only gateway, which no route names."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

aws.ec2.VpcIpv6CidrBlockAssociation("six", vpc_id=phi.vpc.id, assign_generated_ipv6_cidr_block=True)
aws.ec2.EgressOnlyInternetGateway("out", vpc_id=phi.vpc.id)
