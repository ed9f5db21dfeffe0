"""Deidentification reads Aurora by a resource endpoint: a VPC Lattice resource gateway and a configuration of the cluster's ARN."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.14.0.0/16", {"a": "10.14.0.0/24", "b": "10.14.1.0/24"})
deid = Network("deid", "deidentification", "10.15.0.0/16", {"a": "10.15.0.0/24"})

gateway_group = aws.ec2.SecurityGroup(
    "resource-gateway", vpc_id=phi.vpc.id, egress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["10.14.0.0/16"]}]
)
database_group = aws.ec2.SecurityGroup(
    "database", vpc_id=phi.vpc.id, ingress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "security_groups": [gateway_group.id]}]
)
cluster = aws.rds.Cluster(
    "vectors",
    cluster_identifier="vectors",
    engine="aurora-postgresql",
    master_username="owner",
    manage_master_user_password=True,
    db_subnet_group_name=aws.rds.SubnetGroup("vectors", subnet_ids=[s.id for s in phi.subnets.values()]).name,
    vpc_security_group_ids=[database_group.id],
    storage_encrypted=True,
    skip_final_snapshot=True,
    tags={"ai-zone": "phi", "data-class": "phi"},
)
gateway = aws.vpclattice.ResourceGateway(
    "database", name="database", vpc_id=phi.vpc.id, subnet_ids=[s.id for s in phi.subnets.values()], security_group_ids=[gateway_group.id]
)
configuration = aws.vpclattice.ResourceConfiguration(
    "database",
    name="database",
    type="ARN",
    resource_gateway_identifier=gateway.id,
    resource_configuration_definition={"arn_resource": {"arn": cluster.arn}},
)
client = aws.ec2.SecurityGroup(
    "client", vpc_id=deid.vpc.id, ingress=[{"protocol": "tcp", "from_port": 5432, "to_port": 5432, "cidr_blocks": ["10.15.0.0/16"]}]
)
aws.ec2.VpcEndpoint(
    "to-database",
    vpc_id=deid.vpc.id,
    vpc_endpoint_type="Resource",
    resource_configuration_arn=configuration.arn,
    subnet_ids=[deid.subnets["a"].id],
    security_group_ids=[client.id],
)
