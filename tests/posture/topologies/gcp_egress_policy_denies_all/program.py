"""A network firewall policy denies all egress but to the restricted address; the default route is kept."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
project = ward.project.project_id
policy = compute.NetworkFirewallPolicy("guard", name="guard", project=project, opts=ward.opts)
for name, priority, action, where in (("apis", 100, "allow", "199.36.153.4/30"), ("rest", 65000, "deny", "0.0.0.0/0")):
    compute.NetworkFirewallPolicyRule(
        name,
        project=project,
        firewall_policy=policy.name,
        rule_name=name,
        direction="EGRESS",
        priority=priority,
        action=action,
        match={"dest_ip_ranges": [where], "layer4_configs": [{"ip_protocol": "all"}]},
    )
compute.NetworkFirewallPolicyAssociation("use", name="use", project=project, firewall_policy=policy.name, attachment_target=ward.network.id)
shared.perimeter("ring", ward)
