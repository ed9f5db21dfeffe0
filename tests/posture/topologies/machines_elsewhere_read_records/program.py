"""Machines outside AWS register with a role that reads records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role

bucket("records", "phi", "phi")
bucket("leaflets", None, "public")
takes = role("branch", "ssm", reads("records"))
aws.ssm.Activation("branch", name="branch", iam_role=takes.name, registration_limit=5)
