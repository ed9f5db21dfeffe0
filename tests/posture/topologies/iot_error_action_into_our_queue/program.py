"""They go to our own queue."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, role, statement, writes

bucket("records", "phi", "phi")
queue = aws.sqs.Queue("failed", name="failed", tags={"ai-zone": "phi", "data-class": "phi"})
acts = role("rule", "iot", writes("records"), statement("sqs:SendMessage"))
aws.iot.TopicRule(
    "readings",
    name="readings",
    enabled=True,
    sql="SELECT * FROM 'wards/+/readings'",
    sql_version="2016-03-23",
    s3=[{"bucket_name": named("records"), "key": "${topic()}", "role_arn": acts.arn}],
    error_action={"sqs": {"queue_url": queue.url, "role_arn": acts.arn, "use_base64": False}},
    tags={"ai-zone": "phi", "data-class": "phi"},
)
