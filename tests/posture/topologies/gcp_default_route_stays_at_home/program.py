"""A hub without subnets keeps its default route; both sides exchange custom routes."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
hub, _ = shared.second_network(ward, "hub")
both = {"import_custom_routes": True, "export_custom_routes": True}
compute.NetworkPeering("there", name="there", network=ward.network.self_link, peer_network=hub.self_link, **both)
compute.NetworkPeering("back", name="back", network=hub.self_link, peer_network=ward.network.self_link, **both)
