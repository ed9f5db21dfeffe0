"""Three networks of the phi zone are spokes of one hub that takes no other project, and hands on nothing of a range that stays at home.

Modelled on Network Connectivity Center, "VPC spokes overview", and "Work with hubs and spokes" (exclude export ranges, auto-accept).
"""

import pulumi
from pulumi_gcp import networkconnectivity

from tests.mutation.bases import gcp_house as house

CIDRS = {"ward": 17, "theatre": 18, "laboratory": 19}
grounds = {
    name: house.ground(
        name, "phi", house.PHI if name == "ward" else f"clinic-{name}", f"10.{number}.0.0/16", services=("networkconnectivity",)
    )
    for name, number in CIDRS.items()
}
house.perimeter("records", *grounds.values())
home = grounds["ward"]
hub = networkconnectivity.Hub(
    "records",
    name="records",
    project=home.id,
    description="Networks of the phi zone",
    preset_topology="MESH",
    export_psc=False,
    labels={"ai-zone": "phi"},
    opts=home.opts,
)
group = networkconnectivity.Group(
    "records",
    name="default",
    project=home.id,
    hub=hub.id,
    auto_accept={"auto_accept_projects": [f"clinic-{name}" for name in CIDRS if name != "ward"]},
)
for name, ground in grounds.items():
    networkconnectivity.Spoke(
        name,
        name=name,
        project=ground.id,
        location="global",
        hub=hub.id,
        group=group.id,
        linked_vpc_network={"uri": ground.network.self_link, "exclude_export_ranges": [f"10.{CIDRS[name]}.1.0/24"]},
        labels={"ai-zone": "phi"},
        opts=pulumi.ResourceOptions(depends_on=[group]),
    )
    for other, number in CIDRS.items():
        if other != name:
            ground.allow(f"from-{other}", 200 + number, "INGRESS", [f"10.{number}.0.0/24"], "2575")
            ground.allow(f"to-{other}", 300 + number, "EGRESS", [f"10.{number}.0.0/24"], "2575")
