"""The default route leads to an instance that has a leg on the internet."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
edge, outside = shared.second_network(ward, "edge", "10.60.8.0/24")
appliance = shared.appliance(ward, outside)
ward.route("all", "0.0.0.0/0", next_hop_instance=appliance.self_link)
