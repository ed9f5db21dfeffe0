"""The redaction network peers with a network that it knows by a stack reference, and puts a route into both tables."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

records = pulumi.StackReference("organization/records/dev")
redaction = Network("redaction", "deidentification", "10.58.0.0/16", {"a": "10.58.0.0/24"})
peering = aws.ec2.VpcPeeringConnection("records", vpc_id=redaction.vpc.id, peer_vpc_id=records.require_output("vpc"), auto_accept=True)
aws.ec2.Route("to-records", route_table_id=redaction.table.id, destination_cidr_block="10.57.0.0/16", vpc_peering_connection_id=peering.id)
aws.ec2.Route(
    "from-records",
    route_table_id=records.require_output("table"),
    destination_cidr_block="10.58.0.0/16",
    vpc_peering_connection_id=peering.id,
)
redactor = aws.ec2.SecurityGroup("redactor", vpc_id=redaction.vpc.id)
aws.vpc.SecurityGroupEgressRule(
    "postgres", security_group_id=redactor.id, cidr_ipv4="10.57.0.0/16", ip_protocol="tcp", from_port=5432, to_port=5432
)
aws.ec2.Instance(
    "redactor",
    ami="ami-0abcdef1234567890",
    instance_type="m7i.large",
    subnet_id=redaction.subnets["a"].id,
    vpc_security_group_ids=[redactor.id],
)
