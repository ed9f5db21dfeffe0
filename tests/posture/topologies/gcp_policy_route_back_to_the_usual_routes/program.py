"""A policy-based route that leaves the decision to the usual routes."""

from pulumi_gcp import networkconnectivity

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
networkconnectivity.PolicyBasedRoute(
    "as-usual",
    name="as-usual",
    project=ward.project.project_id,
    network=ward.network.id,
    filter={"protocol_version": "IPV4", "dest_range": "10.60.0.0/24"},
    next_hop_other_routes="DEFAULT_ROUTING",
    priority=100,
    opts=shared.enable("networkconnectivity", ward),
)
