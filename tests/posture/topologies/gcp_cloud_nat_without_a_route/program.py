"""Cloud NAT in a network that has no route to the internet gateway."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
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
