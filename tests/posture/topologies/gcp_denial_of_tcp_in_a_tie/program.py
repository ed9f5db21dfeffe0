"""An allowance of all egress and a denial of TCP with one priority."""

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
ward.firewall("deny-tcp", direction="EGRESS", priority=1000, denies=[{"protocol": "tcp"}], destination_ranges=["0.0.0.0/0"])
ward.firewall("allow-out", direction="EGRESS", priority=1000, allows=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"])
ward.firewall("deny-out", direction="EGRESS", priority=2000, denies=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"])
