"""An HTTP API on the internet leads by a VPC link to the internal load balancer of PHI."""

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

host = aws.ec2.Instance("charts", ami="ami-0abcdef1234567890", instance_type="m7i.large", subnet_id=phi.subnets["a"].id)
front = aws.lb.LoadBalancer(
    "front", name="front", internal=True, load_balancer_type="application", subnets=[subnet.id for subnet in phi.subnets.values()]
)
targets = aws.lb.TargetGroup("charts", name="charts", port=80, protocol="HTTP", vpc_id=phi.vpc.id, target_type="instance")
aws.lb.TargetGroupAttachment("charts", target_group_arn=targets.arn, target_id=host.id, port=80)
listener = aws.lb.Listener(
    "front",
    load_balancer_arn=front.arn,
    port=80,
    protocol="HTTP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)

link = aws.apigatewayv2.VpcLink("link", name="link", subnet_ids=[phi.subnets["a"].id], security_group_ids=[])
api = aws.apigatewayv2.Api("charts", name="charts", protocol_type="HTTP")
aws.apigatewayv2.Integration(
    "charts",
    api_id=api.id,
    integration_type="HTTP_PROXY",
    integration_method="ANY",
    integration_uri=listener.arn,
    connection_type="VPC_LINK",
    connection_id=link.id,
)
