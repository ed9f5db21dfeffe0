"""The PHI network peers with the inference network, which does not answer."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
llm = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
compute.NetworkPeering("there", name="there", network=ward.network.self_link, peer_network=llm.network.self_link)
