"""Egress is denied to the lower half of all addresses."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
ward.firewall("deny-out", direction="EGRESS", denies=[{"protocol": "all"}], destination_ranges=["0.0.0.0/1"])
