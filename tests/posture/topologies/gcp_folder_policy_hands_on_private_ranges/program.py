"""The folder's policy hands private addresses on, and denies the rest."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
policy = compute.FirewallPolicy("folder", short_name="folder", parent=shared.FOLDER)
for number, (action, where) in enumerate((("goto_next", "10.0.0.0/8"), ("deny", "0.0.0.0/0"))):
    compute.FirewallPolicyRule(
        f"rule-{number}",
        firewall_policy=policy.name,
        direction="EGRESS",
        priority=100 + number,
        action=action,
        match={"dest_ip_ranges": [where], "layer4_configs": [{"ip_protocol": "all"}]},
    )
compute.FirewallPolicyAssociation("folder", name="folder", firewall_policy=policy.name, attachment_target=shared.FOLDER)
