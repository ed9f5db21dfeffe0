"""Somebody of the account works in an environment in PHI."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
bench = aws.cloud9.EnvironmentEC2(
    "bench",
    name="bench",
    instance_type="t3.small",
    image_id="amazonlinux-2023-x86_64",
    connection_type="CONNECT_SSM",
    subnet_id=ward.subnets["a"].id,
)
aws.cloud9.EnvironmentMembership("eve", environment_id=bench.id, permissions="read-write", user_arn=f"arn:aws:iam::{ACCOUNT}:user/eve")
