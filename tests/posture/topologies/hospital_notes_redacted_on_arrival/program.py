"""Notes arrive, EventBridge tells a workflow of deidentification, a function redacts them by Comprehend Medical's endpoint."""

import json

import pulumi_aws as aws

from tests.posture.topologies import hospital

ZONE = {"ai-zone": "deidentification"}
records = hospital.Key("records", (hospital.LOGS,), ("s3",), hospital.PHI)
key = hospital.Key("redaction", (hospital.LOGS,), ("s3", "lambda"), ZONE)
network = hospital.Network("redaction", "10.34.0.0/16", key, ZONE, interfaces=("logs", "kms", "comprehendmedical", "states"))
log = hospital.access_log({"ai-zone": "management"})
notes = hospital.Bucket("notes", records, log, hospital.PHI)
clean = hospital.Bucket("clean", key, log, {**ZONE, "data-class": "deidentified"})
redact = hospital.function(
    "redact",
    network,
    key,
    hospital.may(["s3:GetObject"], hospital.below(notes.arn)),
    hospital.may(["s3:PutObject"], hospital.below(clean.arn)),
    hospital.may(["comprehendmedical:DetectPHI"], "*"),
)
runs = hospital.role("redaction", "states.amazonaws.com", hospital.may(["lambda:InvokeFunction"], redact.arn), tags=ZONE)
workflow = aws.sfn.StateMachine(
    "redaction",
    name="redaction",
    role_arn=runs.arn,
    definition=redact.arn.apply(
        lambda arn: json.dumps({"StartAt": "Redact", "States": {"Redact": {"Type": "Task", "Resource": arn, "End": True}}})
    ),
    tags=ZONE,
)
starts = hospital.role("redaction-starts", "events.amazonaws.com", hospital.may(["states:StartExecution"], workflow.arn))
pattern = {"source": ["aws.s3"], "detail-type": ["Object Created"], "detail": {"bucket": {"name": [notes.name]}}}
arrived = aws.cloudwatch.EventRule("notes", name="notes-arrived", event_pattern=json.dumps(pattern))
aws.cloudwatch.EventTarget("notes", rule=arrived.name, arn=workflow.arn, role_arn=starts.arn)
aws.s3.BucketNotification("notes", bucket=notes.id, eventbridge=True)
