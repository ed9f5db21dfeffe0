"""The stream of a table's changes has a policy of its own, which lets our second account read it."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND, document, statement

visits = aws.dynamodb.Table(
    "visits",
    name="visits",
    hash_key="id",
    billing_mode="PAY_PER_REQUEST",
    attributes=[{"name": "id", "type": "S"}],
    stream_enabled=True,
    stream_view_type="NEW_IMAGE",
    tags={"ai-zone": "phi", "data-class": "phi"},
)
aws.dynamodb.ResourcePolicy(
    "changes",
    resource_arn=visits.stream_arn,
    policy=visits.stream_arn.apply(
        lambda arn: document(
            statement(["dynamodb:GetRecords", "dynamodb:GetShardIterator"], arn, principal={"AWS": f"arn:aws:iam::{SECOND}:root"})
        )
    ),
)
