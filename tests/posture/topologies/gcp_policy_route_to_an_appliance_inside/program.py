"""A policy-based route sends every packet through an appliance in the closed network."""

from pulumi_gcp import networkconnectivity

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
hop = shared.hand_to(ward, shared.appliance(ward))
networkconnectivity.PolicyBasedRoute(
    "everything",
    name="everything",
    project=ward.project.project_id,
    network=ward.network.id,
    filter={"protocol_version": "IPV4", "src_range": "10.60.0.0/24", "dest_range": "0.0.0.0/0"},
    next_hop_ilb_ip=hop.ip_address,
    opts=shared.enable("networkconnectivity", ward),
)
