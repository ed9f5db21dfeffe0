"""A network attachment of the PHI subnet accepts a vendor's project."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
compute.NetworkAttachment(
    "door",
    name="door",
    project=ward.project.project_id,
    region=shared.REGION,
    connection_preference="ACCEPT_MANUAL",
    subnetworks=[ward.subnet.self_link],
    producer_accept_lists=[shared.VENDOR],
)
