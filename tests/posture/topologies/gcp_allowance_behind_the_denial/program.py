"""All egress is allowed by a rule that stands behind the denial."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
ward.firewall("deny-out", direction="EGRESS", priority=1000, denies=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"])
ward.firewall("allow-out", direction="EGRESS", priority=2000, allows=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"])
