"""The default route is deleted, and both of its halves lead to the internet."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
for name, half in (("low", "0.0.0.0/1"), ("high", "128.0.0.0/1")):
    ward.route(name, half, next_hop_gateway="default-internet-gateway")
