"""A registered consumer of a stream is shared with our second account."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND, document, statement

feed = aws.kinesis.Stream(
    "feed",
    name="feed",
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    encryption_type="KMS",
    kms_key_id="alias/aws/kinesis",
    tags={"ai-zone": "phi", "data-class": "phi"},
)
reader = aws.kinesis.StreamConsumer("reader", name="reader", stream_arn=feed.arn)
aws.kinesis.ResourcePolicy(
    "reader",
    resource_arn=reader.arn,
    policy=reader.arn.apply(
        lambda arn: document(statement("kinesis:SubscribeToShard", arn, principal={"AWS": f"arn:aws:iam::{SECOND}:root"}))
    ),
)
