"""The redaction network stands in Virginia; the residency is Ireland. An inter-region peering joins the two."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

america = pulumi.ResourceOptions(provider=aws.Provider("america", region="us-east-1"))
phi = Network("phi", "phi", "10.70.0.0/16", {"a": "10.70.0.0/24"})
deid = aws.ec2.Vpc("deid", cidr_block="10.71.0.0/16", enable_dns_support=False, tags={"ai-zone": "deidentification"}, opts=america)
deid_a = aws.ec2.Subnet("deid-a", vpc_id=deid.id, cidr_block="10.71.0.0/24", opts=america)
link = aws.ec2.VpcPeeringConnection("link", vpc_id=phi.vpc.id, peer_vpc_id=deid.id, peer_region="us-east-1")
accepted = aws.ec2.VpcPeeringConnectionAccepter("link", vpc_peering_connection_id=link.id, auto_accept=True, opts=america)
aws.ec2.Route("phi-deid", route_table_id=phi.table.id, destination_cidr_block="10.71.0.0/16", vpc_peering_connection_id=link.id)
aws.ec2.Route(
    "deid-phi",
    route_table_id=deid.main_route_table_id,
    destination_cidr_block="10.70.0.0/16",
    vpc_peering_connection_id=accepted.id,
    opts=america,
)
database = aws.ec2.SecurityGroup(
    "database", vpc_id=phi.vpc.id, ingress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["10.71.0.0/16"]}]
)
redactor = aws.ec2.SecurityGroup(
    "redactor",
    vpc_id=deid.id,
    egress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["10.70.0.0/16"]}],
    opts=america,
)
image = "ami-0abcdef1234567890"
aws.ec2.Instance("database", ami=image, instance_type="m7i.large", subnet_id=phi.subnets["a"].id, vpc_security_group_ids=[database.id])
aws.ec2.Instance("redactor", ami=image, instance_type="m7i.large", subnet_id=deid_a.id, vpc_security_group_ids=[redactor.id], opts=america)
