"""A hub of Network Connectivity Center has the PHI network and the inference network as spokes."""

from pulumi_gcp import networkconnectivity

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
llm = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
ward.machine("records")
llm.machine("gpu")
for zone in (ward, llm):
    zone.firewall(f"{zone.network._name}-in", source_ranges=["10.0.0.0/8"], allows=[{"protocol": "all"}])
hub = networkconnectivity.Hub("wan", name="wan", project=ward.project.project_id, opts=shared.enable("networkconnectivity", ward))
for name, zone in (("ward", ward), ("model", llm)):
    networkconnectivity.Spoke(
        f"{name}-spoke",
        name=f"{name}-spoke",
        project=zone.project.project_id,
        location="global",
        hub=hub.id,
        linked_vpc_network={"uri": zone.network.self_link},
        opts=shared.enable("networkconnectivity", zone) if zone is llm else None,
    )
