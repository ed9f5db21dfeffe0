"""The declared API of de-identification is reached from the network of models, too."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("records", "phi", "10.32.0.0/16", {"a": "10.32.0.0/24"})
network = Network("models", "inference", "10.34.0.0/16", {"a": "10.34.0.0/24", "b": "10.34.1.0/24"})
private = aws.ec2.VpnGateway("models", vpc_id=network.vpc.id, amazon_side_asn="64622")
circuit = aws.directconnect.Gateway("campus", name="campus", amazon_side_asn="64555")
aws.directconnect.GatewayAssociation(
    "campus", dx_gateway_id=circuit.id, associated_gateway_id=private.id, allowed_prefixes=["10.34.0.0/16"]
)
aws.ec2.Route("fhir", route_table_id=network.table.id, destination_cidr_block="192.168.41.16/28", gateway_id=private.id)
agents = aws.ec2.SecurityGroup(
    "agents",
    vpc_id=network.vpc.id,
    egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["192.168.41.16/28"]}],
)
aws.ec2.Instance(
    "agent", ami="ami-0abcdef1234567890", instance_type="g6.xlarge", subnet_id=network.subnets["a"].id, vpc_security_group_ids=[agents.id]
)
