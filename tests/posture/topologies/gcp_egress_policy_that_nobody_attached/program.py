"""A network firewall policy denies all egress, and is attached to no network."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
project = ward.project.project_id
policy = compute.NetworkFirewallPolicy("guard", name="guard", project=project, opts=ward.opts)
compute.NetworkFirewallPolicyRule(
    "rest",
    project=project,
    firewall_policy=policy.name,
    rule_name="rest",
    direction="EGRESS",
    priority=65000,
    action="deny",
    match={"dest_ip_ranges": ["0.0.0.0/0"], "layer4_configs": [{"ip_protocol": "all"}]},
)
