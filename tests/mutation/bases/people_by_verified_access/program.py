"""People and their devices come in by Verified Access behind a web firewall: two trust providers, a policy a group and one an endpoint, logs.

Sources: https://docs.aws.amazon.com/verified-access/latest/ug/verified-access-endpoints.html,
https://docs.aws.amazon.com/verified-access/latest/ug/auth-policies.html, https://docs.aws.amazon.com/verified-access/latest/ug/device-trust.html,
https://docs.aws.amazon.com/verified-access/latest/ug/access-logs.html, https://docs.aws.amazon.com/verified-access/latest/ug/waf-integration.html,
https://docs.aws.amazon.com/waf/latest/developerguide/web-acl-setting-body-inspection-limit.html
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house
from tests.mutation.bases.closed_networks import closed_network

log_key = house.key("front-logs", "logs.eu-west-1.amazonaws.com", "delivery.logs.amazonaws.com")
key = house.key("front", "ec2.amazonaws.com", "verified-access.amazonaws.com")
closed_network("records", "phi", "10.91.0.0/16", log_key)
net = closed_network("front", "access", "10.92.0.0/16", log_key)
inside = aws.ec2.SecurityGroup("inside", vpc_id=net.vpc.id, description="The balancer", ingress=[], egress=[])
entry = aws.ec2.SecurityGroup("entry", vpc_id=net.vpc.id, description="The endpoint", ingress=[], egress=[])
hosts = aws.ec2.SecurityGroup("hosts", vpc_id=net.vpc.id, description="The enforcement point", ingress=[], egress=[])
for name, source, target, port in (("entry", entry, inside, 443), ("balancer", inside, hosts, 8443)):
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=source.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        referenced_security_group_id=target.id,
        description=name,
    )
    aws.vpc.SecurityGroupIngressRule(
        name,
        security_group_id=target.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        referenced_security_group_id=source.id,
        description=name,
    )
access_logs = house.access_logs("clinic-verified-balancer-logs")
certificate = f"arn:aws:acm:{house.REGION}:{house.ACCOUNT}:certificate/4b8c1f0e-0c1d-4c9e-8f3a-2b6d7e8f9a0b"
balancer = aws.lb.LoadBalancer(
    "front",
    name="front",
    internal=True,
    load_balancer_type="application",
    subnets=net.subnet_ids,
    security_groups=[inside.id],
    drop_invalid_header_fields=True,
    desync_mitigation_mode="strictest",
    enable_deletion_protection=True,
    access_logs={"enabled": True, "bucket": access_logs.bucket, "prefix": "front"},
    opts=pulumi.ResourceOptions(protect=True),
)
targets = aws.lb.TargetGroup("front", name="front", port=8443, protocol="HTTPS", target_type="ip", vpc_id=net.vpc.id)
aws.lb.Listener(
    "front",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="HTTPS",
    ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
    certificate_arn=certificate,
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
instance = aws.verifiedaccess.Instance("clinic", description="People of the clinic", fips_enabled=True)
by_key = {"customer_managed_key_enabled": True, "kms_key_arn": key.arn}
people = aws.verifiedaccess.TrustProvider(
    "people",
    policy_reference_name="people",
    trust_provider_type="user",
    user_trust_provider_type="iam-identity-center",
    sse_specification=by_key,
)
devices = aws.verifiedaccess.TrustProvider(
    "devices",
    policy_reference_name="devices",
    trust_provider_type="device",
    device_trust_provider_type="crowdstrike",
    device_options={"tenant_id": "clinic0000000000000000000000000000"},
    sse_specification=by_key,
)
attached = [
    aws.verifiedaccess.InstanceTrustProviderAttachment(
        name, verifiedaccess_instance_id=instance.id, verifiedaccess_trust_provider_id=provider.id
    )
    for name, provider in (("people", people), ("devices", devices))
]
group = aws.verifiedaccess.Group(
    "clinicians",
    verifiedaccess_instance_id=instance.id,
    policy_document='permit(principal, action, resource) when { context.people.groups has "11111111-2222-3333-4444-555555555555" '
    "&& context.devices.assessment.overall > 80 };",
    sse_configuration=by_key,
    tags={"ai-zone": "access"},
    opts=pulumi.ResourceOptions(depends_on=attached),
)
aws.verifiedaccess.Endpoint(
    "front",
    verified_access_group_id=group.id,
    endpoint_type="load-balancer",
    attachment_type="vpc",
    application_domain="charts.clinic.org",
    endpoint_domain_prefix="charts",
    domain_certificate_arn=certificate,
    security_group_ids=[entry.id],
    load_balancer_options={"load_balancer_arn": balancer.arn, "port": 443, "protocol": "https", "subnet_ids": net.subnet_ids},
    policy_document="permit(principal, action, resource) when { context.people.user.email.verified == true };",
    sse_specification=by_key,
    tags={"ai-zone": "access"},
)
aws.verifiedaccess.InstanceLoggingConfiguration(
    "clinic",
    verifiedaccess_instance_id=instance.id,
    access_logs={
        "include_trust_context": True,
        "log_version": "ocsf-1.0.0-rc.2",
        "cloudwatch_logs": {"enabled": True, "log_group": house.log_group("/verified-access/clinic", log_key).name},
    },
)

visible = {"cloudwatch_metrics_enabled": True, "sampled_requests_enabled": False}
wall = aws.wafv2.WebAcl(
    "charts",
    name="charts",
    scope="REGIONAL",
    default_action={"allow": {}},
    association_config={"request_bodies": [{"verified_access_instance": {"default_size_inspection_limit": "KB_64"}}]},
    visibility_config={**visible, "metric_name": "charts"},
    rules=[
        {
            # Letters of referral are longer than the common rules allow.
            "name": "large-bodies",
            "priority": 1,
            "action": {"block": {"custom_response": {"response_code": 413}}},
            "statement": {
                "size_constraint_statement": {
                    "comparison_operator": "GT",
                    "size": 32768,
                    "field_to_match": {"body": {"oversize_handling": "CONTINUE"}},
                    "text_transformations": [{"priority": 0, "type": "NONE"}],
                }
            },
            "visibility_config": {**visible, "metric_name": "large-bodies"},
        },
        {
            "name": "common",
            "priority": 2,
            "override_action": {"none": {}},
            "statement": {
                "managed_rule_group_statement": {
                    "name": "AWSManagedRulesCommonRuleSet",
                    "vendor_name": "AWS",
                    "rule_action_overrides": [{"name": "SizeRestrictions_BODY", "action_to_use": {"count": {}}}],
                }
            },
            "visibility_config": {**visible, "metric_name": "common"},
        },
    ],
)
instance_arn = pulumi.Output.format(f"arn:aws:ec2:{house.REGION}:{house.ACCOUNT}:verified-access-instance/{{0}}", instance.id)
aws.wafv2.WebAclAssociation("charts", resource_arn=instance_arn, web_acl_arn=wall.arn)
house.web_firewall_log("charts", wall, log_key)
