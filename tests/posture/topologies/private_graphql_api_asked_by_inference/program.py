"""A private GraphQL API over records, and an endpoint in the network of inference."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, document, role, statement
from tests.posture.topologies.shared import Network

network = Network("clients", "inference", "10.60.0.0/16", {"workload": "10.60.1.0/24"})
inside = aws.ec2.SecurityGroup(
    "endpoint", vpc_id=network.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.60.0.0/16"]}]
)
ours = {"StringEquals": {"aws:ResourceAccount": ACCOUNT}}
aws.ec2.VpcEndpoint(
    "graphql",
    vpc_id=network.vpc.id,
    service_name="com.amazonaws.eu-west-1.appsync-api",
    vpc_endpoint_type="Interface",
    private_dns_enabled=True,
    subnet_ids=[network.subnets["workload"].id],
    security_group_ids=[inside.id],
    policy=document(statement("appsync:GraphQL", principal="*", condition=ours)),
)
visits = aws.dynamodb.Table(
    "visits",
    name="visits",
    hash_key="id",
    billing_mode="PAY_PER_REQUEST",
    attributes=[{"name": "id", "type": "S"}],
    tags={"ai-zone": "phi", "data-class": "phi"},
)
reader = role("api", "appsync", statement("dynamodb:GetItem", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/visits"))
api = aws.appsync.GraphQLApi(
    "api",
    name="visits",
    authentication_type="API_KEY",
    visibility="PRIVATE",
    schema="type Query { visit(id: ID!): String }",
    tags={"ai-zone": "phi"},
)
aws.appsync.DataSource(
    "visits",
    api_id=api.id,
    name="visits",
    type="AMAZON_DYNAMODB",
    service_role_arn=reader.arn,
    dynamodb_config={"table_name": visits.name},
)
