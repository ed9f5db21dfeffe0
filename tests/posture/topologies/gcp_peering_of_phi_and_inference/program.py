"""The PHI network and the inference network peered from both sides."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
llm = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
ward.machine("records")
llm.machine("gpu")
for zone in (ward, llm):
    zone.firewall(f"{zone.network._name}-in", source_ranges=["10.0.0.0/8"], allows=[{"protocol": "all"}])
compute.NetworkPeering("there", name="there", network=ward.network.self_link, peer_network=llm.network.self_link)
compute.NetworkPeering("back", name="back", network=llm.network.self_link, peer_network=ward.network.self_link)
