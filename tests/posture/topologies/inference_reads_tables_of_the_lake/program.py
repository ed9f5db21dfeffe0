"""A function of inference reads table buckets of phi by an endpoint that names them."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, document, function, role, statement
from tests.posture.topologies.shared import Network

network = Network("inference", "inference", "10.60.0.0/16", {"workload": "10.60.1.0/24"})
lake = aws.s3tables.TableBucket("lake", name="clinic-lake", tags={"ai-zone": "phi", "data-class": "phi"})
inside = aws.ec2.SecurityGroup(
    "endpoint", vpc_id=network.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.60.0.0/16"]}]
)
tables = f"arn:aws:s3tables:eu-west-1:{ACCOUNT}:bucket/clinic-lake/table/*"
ours = {"StringEquals": {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}}
aws.ec2.VpcEndpoint(
    "tables",
    vpc_id=network.vpc.id,
    service_name="com.amazonaws.eu-west-1.s3tables",
    vpc_endpoint_type="Interface",
    private_dns_enabled=True,
    subnet_ids=[network.subnets["workload"].id],
    security_group_ids=[inside.id],
    policy=document(statement("s3tables:GetTableData", tables, principal="*", condition=ours)),
)
function("agent", role("agent", "lambda", statement("s3tables:GetTableData", tables)), network, tags={"ai-zone": "inference"})
