"""The models' network peers with a network that it knows by a stack reference, and puts a route into both tables."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

records = pulumi.StackReference("organization/records/dev")
models = Network("models", "inference", "10.58.0.0/16", {"a": "10.58.0.0/24"})
peering = aws.ec2.VpcPeeringConnection("records", vpc_id=models.vpc.id, peer_vpc_id=records.require_output("vpc"), auto_accept=True)
aws.ec2.Route("to-records", route_table_id=models.table.id, destination_cidr_block="10.57.0.0/16", vpc_peering_connection_id=peering.id)
aws.ec2.Route(
    "from-records",
    route_table_id=records.require_output("table"),
    destination_cidr_block="10.58.0.0/16",
    vpc_peering_connection_id=peering.id,
)
model = aws.ec2.SecurityGroup("model", vpc_id=models.vpc.id)
aws.vpc.SecurityGroupEgressRule(
    "postgres", security_group_id=model.id, cidr_ipv4="10.57.0.0/16", ip_protocol="tcp", from_port=5432, to_port=5432
)
aws.ec2.Instance(
    "model",
    ami="ami-0abcdef1234567890",
    instance_type="m7i.large",
    subnet_id=models.subnets["a"].id,
    vpc_security_group_ids=[model.id],
)
