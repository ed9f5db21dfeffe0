"""Notes arrive, and EventBridge tells a queue of inference how they are called."""

import json

import pulumi_aws as aws

from tests.posture.topologies import hospital

key = hospital.Key("records", (hospital.LOGS, "events.amazonaws.com"), ("s3",), hospital.PHI)
notes = hospital.Bucket("notes", key, hospital.access_log({"ai-zone": "management"}), hospital.PHI)
heard = aws.sqs.Queue("heard", name="heard", sqs_managed_sse_enabled=True, tags={"ai-zone": "inference"})
arrived = aws.cloudwatch.EventRule("notes", name="notes-arrived", event_pattern=json.dumps({"source": ["aws.s3"]}))
aws.cloudwatch.EventTarget("notes", rule=arrived.name, arn=heard.arn)
aws.s3.BucketNotification("notes", bucket=notes.id, eventbridge=True)
