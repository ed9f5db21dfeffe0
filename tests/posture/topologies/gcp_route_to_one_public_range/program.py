"""No default route, but one to a public range."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
ward.route("resolver", "8.8.8.0/24", next_hop_gateway="default-internet-gateway")
