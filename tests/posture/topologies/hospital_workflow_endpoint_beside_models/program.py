"""A function of phi behind an endpoint for Step Functions, and a workflow of inference that it may start."""

import json

import pulumi_aws as aws

from tests.posture.topologies import hospital

ZONE = {"ai-zone": "phi"}
key = hospital.Key("records", (hospital.LOGS,), ("s3",), hospital.PHI)
network = hospital.Network("records", "10.20.0.0/16", key, ZONE, interfaces=("logs", "states"))
hospital.Bucket("records", key, hospital.access_log(ZONE), hospital.PHI)
asks = hospital.role("summaries", "states.amazonaws.com", tags={"ai-zone": "inference"})
summaries = aws.sfn.StateMachine(
    "summaries",
    name="summaries",
    role_arn=asks.arn,
    definition=json.dumps({"StartAt": "Done", "States": {"Done": {"Type": "Succeed"}}}),
    tags={"ai-zone": "inference"},
)
prompts = aws.sqs.Queue("prompts", name="prompts", sqs_managed_sse_enabled=True, tags={"ai-zone": "inference"})
hospital.function("ingest", network, key, hospital.may(["states:StartExecution"], summaries.arn))
