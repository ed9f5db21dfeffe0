"""The private address instead of the restricted one, within an enforced perimeter."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
ward.route("apis", "199.36.153.8/30", next_hop_gateway="default-internet-gateway")
shared.perimeter("ring", ward)
