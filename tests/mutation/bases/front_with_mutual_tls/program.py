"""People's workplaces call a balancer on the internet that verifies their certificates against a trust store with revocations, behind a web firewall.

Sources: https://docs.aws.amazon.com/elasticloadbalancing/latest/application/mutual-authentication.html,
https://docs.aws.amazon.com/waf/latest/developerguide/waf-data-protection-and-logging.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-connection-logs.html,
https://docs.aws.amazon.com/elasticloadbalancing/latest/application/enable-connection-logs.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

log_key = house.key("front-logs", "logs.eu-west-1.amazonaws.com")
key = house.key("front", "ec2.amazonaws.com")
closed_network("records", "phi", "10.83.0.0/16", log_key)
net = closed_network("front", "access", "10.84.0.0/16", log_key)
gateway = aws.ec2.InternetGateway("front", vpc_id=net.vpc.id)
public = aws.ec2.RouteTable("public", vpc_id=net.vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
outside = []
for index, az in enumerate("ab"):
    subnet = aws.ec2.Subnet(
        f"public-{az}",
        vpc_id=net.vpc.id,
        cidr_block=f"10.84.{10 + index}.0/24",
        availability_zone=f"eu-west-1{az}",
        map_public_ip_on_launch=False,
    )
    aws.ec2.RouteTableAssociation(f"public-{az}", subnet_id=subnet.id, route_table_id=public.id)
    outside.append(subnet)
door = aws.ec2.SecurityGroup(
    "door",
    vpc_id=net.vpc.id,
    description="HTTPS from workplaces",
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"], "description": "Workplaces"}],
    egress=[{"protocol": "tcp", "from_port": 8443, "to_port": 8443, "cidr_blocks": ["10.84.0.0/16"], "description": "Hosts"}],
)
hosts = aws.ec2.SecurityGroup(
    "hosts",
    vpc_id=net.vpc.id,
    description="The enforcement point",
    ingress=[{"protocol": "tcp", "from_port": 8443, "to_port": 8443, "security_groups": [door.id], "description": "Door"}],
    egress=[],
)
authority_logs = house.access_logs("clinic-authority-logs")
authority = house.bucket("clinic-authority", key, authority_logs, {"data-class": "internal"})
trusted = aws.lb.TrustStore(
    "clinic",
    name="clinic",
    ca_certificates_bundle_s3_bucket=authority.bucket,
    ca_certificates_bundle_s3_key="authorities.pem",
    ca_certificates_bundle_s3_object_version="v1",
)
aws.lb.TrustStoreRevocation(
    "clinic",
    trust_store_arn=trusted.arn,
    revocations_s3_bucket=authority.bucket,
    revocations_s3_key="revoked.crl",
    revocations_s3_object_version="v1",
)
access_logs = house.access_logs("clinic-mtls-balancer-logs")
balancer = aws.lb.LoadBalancer(
    "front",
    name="front",
    internal=False,
    load_balancer_type="application",
    ip_address_type="ipv4",
    subnets=[subnet.id for subnet in outside],
    security_groups=[door.id],
    drop_invalid_header_fields=True,
    desync_mitigation_mode="strictest",
    enable_deletion_protection=True,
    enable_waf_fail_open=False,
    access_logs={"enabled": True, "bucket": access_logs.bucket, "prefix": "requests"},
    connection_logs={"enabled": True, "bucket": access_logs.bucket, "prefix": "connections"},
    opts=pulumi.ResourceOptions(protect=True),
)
targets = aws.lb.TargetGroup(
    "front",
    name="front",
    port=8443,
    protocol="HTTPS",
    protocol_version="HTTP2",
    target_type="instance",
    vpc_id=net.vpc.id,
    load_balancing_algorithm_type="least_outstanding_requests",
    health_check={"enabled": True, "protocol": "HTTPS", "path": "/health", "matcher": "200"},
)
certificate = f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/8b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b"
listener = aws.lb.Listener(
    "front",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="HTTPS",
    ssl_policy="ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
    certificate_arn=certificate,
    mutual_authentication={
        "mode": "verify",
        "trust_store_arn": trusted.arn,
        "ignore_client_certificate_expiry": False,
    },
    routing_http_response_server_enabled=False,
    routing_http_response_strict_transport_security_header_value="max-age=31536000",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
aws.lb.ListenerCertificate(
    "second",
    listener_arn=listener.arn,
    certificate_arn=f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/9b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b",
)
aws.lb.ListenerRule(
    "charts",
    listener_arn=listener.arn,
    priority=10,
    conditions=[
        {"host_header": {"values": ["charts.clinic.internal"]}},
        {"path_pattern": {"values": ["/charts/*"]}},
        {"http_request_method": {"values": ["GET", "POST"]}},
    ],
    actions=[
        {
            "type": "forward",
            "forward": {"target_groups": [{"arn": targets.arn, "weight": 1}]},
        }
    ],
)
host = aws.ec2.Instance(
    "front",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    subnet_id=net.subnets[0].id,
    vpc_security_group_ids=[hosts.id],
    associate_public_ip_address=False,
    monitoring=True,
    metadata_options={"http_tokens": "required", "http_endpoint": "enabled", "http_put_response_hop_limit": 1},
    root_block_device={"encrypted": True, "kms_key_id": key.arn},
)
aws.lb.TargetGroupAttachment("front", target_group_arn=targets.arn, target_id=host.id, port=8443)
wall = aws.wafv2.WebAcl(
    "front",
    name="front",
    scope="REGIONAL",
    default_action={"allow": {}},
    data_protection_config={
        "data_protections": [
            {"action": "SUBSTITUTION", "field": {"field_type": "SINGLE_HEADER", "field_keys": ["authorization", "cookie"]}},
            {"action": "HASH", "field": {"field_type": "QUERY_STRING"}},
        ]
    },
    visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": "front", "sampled_requests_enabled": False},
    rules=[
        {
            "name": "known-bad-inputs",
            "priority": 1,
            "override_action": {"none": {}},
            "statement": {"managed_rule_group_statement": {"name": "AWSManagedRulesKnownBadInputsRuleSet", "vendor_name": "AWS"}},
            "visibility_config": {"cloudwatch_metrics_enabled": True, "metric_name": "known-bad-inputs", "sampled_requests_enabled": False},
        }
    ],
)
aws.wafv2.WebAclAssociation("front", resource_arn=balancer.arn, web_acl_arn=wall.arn)
house.web_firewall_log("front", wall, log_key, redacted=False)
