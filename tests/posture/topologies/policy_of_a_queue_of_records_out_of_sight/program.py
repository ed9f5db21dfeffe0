"""The reviewer places by name a policy that lets a vendor read a queue, and the queue is no resource of the stack."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket, document, statement

bucket("records", "phi", "phi")
aws.sqs.QueuePolicy(
    "patients-handover",
    queue_url="https://sqs.eu-west-1.amazonaws.com/111122223333/handover",
    policy=document(statement("sqs:ReceiveMessage", principal={"AWS": VENDOR})),
)
