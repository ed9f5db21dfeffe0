"""The PHI network hides its subnet from the hub, and reaches inference by Private NAT."""

import pulumi
from pulumi_gcp import compute, networkconnectivity

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
llm = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
ward.machine("records")
llm.machine("gpu")
for zone in (ward, llm):
    zone.firewall(f"{zone.network._name}-in", source_ranges=["10.0.0.0/8"], allows=[{"protocol": "all"}])
project = ward.project.project_id
hub = networkconnectivity.Hub("wan", name="wan", project=project, opts=shared.enable("networkconnectivity", ward))
spoke = networkconnectivity.Spoke(
    "ward-spoke",
    name="ward-spoke",
    project=project,
    location="global",
    hub=hub.id,
    linked_vpc_network={"uri": ward.network.self_link, "exclude_export_ranges": ["10.60.0.0/24"]},
)
networkconnectivity.Spoke(
    "model-spoke",
    name="model-spoke",
    project=llm.project.project_id,
    location="global",
    hub=hub.id,
    linked_vpc_network={"uri": llm.network.self_link},
    opts=shared.enable("networkconnectivity", llm),
)
router = compute.Router("router", name="router", project=project, region=shared.REGION, network=ward.network.id)
borrowed = compute.Subnetwork(
    "borrowed",
    name="borrowed",
    project=project,
    region=shared.REGION,
    network=ward.network.id,
    ip_cidr_range="10.60.7.0/24",
    purpose="PRIVATE_NAT",
)
compute.RouterNat(
    "inside",
    name="inside",
    project=project,
    region=shared.REGION,
    router=router.name,
    type="PRIVATE",
    source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
    rules=[
        {
            "rule_number": 100,
            "match": hub.id.apply(lambda path: f"nexthop.hub == '//networkconnectivity.googleapis.com/{path}'"),
            "action": {"source_nat_active_ranges": [borrowed.self_link]},
        }
    ],
    opts=pulumi.ResourceOptions(depends_on=[spoke]),
)
