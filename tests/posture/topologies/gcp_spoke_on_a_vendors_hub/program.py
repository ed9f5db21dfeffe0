"""The PHI network is a spoke of a vendor's hub."""

from pulumi_gcp import networkconnectivity

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
networkconnectivity.Spoke(
    "ward-spoke",
    name="ward-spoke",
    project=ward.project.project_id,
    location="global",
    hub=f"projects/{shared.VENDOR}/locations/global/hubs/wan",
    linked_vpc_network={"uri": ward.network.self_link},
    opts=shared.enable("networkconnectivity", ward),
)
