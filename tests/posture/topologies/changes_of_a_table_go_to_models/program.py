"""A function of inference is called with each changed record."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket, function, role, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")

models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
bucket("prompts", "inference", "internal")

table = aws.dynamodb.Table(
    "records",
    name="records",
    hash_key="id",
    billing_mode="PAY_PER_REQUEST",
    stream_enabled=True,
    stream_view_type="NEW_IMAGE",
    attributes=[{"name": "id", "type": "S"}],
    tags={"ai-zone": "phi", "data-class": "phi"},
)
taker = role(
    "taker",
    "lambda",
    statement(
        ["dynamodb:GetRecords", "dynamodb:GetShardIterator", "dynamodb:DescribeStream", "dynamodb:ListStreams"],
        f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/records/stream/*",
    ),
)
consumer = function("consumer", taker, models)
aws.lambda_.EventSourceMapping("records", event_source_arn=table.stream_arn, function_name=consumer.arn, starting_position="LATEST")
