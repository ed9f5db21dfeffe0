"""An endpoint of the models' network, beside a PHI network; neither has an IPv6 range."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

Network("ward", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24"})
models = Network("models", "inference", "10.20.0.0/16", {"a": "10.20.0.0/24"})
group = aws.ec2.SecurityGroup("lambda", vpc_id=models.vpc.id)
aws.ec2.VpcEndpoint(
    "lambda",
    vpc_id=models.vpc.id,
    vpc_endpoint_type="Interface",
    service_name="com.amazonaws.eu-west-1.lambda",
    subnet_ids=[models.subnets["a"].id],
    security_group_ids=[group.id],
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "lambda:InvokeFunction",
                    "Resource": "*",
                    "Condition": {"StringEquals": {"aws:ResourceAccount": "111122223333", "aws:PrincipalAccount": "111122223333"}},
                }
            ],
        }
    ),
)
