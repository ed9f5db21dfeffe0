"""A hub of star topology has the PHI network and the inference network as edges."""

from pulumi_gcp import networkconnectivity

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
llm = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
ward.machine("records")
llm.machine("gpu")
for zone in (ward, llm):
    zone.firewall(f"{zone.network._name}-in", source_ranges=["10.0.0.0/8"], allows=[{"protocol": "all"}])
hub = networkconnectivity.Hub(
    "wan", name="wan", project=ward.project.project_id, preset_topology="STAR", opts=shared.enable("networkconnectivity", ward)
)
for name, zone in (("ward", ward), ("model", llm)):
    networkconnectivity.Spoke(
        f"{name}-spoke",
        name=f"{name}-spoke",
        project=zone.project.project_id,
        location="global",
        hub=hub.id,
        group="edge",
        linked_vpc_network={"uri": zone.network.self_link},
        opts=shared.enable("networkconnectivity", zone) if zone is llm else None,
    )
