"""Private Google Access by the restricted address; nobody drew a perimeter."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
ward.route("apis", "199.36.153.4/30", next_hop_gateway="default-internet-gateway")
