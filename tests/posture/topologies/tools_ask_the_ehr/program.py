"""Tools of the de-identification zone ask the hospital's FHIR server over a circuit; nobody comes in by it."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24"})
network = Network("redaction", "deidentification", "10.33.0.0/16", {"a": "10.33.0.0/24", "b": "10.33.1.0/24"})
private = aws.ec2.VpnGateway("redaction", vpc_id=network.vpc.id, amazon_side_asn="64621")
circuit = aws.directconnect.Gateway("campus", name="campus", amazon_side_asn="64555")
aws.directconnect.GatewayAssociation(
    "campus", dx_gateway_id=circuit.id, associated_gateway_id=private.id, allowed_prefixes=["10.33.0.0/16"]
)
aws.ec2.Route("fhir", route_table_id=network.table.id, destination_cidr_block="192.168.41.16/28", gateway_id=private.id)
tools = aws.ec2.SecurityGroup(
    "tools",
    vpc_id=network.vpc.id,
    egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["192.168.41.16/28"]}],
)
for label, subnet in network.subnets.items():
    aws.ec2.Instance(
        f"tools-{label}", ami="ami-0abcdef1234567890", instance_type="m7g.large", subnet_id=subnet.id, vpc_security_group_ids=[tools.id]
    )
