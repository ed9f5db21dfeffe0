"""IPv4 is closed; a second subnet has external addresses of IPv6."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.firewall("deny-out", direction="EGRESS", denies=[{"protocol": "all"}], destination_ranges=["0.0.0.0/0"])
compute.Subnetwork(
    "ward-six",
    name="ward-six",
    project=ward.project.project_id,
    network=ward.network.id,
    region=shared.REGION,
    ip_cidr_range="10.60.6.0/24",
    stack_type="IPV4_IPV6",
    ipv6_access_type="EXTERNAL",
)
