"""A perimeter, and an endpoint for the bundle of restricted APIs."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
address = compute.GlobalAddress(
    "apis",
    name="apis",
    project=ward.project.project_id,
    address="10.60.200.2",
    address_type="INTERNAL",
    purpose="PRIVATE_SERVICE_CONNECT",
    network=ward.network.id,
)
compute.GlobalForwardingRule(
    "apis",
    name="apis",
    project=ward.project.project_id,
    network=ward.network.id,
    ip_address=address.id,
    load_balancing_scheme="",
    target="vpc-sc",
)
shared.perimeter("ring", ward)
