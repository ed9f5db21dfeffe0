"""A notebook in the private subnet of PHI, with direct internet access switched off."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.46.0.0/16", {"a": "10.46.0.0/24"})
group = aws.ec2.SecurityGroup("study", vpc_id=phi.vpc.id)
trust = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Principal": {"Service": "sagemaker.amazonaws.com"}, "Action": "sts:AssumeRole"}],
}
role = aws.iam.Role("study", assume_role_policy=json.dumps(trust))
aws.sagemaker.NotebookInstance(
    "study",
    name="study",
    role_arn=role.arn,
    instance_type="ml.t3.medium",
    subnet_id=phi.subnets["a"].id,
    security_groups=[group.id],
    direct_internet_access="Disabled",
)
