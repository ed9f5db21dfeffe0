"""The perimeter holds another project of ours, and not the one with records."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
ward.route("apis", "199.36.153.4/30", next_hop_gateway="default-internet-gateway")
shared.perimeter("ring", model)
