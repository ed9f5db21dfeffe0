"""A vendor's CloudFormation template, deployed into the PHI zone."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.48.0.0/16", {"a": "10.48.0.0/24"})
aws.cloudformation.Stack(
    "vendor",
    name="vendor",
    parameters={"SubnetId": phi.subnets["a"].id},
    template_body=json.dumps({"Resources": {"Queue": {"Type": "AWS::SQS::Queue"}}, "Parameters": {"SubnetId": {"Type": "String"}}}),
)
