"""The default route is kept; egress is denied for TCP, and UDP is forgotten."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
ward.firewall("deny-out", direction="EGRESS", denies=[{"protocol": "tcp"}], destination_ranges=["0.0.0.0/0"])
