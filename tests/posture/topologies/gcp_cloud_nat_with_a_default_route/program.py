"""A default route and Cloud NAT for the PHI subnet."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
ward.machine("records")
router = compute.Router("router", name="router", project=ward.project.project_id, region=shared.REGION, network=ward.network.id)
compute.RouterNat(
    "nat",
    name="nat",
    project=ward.project.project_id,
    region=shared.REGION,
    router=router.name,
    nat_ip_allocate_option="AUTO_ONLY",
    source_subnetwork_ip_ranges_to_nat="ALL_SUBNETWORKS_ALL_IP_RANGES",
)
