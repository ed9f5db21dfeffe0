"""A resource gateway offers one address of its own network, to nobody yet."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

group = aws.ec2.SecurityGroup("doors", vpc_id=phi.vpc.id)
doors = aws.vpclattice.ResourceGateway(
    "doors", name="ehr-doors", vpc_id=phi.vpc.id, subnet_ids=[phi.subnets["a"].id], security_group_ids=[group.id]
)
database = aws.vpclattice.ResourceConfiguration(
    "database",
    name="ehr-database",
    type="SINGLE",
    port_ranges=["5432"],
    protocol="TCP",
    resource_gateway_identifier=doors.id,
    resource_configuration_definition={"ip_resource": {"ip_address": "10.10.0.20"}},
)
