"""The default route leads to a balancer before an appliance with one leg."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
hop = shared.hand_to(ward, shared.appliance(ward))
ward.route("all", "0.0.0.0/0", next_hop_ilb=hop.id)
