"""A folder's own firewall policy leaves private ranges and Google's addresses to the networks below, and denies the rest before they are asked.

Modelled on Cloud Next Generation Firewall, "Hierarchical firewall policies" (evaluation order, `goto_next`), and "Use hierarchical firewall
policies and rules".
"""

import pulumi
from pulumi_gcp import compute

from tests.mutation.bases import gcp_house as house

PRIVATE = ["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]
guard = compute.FirewallPolicy("zones", parent=house.FOLDER, short_name="zones", description="No zone talks to the internet")
RULES = [
    ("left-out", 1000, "EGRESS", "goto_next", [*PRIVATE, house.RESTRICTED_RANGE]),
    ("left-in", 1010, "INGRESS", "goto_next", [*PRIVATE, *house.PROBES]),
    ("denied-out", 2000, "EGRESS", "deny", ["0.0.0.0/0"]),
    ("denied-in", 2010, "INGRESS", "deny", ["0.0.0.0/0"]),
]
written: list[pulumi.Resource] = []
for name, priority, direction, action, ranges in RULES:
    side = "dest_ip_ranges" if direction == "EGRESS" else "src_ip_ranges"
    written.append(
        compute.FirewallPolicyRule(
            name,
            firewall_policy=guard.name,
            description=name,
            direction=direction,
            priority=priority,
            action=action,
            enable_logging=action == "deny",
            match={side: ranges, "layer4_configs": [{"ip_protocol": "all"}]},
        )
    )
bound = compute.FirewallPolicyAssociation(
    "zones",
    name="zones",
    firewall_policy=guard.id,
    attachment_target=house.FOLDER,
    opts=pulumi.ResourceOptions(depends_on=written),
)
above = house.access_policy()
for zone, project, cidr in (("phi", house.PHI, "10.9.0.0/16"), ("inference", house.LLM, "10.11.0.0/16")):
    one = house.ground(zone, zone, project, cidr)
    house.perimeter(zone, one, parent=above)
    one.machine(f"{zone}-server")
