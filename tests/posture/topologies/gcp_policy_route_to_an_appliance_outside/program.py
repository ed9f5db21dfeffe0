"""A policy-based route sends every packet through an appliance that has a leg on the internet."""

from pulumi_gcp import networkconnectivity

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
edge, outside = shared.second_network(ward, "edge", "10.60.8.0/24")
hop = shared.hand_to(ward, shared.appliance(ward, outside))
networkconnectivity.PolicyBasedRoute(
    "everything",
    name="everything",
    project=ward.project.project_id,
    network=ward.network.id,
    filter={"protocol_version": "IPV4", "src_range": "10.60.0.0/24", "dest_range": "0.0.0.0/0"},
    next_hop_ilb_ip=hop.ip_address,
    opts=shared.enable("networkconnectivity", ward),
)
