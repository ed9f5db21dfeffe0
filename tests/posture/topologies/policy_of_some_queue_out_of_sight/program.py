"""A policy lets a vendor read a queue that is no resource of the stack, and nobody says that it holds records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket, document, statement

bucket("records", "phi", "phi")
aws.sqs.QueuePolicy(
    "handover",
    queue_url="https://sqs.eu-west-1.amazonaws.com/111122223333/handover",
    policy=document(statement("sqs:ReceiveMessage", principal={"AWS": VENDOR})),
)
