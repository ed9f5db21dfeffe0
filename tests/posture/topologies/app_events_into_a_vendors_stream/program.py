"""Events of a patients' app go into a stream."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, role, statement

PHI = {"ai-zone": "phi", "data-class": "phi"}
events = aws.kinesis.Stream(
    "events",
    name="events",
    stream_mode_details={"stream_mode": "ON_DEMAND"},
    encryption_type="KMS",
    kms_key_id="alias/aws/kinesis",
    tags=PHI,
)
app = aws.pinpoint.App("portal", name="portal", tags=PHI)
aws.pinpoint.EventStream(
    "events",
    application_id=app.application_id,
    destination_stream_arn=f"arn:aws:kinesis:eu-west-1:{VENDOR}:stream/events",
    role_arn=role("events", "pinpoint", statement("kinesis:PutRecords")).arn,
)
