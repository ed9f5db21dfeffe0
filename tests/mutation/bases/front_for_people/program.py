"""The front door: an internet-facing balancer, a web ACL before it, identity by Cognito, hosts in private subnets."""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

log_key = house.key("front-logs", "logs.eu-west-1.amazonaws.com")
records = aws.ec2.Vpc("records", cidr_block="10.60.0.0/16", tags={"ai-zone": "phi"})
house.closed_defaults("records", records)
house.closed_names("records", records.id)
house.flow_logs("records", records.id, log_key)
house.query_logs("records", records.id, log_key)

vpc = aws.ec2.Vpc("front", cidr_block="10.61.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "access"})
house.closed_defaults("front", vpc)
house.flow_logs("front", vpc.id, log_key)
house.query_logs("front", vpc.id, log_key)
gateway = aws.ec2.InternetGateway("front", vpc_id=vpc.id)
public = aws.ec2.RouteTable("public", vpc_id=vpc.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
private = aws.ec2.RouteTable("private", vpc_id=vpc.id)
subnets: dict[str, list[aws.ec2.Subnet]] = {"public": [], "private": []}
for tier, table, start in (("public", public, 0), ("private", private, 10)):
    for index, az in enumerate("ab"):
        subnet = aws.ec2.Subnet(
            f"{tier}-{az}",
            vpc_id=vpc.id,
            cidr_block=f"10.61.{start + index}.0/24",
            availability_zone=f"eu-west-1{az}",
            map_public_ip_on_launch=False,
        )
        aws.ec2.RouteTableAssociation(f"{tier}-{az}", subnet_id=subnet.id, route_table_id=table.id)
        subnets[tier].append(subnet)

door = aws.ec2.SecurityGroup(
    "door",
    vpc_id=vpc.id,
    description="HTTPS from people",
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"], "description": "People"}],
    egress=[{"protocol": "tcp", "from_port": 8443, "to_port": 8443, "cidr_blocks": ["10.61.0.0/16"], "description": "Hosts"}],
)
hosts = aws.ec2.SecurityGroup(
    "hosts",
    vpc_id=vpc.id,
    description="The enforcement point",
    ingress=[{"protocol": "tcp", "from_port": 8443, "to_port": 8443, "security_groups": [door.id], "description": "Door"}],
)
access_logs = house.access_logs("clinic-front-balancer-logs")
balancer = aws.lb.LoadBalancer(
    "front",
    name="front",
    internal=False,
    load_balancer_type="application",
    subnets=[subnet.id for subnet in subnets["public"]],
    security_groups=[door.id],
    drop_invalid_header_fields=True,
    desync_mitigation_mode="strictest",
    enable_deletion_protection=True,
    enable_waf_fail_open=False,
    access_logs={"enabled": True, "bucket": access_logs.bucket, "prefix": "front"},
    opts=pulumi.ResourceOptions(protect=True),
)
targets = aws.lb.TargetGroup("front", name="front", port=8443, protocol="HTTPS", target_type="instance", vpc_id=vpc.id)
certificate = f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/5b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b"
aws.lb.Listener(
    "front",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="HTTPS",
    ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificate_arn=certificate,
    default_actions=[
        {
            "type": "authenticate-cognito",
            "order": 1,
            "authenticate_cognito": {
                "user_pool_arn": f"arn:aws:cognito-idp:{house.REGION}:{house.ACCOUNT}:userpool/eu-west-1_Front0001",
                "user_pool_client_id": "front",
                "user_pool_domain": "clinic-front",
                "on_unauthenticated_request": "authenticate",
                "session_timeout": 3600,
            },
        },
        {"type": "forward", "order": 2, "target_group_arn": targets.arn},
    ],
)
host = aws.ec2.Instance(
    "enforcement",
    ami="ami-0abcdef1234567890",
    instance_type="c7i.large",
    subnet_id=subnets["private"][0].id,
    vpc_security_group_ids=[hosts.id],
    associate_public_ip_address=False,
    monitoring=True,
    ebs_optimized=True,
    metadata_options={"http_tokens": "required", "http_endpoint": "enabled", "http_put_response_hop_limit": 1},
    root_block_device={"encrypted": True, "kms_key_id": house.key("front", "ec2.amazonaws.com").arn},
)
aws.lb.TargetGroupAttachment("front", target_group_arn=targets.arn, target_id=host.id, port=8443)
wall = aws.wafv2.WebAcl(
    "front",
    name="front",
    scope="REGIONAL",
    default_action={"allow": {}},
    visibility_config={"cloudwatch_metrics_enabled": True, "metric_name": "front", "sampled_requests_enabled": False},
    rules=[
        {
            "name": "common",
            "priority": 1,
            "override_action": {"none": {}},
            "statement": {"managed_rule_group_statement": {"name": "AWSManagedRulesCommonRuleSet", "vendor_name": "AWS"}},
            "visibility_config": {"cloudwatch_metrics_enabled": True, "metric_name": "common", "sampled_requests_enabled": False},
        }
    ],
)
aws.wafv2.WebAclAssociation("front", resource_arn=balancer.arn, web_acl_arn=wall.arn)
house.web_firewall_log("front", wall, log_key)
