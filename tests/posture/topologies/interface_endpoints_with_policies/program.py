"""Interface endpoints in a loop, each with a policy that names our principals and our resources."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

ACCOUNT = "111122223333"
phi = Network("phi", "phi", "10.56.0.0/16", {"a": "10.56.0.0/24"}, ("*.eu-west-1.amazonaws.com.",))
group = aws.ec2.SecurityGroup(
    "endpoints", vpc_id=phi.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.56.0.0/16"]}]
)
for service in ("kms", "secretsmanager", "logs", "monitoring", "sts"):
    aws.ec2.VpcEndpoint(
        service,
        vpc_id=phi.vpc.id,
        vpc_endpoint_type="Interface",
        service_name=f"com.amazonaws.eu-west-1.{service}",
        subnet_ids=[phi.subnets["a"].id],
        security_group_ids=[group.id],
        private_dns_enabled=True,
        policy=json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": "*",
                        "Action": "*",
                        "Resource": "*",
                        "Condition": {"StringEquals": {"aws:PrincipalAccount": ACCOUNT, "aws:ResourceAccount": ACCOUNT}},
                    }
                ],
            }
        ),
    )
