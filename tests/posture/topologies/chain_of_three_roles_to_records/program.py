"""A (inference) may become B, B may become C, and C reads records."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket, document, function, reads, role, s3_endpoint, statement, trust
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")

models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
bucket("prompts", "inference", "internal")

s3_endpoint("s3", models)


def self_arn(name: str) -> str:
    """The ARN of a role of this account, before it is made."""
    return f"arn:aws:iam::{ACCOUNT}:role/{name}"


first = role("first", "lambda", statement("sts:AssumeRole", self_arn("second")))
steward = role("steward", "lambda", statement("sts:AssumeRole", self_arn("third")), tags={"ai-zone": "phi"})
second = aws.iam.Role(
    "second",
    name="second",
    assume_role_policy=trust({"AWS": self_arn("first")}),
    opts=pulumi.ResourceOptions(depends_on=[first]),
)
aws.iam.RolePolicy("second", role=second.name, policy=document(statement("sts:AssumeRole", self_arn("third"))))
third = aws.iam.Role(
    "third", name="third", assume_role_policy=trust({"AWS": self_arn("second")}), opts=pulumi.ResourceOptions(depends_on=[second, steward])
)
aws.iam.RolePolicy("third", role=third.name, policy=document(reads("records")))
function("model", first, models)
