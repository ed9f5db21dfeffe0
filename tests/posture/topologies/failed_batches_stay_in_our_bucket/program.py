"""What a function could not read of a stream goes into the zone's own bucket."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, function, named, role, statement
from tests.posture.topologies.shared import Network

network = Network("phi", "phi", "10.20.0.0/16", {"workload": "10.20.1.0/24"})
bucket("failed", "phi", "phi")
feed = aws.kinesis.Stream(
    "feed",
    name="feed",
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    encryption_type="KMS",
    kms_key_id="alias/aws/kinesis",
    tags={"ai-zone": "phi", "data-class": "phi"},
)
reads = statement(["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream", "kinesis:ListShards"])
worker = function("worker", role("worker", "lambda", reads), network, tags={"ai-zone": "phi"})
aws.lambda_.EventSourceMapping(
    "feed",
    event_source_arn=feed.arn,
    function_name=worker.arn,
    starting_position="LATEST",
    destination_config={"on_failure": {"destination_arn": f"arn:aws:s3:::{named('failed')}"}},
)
