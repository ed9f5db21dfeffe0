"""An interface endpoint to a vendor's service, by the name that stands in the stack configuration."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.13.0.0/16", {"a": "10.13.0.0/24"})
group = aws.ec2.SecurityGroup(
    "vendor", vpc_id=phi.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["10.13.0.0/16"]}]
)
aws.ec2.VpcEndpoint(
    "vendor",
    vpc_id=phi.vpc.id,
    service_name=pulumi.Config("corpus").require("service"),
    vpc_endpoint_type="Interface",
    subnet_ids=[phi.subnets["a"].id],
    security_group_ids=[group.id],
)
