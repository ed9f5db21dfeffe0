"""A host of the inference zone, put into the PHI network."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.47.0.0/16", {"a": "10.47.0.0/24"})
aws.ec2.Instance(
    "model",
    ami="ami-0abcdef1234567890",
    instance_type="g6.xlarge",
    subnet_id=phi.subnets["a"].id,
    tags={"ai-zone": "inference"},
)
