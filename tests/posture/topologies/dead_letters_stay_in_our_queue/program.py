"""What a function of PHI could not work on goes to a queue of the zone."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket, function, reads, role, s3_endpoint, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
bucket("records", "phi", "phi")
s3_endpoint("s3", ward, "records")
aws.sqs.Queue("dead", name="dead", tags={"ai-zone": "phi"})
works = role("intake", "lambda", reads("records"), statement("sqs:SendMessage", "*"))
function("intake", works, ward, tags={"ai-zone": "phi"}, dead_letter_config={"target_arn": f"arn:aws:sqs:eu-west-1:{ACCOUNT}:dead"})
