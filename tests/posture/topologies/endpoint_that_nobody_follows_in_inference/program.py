"""The inference network has an endpoint of a service that may hand data on in our accounts; PHI is apart."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})
models = Network("models", "inference", "10.20.0.0/16", {"a": "10.20.0.0/24"})

doors = aws.ec2.SecurityGroup(
    "doors", vpc_id=models.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.20.0.0/16"]}]
)
ours = {"StringEquals": {"aws:ResourceAccount": "111122223333", "aws:PrincipalAccount": "111122223333"}}
admitted = {"Effect": "Allow", "Principal": "*", "Action": "athena:*", "Resource": "*", "Condition": ours}
aws.ec2.VpcEndpoint(
    "athena",
    vpc_id=models.vpc.id,
    service_name="com.amazonaws.eu-west-1.athena",
    vpc_endpoint_type="Interface",
    subnet_ids=[models.subnets["a"].id],
    security_group_ids=[doors.id],
    policy=json.dumps({"Version": "2012-10-17", "Statement": [admitted]}),
)
