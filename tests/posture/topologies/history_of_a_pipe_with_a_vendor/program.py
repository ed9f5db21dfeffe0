"""A pipe from a stream into a queue keeps what it carried."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, VENDOR, role, statement

PHI = {"ai-zone": "phi", "data-class": "phi"}
events = aws.kinesis.Stream("events", name="events", stream_mode_details={"stream_mode": "ON_DEMAND"}, tags=PHI)
queue = aws.sqs.Queue("work", name="work", sqs_managed_sse_enabled=True, tags=PHI)
acts = role(
    "carry",
    "pipes",
    statement(
        ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream", "kinesis:ListShards"],
        f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/events",
    ),
    statement("sqs:SendMessage", f"arn:aws:sqs:eu-west-1:{ACCOUNT}:work"),
)
aws.pipes.Pipe(
    "carry",
    name="carry",
    role_arn=acts.arn,
    source=events.arn,
    target=queue.arn,
    source_parameters={"kinesis_stream_parameters": {"starting_position": "LATEST"}},
    log_configuration={
        "level": "TRACE",
        "include_execution_datas": ["ALL"],
        "firehose_log_destination": {"delivery_stream_arn": f"arn:aws:firehose:eu-west-1:{VENDOR}:deliverystream/history"},
    },
    tags={"ai-zone": "phi"},
)
