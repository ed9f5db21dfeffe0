"""A subnet with internal addresses of IPv6, in a network without default routes."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(enable_ula_internal_ipv6=True)
compute.Subnetwork(
    "ward-six",
    name="ward-six",
    project=ward.project.project_id,
    network=ward.network.id,
    region=shared.REGION,
    ip_cidr_range="10.60.6.0/24",
    stack_type="IPV4_IPV6",
    ipv6_access_type="INTERNAL",
)
