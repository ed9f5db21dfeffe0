"""The scanner's NAT route that a reviewer has accepted until the machine is replaced."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("scans", "phi", "10.52.0.0/16", {"a": "10.52.0.0/24"})
gateway = aws.ec2.InternetGateway("scans-igw", vpc_id=phi.vpc.id)
aws.ec2.Route("scans-updates", route_table_id=phi.table.id, destination_cidr_block="198.51.100.0/24", gateway_id=gateway.id)
