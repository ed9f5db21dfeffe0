"""The preferred default route ends at an appliance inside; a second one, of lower preference, leads to the internet."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
appliance = shared.appliance(ward)
ward.route("first", "0.0.0.0/0", next_hop_instance=appliance.self_link, priority=100)
ward.route("away", "0.0.0.0/0", next_hop_gateway="default-internet-gateway", priority=2000)
