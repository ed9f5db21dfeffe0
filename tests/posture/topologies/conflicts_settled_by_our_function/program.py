"""Conflicting versions of a note are handed to a function."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, function, role, statement
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24"})
settle = function("settle", role("settle", "lambda"), network, tags={"ai-zone": "phi"})
notes = aws.dynamodb.Table(
    "notes", name="notes", hash_key="id", billing_mode="PAY_PER_REQUEST", attributes=[{"name": "id", "type": "S"}], tags=PHI
)
api = aws.appsync.GraphQLApi(
    "notes",
    name="notes",
    authentication_type="AWS_IAM",
    visibility="PRIVATE",
    schema="type Query { note(id: ID!): String }",
    tags={"ai-zone": "phi"},
)
source = aws.appsync.DataSource(
    "notes",
    api_id=api.id,
    name="notes",
    type="AMAZON_DYNAMODB",
    service_role_arn=role("api", "appsync", statement("dynamodb:*", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/notes")).arn,
    dynamodb_config={
        "table_name": notes.name,
        "versioned": True,
        "delta_sync_config": {"delta_sync_table_name": "delta", "base_table_ttl": 60, "delta_sync_table_ttl": 60},
    },
)
aws.appsync.Resolver(
    "note",
    api_id=api.id,
    type="Query",
    field="note",
    data_source=source.name,
    sync_config={
        "conflict_detection": "VERSION",
        "conflict_handler": "LAMBDA",
        "lambda_conflict_handler_config": {"lambda_conflict_handler_arn": settle.arn},
    },
    request_template="{}",
    response_template="{}",
)
