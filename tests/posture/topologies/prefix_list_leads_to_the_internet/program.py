"""No default route, but one to a prefix list of public addresses."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

listed = aws.ec2.ManagedPrefixList(
    "partners", name="partners", address_family="IPv4", max_entries=2, entries=[{"cidr": "8.0.0.0/8"}, {"cidr": "52.0.0.0/8"}]
)
gateway = aws.ec2.InternetGateway("out", vpc_id=phi.vpc.id)
aws.ec2.Route("partners", route_table_id=phi.table.id, destination_prefix_list_id=listed.id, gateway_id=gateway.id)
