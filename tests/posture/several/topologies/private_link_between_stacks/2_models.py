"""The consumer half: it knows the service by its name alone."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

consumer = Network("consumer", "inference", "10.12.0.0/16", {"a": "10.12.0.0/24"})
clients = aws.ec2.SecurityGroup(
    "clients",
    vpc_id=consumer.vpc.id,
    ingress=[aws.ec2.SecurityGroupIngressArgs(protocol="tcp", from_port=443, to_port=443, cidr_blocks=["10.12.0.0/16"])],
)
aws.ec2.VpcEndpoint(
    "to-service",
    vpc_id=consumer.vpc.id,
    service_name=pulumi.Config("corpus").require("service"),
    vpc_endpoint_type="Interface",
    subnet_ids=[consumer.subnets["a"].id],
    security_group_ids=[clients.id],
)
