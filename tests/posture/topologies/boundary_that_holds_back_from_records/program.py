"""The boundary allows the zone's own bucket alone."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, document, function, reads, s3_endpoint, trust
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")

models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
bucket("prompts", "inference", "internal")

s3_endpoint("s3", models)
edge = aws.iam.Policy("edge", name="edge", policy=document(reads("prompts")))
made = aws.iam.Role("model", name="model", assume_role_policy=trust({"Service": "lambda.amazonaws.com"}), permissions_boundary=edge.arn)
aws.iam.RolePolicyAttachment("model", role=made.name, policy_arn="arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess")
function("model", made, models)
