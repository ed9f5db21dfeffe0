"""An endpoint of Secrets Manager as the console makes it."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

ACCOUNT = "111122223333"
phi = Network("phi", "phi", "10.56.0.0/16", {"a": "10.56.0.0/24"}, ("*.eu-west-1.amazonaws.com.",))
group = aws.ec2.SecurityGroup(
    "endpoints", vpc_id=phi.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.56.0.0/16"]}]
)
aws.ec2.VpcEndpoint(
    "secrets",
    vpc_id=phi.vpc.id,
    vpc_endpoint_type="Interface",
    service_name="com.amazonaws.eu-west-1.secretsmanager",
    subnet_ids=[phi.subnets["a"].id],
    security_group_ids=[group.id],
    private_dns_enabled=True,
)
aws.ec2.VpcEndpointPolicy(
    "unrelated",
    vpc_endpoint_id=aws.ec2.VpcEndpoint(
        "keys",
        vpc_id=phi.vpc.id,
        vpc_endpoint_type="Interface",
        service_name="com.amazonaws.eu-west-1.kms",
        subnet_ids=[phi.subnets["a"].id],
        security_group_ids=[group.id],
    ).id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": f"arn:aws:iam::{ACCOUNT}:root"},
                    "Action": "kms:*",
                    "Resource": f"arn:aws:kms:eu-west-1:{ACCOUNT}:key/*",
                }
            ],
        }
    ),
)
