"""The inspector asks Secure Web Proxy for one provider's name; no machine has a way out of its own.

Modelled on Secure Web Proxy, "Deploy a Secure Web Proxy instance", and "Use a URL list".
"""

import pulumi
from pulumi_gcp import compute, networksecurity, networkservices

from tests.mutation.bases import gcp_house as house

out = house.ground("egress", "egress", house.LLM, "10.80.0.0/16", services=("networksecurity", "networkservices"))
phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16")
above = house.access_policy()
house.perimeter("egress", out, parent=above)
house.perimeter("ward", phi, parent=above)
at = {"project": out.id, "location": house.REGION}
proxies = compute.Subnetwork(
    "proxies",
    name="proxies",
    project=out.id,
    region=house.REGION,
    network=out.network.id,
    ip_cidr_range="10.80.4.0/23",
    purpose="REGIONAL_MANAGED_PROXY",
    role="ACTIVE",
)
router = compute.Router("proxies", name="proxies", project=out.id, region=house.REGION, network=out.network.id)
nat = compute.RouterNat(
    "proxies",
    name="proxies",
    project=out.id,
    region=house.REGION,
    router=router.name,
    endpoint_types=["ENDPOINT_TYPE_SWG"],
    nat_ip_allocate_option="AUTO_ONLY",
    source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
    log_config={"enable": True, "filter": "ALL"},
)
names = networksecurity.UrlList("providers", name="providers", values=["api.openai.com"], **at, opts=out.opts)
policy = networksecurity.GatewaySecurityPolicy("providers", name="providers", description="Approved providers", **at, opts=out.opts)
allowed = networksecurity.GatewaySecurityPolicyRule(
    "providers",
    name="providers",
    gateway_security_policy=policy.name,
    enabled=True,
    priority=100,
    session_matcher=f"inUrlList(host(), 'projects/{house.LLM}/locations/{house.REGION}/urlLists/providers')",
    basic_profile="ALLOW",
    **at,
    opts=pulumi.ResourceOptions(depends_on=[names]),
)
networkservices.Gateway(
    "proxy",
    name="proxy",
    type="SECURE_WEB_GATEWAY",
    routing_mode="EXPLICIT_ROUTING_MODE",
    addresses=["10.80.1.10"],
    ports=[8080],
    network=out.network.id,
    subnetwork=out.subnets["endpoint"].id,
    gateway_security_policy=policy.id,
    delete_swg_autogen_router_on_destroy=True,
    **at,
    opts=pulumi.ResourceOptions(depends_on=[nat, allowed, proxies]),
)
out.allow("to-proxy", 200, "EGRESS", ["10.80.1.10/32"], "8080")
out.let_by("provider", "api.openai.com")
out.machine("inspector")
