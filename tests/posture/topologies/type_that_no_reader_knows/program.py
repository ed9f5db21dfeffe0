"""A mainframe environment in the PHI subnets: hardly anybody knows this service."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.49.0.0/16", {"a": "10.49.0.0/24", "b": "10.49.1.0/24"})
aws.m2.Environment(
    "billing", name="billing", engine_type="bluage", instance_type="M2.m5.large", subnet_ids=[s.id for s in phi.subnets.values()]
)
