"""CloudFront reaches an internal load balancer of PHI by a VPC origin."""

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

aws.ec2.InternetGateway("origin", vpc_id=phi.vpc.id)
origin = aws.cloudfront.VpcOrigin(
    "charts",
    vpc_origin_endpoint_config={
        "name": "charts",
        "arn": front.arn,
        "http_port": 80,
        "https_port": 443,
        "origin_protocol_policy": "http-only",
        "origin_ssl_protocols": {"items": ["TLSv1.2"], "quantity": 1},
    },
)
aws.cloudfront.Distribution(
    "charts",
    enabled=True,
    origins=[{"domain_name": front.dns_name, "origin_id": "charts", "vpc_origin_config": {"vpc_origin_id": origin.id}}],
    default_cache_behavior={
        "allowed_methods": ["GET", "HEAD"],
        "cached_methods": ["GET", "HEAD"],
        "target_origin_id": "charts",
        "viewer_protocol_policy": "https-only",
        "forwarded_values": {"query_string": False, "cookies": {"forward": "none"}},
    },
    restrictions={"geo_restriction": {"restriction_type": "none"}},
    viewer_certificate={"cloudfront_default_certificate": True},
)
