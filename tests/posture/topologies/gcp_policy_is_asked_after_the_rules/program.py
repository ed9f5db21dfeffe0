"""A policy that lets all out is asked after the rule that denies."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
ward.firewall("deny-out", direction="EGRESS", priority=1000, denies=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"])
policy = compute.NetworkFirewallPolicy("guard", name="guard", project=ward.project.project_id, opts=ward.opts)
compute.NetworkFirewallPolicyRule(
    "out",
    project=ward.project.project_id,
    firewall_policy=policy.name,
    rule_name="out",
    direction="EGRESS",
    priority=100,
    action="allow",
    match={"dest_ip_ranges": ["0.0.0.0/0"], "layer4_configs": [{"ip_protocol": "all"}]},
)
compute.NetworkFirewallPolicyAssociation(
    "use", name="use", project=ward.project.project_id, firewall_policy=policy.name, attachment_target=ward.network.id
)
