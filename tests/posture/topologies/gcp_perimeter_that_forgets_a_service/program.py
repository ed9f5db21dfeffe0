"""An enforced perimeter that restricts storage alone, and lets its networks call everything."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
ward.route("apis", "199.36.153.4/30", next_hop_gateway="default-internet-gateway")
shared.perimeter("ring", ward, restricted_services=["storage.googleapis.com"], vpc_accessible_services={"enable_restriction": False})
