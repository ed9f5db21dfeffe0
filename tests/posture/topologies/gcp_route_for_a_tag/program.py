"""A route to the internet gateway that only machines with a tag have."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records", tags=["via-nat"])
ward.route("out", "0.0.0.0/0", next_hop_gateway="default-internet-gateway", tags=["via-nat"])
