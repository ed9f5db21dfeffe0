"""The default route is kept, and the rule that denies egress is disabled."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
ward.firewall("deny-out", direction="EGRESS", priority=1000, denies=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"], disabled=True)
