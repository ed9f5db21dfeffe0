"""A canary looks at a portal of records and keeps pictures of it."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, role, writes
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
aws.synthetics.Canary(
    "portal",
    name="portal",
    artifact_s3_location="s3://vendor-pictures/canary",
    execution_role_arn=role("portal", "lambda", writes("records")).arn,
    handler="index.handler",
    runtime_version="syn-nodejs-puppeteer-9.1",
    schedule={"expression": "rate(5 minutes)"},
    s3_bucket=named("code"),
    s3_key="canary.zip",
    vpc_config={"subnet_ids": subnets, "security_group_ids": [inside.id]},
    tags={"ai-zone": "phi"},
)
