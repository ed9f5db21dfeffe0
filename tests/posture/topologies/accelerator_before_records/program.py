"""An internal balancer of the PHI network stands behind an accelerator."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.44.0.0/16", {"a": "10.44.0.0/24", "b": "10.44.1.0/24"})
access = Network("front", "access", "10.45.0.0/16", {"a": "10.45.0.0/24", "b": "10.45.1.0/24"})
network = phi
gateway = aws.ec2.InternetGateway("front", vpc_id=access.vpc.id)
group = aws.ec2.SecurityGroup(
    "balancer", vpc_id=network.vpc.id, ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}]
)
balancer = aws.lb.LoadBalancer(
    "inside",
    name="inside",
    load_balancer_type="application",
    internal=True,
    security_groups=[group.id],
    subnets=[subnet.id for subnet in network.subnets.values()],
)
accelerator = aws.globalaccelerator.Accelerator("clinic", name="clinic", ip_address_type="IPV4", enabled=True)
listener = aws.globalaccelerator.Listener(
    "clinic", accelerator_arn=accelerator.arn, protocol="TCP", port_ranges=[{"from_port": 443, "to_port": 443}]
)
aws.globalaccelerator.EndpointGroup(
    "clinic",
    listener_arn=listener.arn,
    endpoint_group_region="eu-west-1",
    endpoint_configurations=[{"endpoint_id": balancer.arn, "weight": 100, "client_ip_preservation_enabled": True}],
)
