"""Egress is denied for machines that carry a tag; others are forgotten."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records", tags=["closed"])
ward.firewall("deny-out", direction="EGRESS", denies=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"], target_tags=["closed"])
