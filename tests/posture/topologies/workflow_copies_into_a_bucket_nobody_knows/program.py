"""A step of a workflow copies records into a bucket that nobody here knows."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role, writes

bucket("records", "phi", "phi")
bucket("copies", "phi", "phi")
step = {
    "Type": "Task",
    "Resource": "arn:aws:states:::aws-sdk:s3:copyObject",
    "Parameters": {"Bucket": "intake-of-a-study", "Key": "day", "CopySource": named("records") + "/day"},
    "End": True,
}
aws.sfn.StateMachine(
    "copy",
    name="copy",
    role_arn=role("copy", "states", reads("records"), writes("copies")).arn,
    definition=json.dumps({"StartAt": "Copy", "States": {"Copy": step}}),
    tags={"ai-zone": "phi"},
)
