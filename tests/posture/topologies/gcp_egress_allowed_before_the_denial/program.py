"""Egress is denied, and allowed for one tag by a rule that comes first."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records", tags=["updates"])
ward.firewall("deny-out", direction="EGRESS", priority=1000, denies=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"])
ward.firewall(
    "updates",
    direction="EGRESS",
    priority=900,
    allows=[{"protocol": "tcp", "ports": ["443"]}],
    destination_ranges=["0.0.0.0/0"],
    target_tags=["updates"],
)
