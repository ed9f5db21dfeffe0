"""An App Runner service whose way out is the PHI network, and whose way in is the internet."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network


def role(name: str, service: str) -> aws.iam.Role:
    """A role that a service acts as."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

group = aws.ec2.SecurityGroup("charts", vpc_id=phi.vpc.id)
connector = aws.apprunner.VpcConnector("out", vpc_connector_name="out", subnets=[phi.subnets["a"].id], security_groups=[group.id])
charts = aws.apprunner.Service(
    "charts",
    service_name="charts",
    source_configuration={
        "image_repository": {"image_identifier": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/charts:1", "image_repository_type": "ECR"},
        "authentication_configuration": {"access_role_arn": role("pull", "build.apprunner.amazonaws.com").arn},
    },
    network_configuration={
        "egress_configuration": {"egress_type": "VPC", "vpc_connector_arn": connector.arn},
        "ingress_configuration": {"is_publicly_accessible": True},
    },
)
