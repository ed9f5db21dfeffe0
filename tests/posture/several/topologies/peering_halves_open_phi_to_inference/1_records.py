"""The records' network asks for the peering, and routes to the redaction network by its range."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("records", "phi", "10.57.0.0/16", {"a": "10.57.0.0/24"})
database = aws.ec2.SecurityGroup("database", vpc_id=phi.vpc.id, description="no egress")
aws.vpc.SecurityGroupIngressRule(
    "models", security_group_id=database.id, cidr_ipv4="10.58.0.0/16", ip_protocol="tcp", from_port=5432, to_port=5432
)
aws.ec2.Instance(
    "database",
    ami="ami-0abcdef1234567890",
    instance_type="m7i.large",
    subnet_id=phi.subnets["a"].id,
    vpc_security_group_ids=[database.id],
)
pulumi.export("vpc", phi.vpc.id)
pulumi.export("table", phi.table.id)
