"""Google's APIs answer at an address of the network's own, by the bundle `vpc-sc`; no route leads to any gateway.

Modelled on Virtual Private Cloud, "Access Google APIs through endpoints" (bundle `vpc-sc`, DNS), and VPC Service Controls, "VPC accessible services".
"""

import pulumi
from pulumi_gcp import compute, dns

from tests.mutation.bases import gcp_house as house

ADDRESS = "10.255.255.10"
project, ready = house.zone_project(house.PHI, "phi", services=("servicedirectory",))
ID = project.project_id
network = compute.Network(
    "records", name="records", project=ID, auto_create_subnetworks=False, delete_default_routes_on_create=True, opts=ready
)
every = [{"ip_protocol": "all"}]
policy = compute.NetworkFirewallPolicy("records", name="records", project=ID, description="Only Google's APIs, at one address", opts=ready)
rules = {
    100: ("EGRESS", "allow", {"dest_ip_ranges": [f"{ADDRESS}/32"], "layer4_configs": [{"ip_protocol": "tcp", "ports": ["443"]}]}),
    9000: ("EGRESS", "deny", {"dest_ip_ranges": ["0.0.0.0/0"], "layer4_configs": every}),
    9010: ("INGRESS", "deny", {"src_ip_ranges": ["0.0.0.0/0"], "layer4_configs": every}),
}
written = [
    compute.NetworkFirewallPolicyRule(
        f"records-{priority}",
        project=ID,
        firewall_policy=policy.id,
        priority=priority,
        direction=direction,
        action=action,
        match=match,
        enable_logging=True,
    )
    for priority, (direction, action, match) in rules.items()
]
compute.NetworkFirewallPolicyAssociation(
    "records",
    name="records",
    project=ID,
    firewall_policy=policy.id,
    attachment_target=network.id,
    opts=pulumi.ResourceOptions(depends_on=written),
)
subnet = compute.Subnetwork(
    "records",
    name="records",
    project=ID,
    region=house.REGION,
    network=network.id,
    ip_cidr_range="10.72.0.0/24",
    private_ip_google_access=True,
    log_config={"flow_sampling": 1.0, "metadata": "INCLUDE_ALL_METADATA"},
)
held = compute.GlobalAddress(
    "apis",
    name="apis",
    project=ID,
    address=ADDRESS,
    address_type="INTERNAL",
    purpose="PRIVATE_SERVICE_CONNECT",
    network=network.id,
)
compute.GlobalForwardingRule(
    "apis",
    name="recordsapis",
    project=ID,
    target="vpc-sc",
    network=network.id,
    ip_address=held.id,
    load_balancing_scheme="",
    service_directory_registrations={"namespace": "records", "service_directory_region": house.REGION},
)
answers, block = house.closed_names("records", ID, network.id, ready)
for at, name in enumerate(("storage", "logging", "monitoring")):
    dns.ResponsePolicyRule(
        name,
        project=ID,
        response_policy=answers.response_policy_name,
        rule_name=f"at-endpoint-{at}",
        dns_name=f"{name}.googleapis.com.",
        local_data={"local_datas": [{"name": f"{name}.googleapis.com.", "type": "A", "ttl": 60, "rrdatas": [ADDRESS]}]},
    )
ground = house.Ground("records", "phi", project, ready, network, policy, {"workload": subnet}, answers=answers, block=block)
house.perimeter("records", ground)
ground.machine("reader")
ground.store("clinic-endpoint-records", "phi")
