"""The egress project alone has a default route and Cloud NAT, and its firewall policy lets TLS out to one provider's name.

Modelled on Cloud Next Generation Firewall, "FQDN objects", and Cloud NAT, "Set up and manage network address translation with Public NAT".
"""

from pulumi_gcp import compute

from tests.mutation.bases import gcp_house as house

out = house.ground("egress", "egress", house.LLM, "10.81.0.0/16")
phi = house.ground("ward", "phi", house.PHI, "10.9.0.0/16")
above = house.access_policy()
house.perimeter("egress", out, parent=above)
house.perimeter("ward", phi, parent=above)
compute.NetworkFirewallPolicyRule(
    "to-provider",
    project=out.id,
    firewall_policy=out.policy.name,
    rule_name="to-provider",
    direction="EGRESS",
    priority=500,
    action="allow",
    enable_logging=True,
    target_service_accounts=[out.account("inspector").email],
    match={"dest_fqdns": ["api.openai.com"], "layer4_configs": [{"ip_protocol": "tcp", "ports": ["443"]}]},
)
compute.Route(
    "to-internet",
    name="to-internet",
    project=out.id,
    network=out.network.name,
    dest_range="0.0.0.0/0",
    next_hop_gateway="default-internet-gateway",
    priority=1000,
)
address = compute.Address(
    "exit", name="exit", project=out.id, region=house.REGION, address_type="EXTERNAL", network_tier="PREMIUM", opts=out.opts
)
router = compute.Router("exit", name="exit", project=out.id, region=house.REGION, network=out.network.id)
compute.RouterNat(
    "exit",
    name="exit",
    project=out.id,
    region=house.REGION,
    router=router.name,
    nat_ip_allocate_option="MANUAL_ONLY",
    nat_ips=[address.self_link],
    source_subnetwork_ip_ranges_to_nat="LIST_OF_SUBNETWORKS",
    subnetworks=[{"name": out.subnets["workload"].id, "source_ip_ranges_to_nats": ["ALL_IP_RANGES"]}],
    enable_dynamic_port_allocation=False,
    min_ports_per_vm=128,
    log_config={"enable": True, "filter": "ALL"},
)
out.let_by("provider", "api.openai.com")
