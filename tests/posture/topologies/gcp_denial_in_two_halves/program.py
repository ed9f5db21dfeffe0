"""Egress is denied to both halves of all addresses."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
for name, half in (("low", "0.0.0.0/1"), ("high", "128.0.0.0/1")):
    ward.firewall(name, direction="EGRESS", denies=[{"protocol": "all"}], destination_ranges=[half])
