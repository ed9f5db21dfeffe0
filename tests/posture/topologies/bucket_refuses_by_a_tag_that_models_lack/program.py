"""The role bears another value, and the bucket denies all others."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import both, bucket, document, function, named, reads, role, s3_endpoint, statement
from tests.posture.topologies.shared import Network

records = aws.s3.Bucket("records", bucket=named("records"), tags={"ai-zone": "phi", "data-class": "phi"})
aws.s3.BucketPolicy(
    "records",
    bucket=records.id,
    policy=document(
        statement(
            "s3:*", both("records"), effect="Deny", principal="*", condition={"StringNotEquals": {"aws:PrincipalTag/clearance": "records"}}
        )
    ),
)

models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
bucket("prompts", "inference", "internal")

s3_endpoint("s3", models)
made = role("model", "lambda", reads("records", "prompts"), tags={"clearance": "prompts"})
function("model", made, models)
