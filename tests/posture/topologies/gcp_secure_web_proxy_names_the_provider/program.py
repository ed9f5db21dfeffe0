"""The egress zone's Secure Web Proxy lets the approved provider's host by."""

import pulumi
from pulumi_gcp import compute, networksecurity, networkservices

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
out = shared.Zone("out", "egress", shared.LLM, "10.61.0.0/24")
project = out.project.project_id
security = shared.enable("networksecurity", out)
services = shared.enable("networkservices", out)
proxies = compute.Subnetwork(
    "proxies",
    name="proxies",
    project=project,
    region=shared.REGION,
    network=out.network.id,
    ip_cidr_range="10.61.9.0/24",
    purpose="REGIONAL_MANAGED_PROXY",
    role="ACTIVE",
)
policy = networksecurity.GatewaySecurityPolicy("policy", name="policy", project=project, location=shared.REGION, opts=security)
rule = networksecurity.GatewaySecurityPolicyRule(
    "let",
    name="let",
    project=project,
    location=shared.REGION,
    gateway_security_policy=policy.name,
    enabled=True,
    priority=100,
    session_matcher="host() == 'api.openai.com'",
    basic_profile="ALLOW",
)
networkservices.Gateway(
    "proxy",
    name="proxy",
    project=project,
    location=shared.REGION,
    type="SECURE_WEB_GATEWAY",
    routing_mode="EXPLICIT_ROUTING_MODE",
    network=out.network.id,
    subnetwork=out.subnet.id,
    addresses=["10.61.0.9"],
    ports=[443],
    gateway_security_policy=policy.id,
    delete_swg_autogen_router_on_destroy=True,
    opts=pulumi.ResourceOptions.merge(services, pulumi.ResourceOptions(depends_on=[proxies, rule])),
)
