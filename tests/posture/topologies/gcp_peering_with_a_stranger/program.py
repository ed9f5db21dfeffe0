"""The PHI network peers with a network of a vendor's project."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
compute.NetworkPeering(
    "vendor", name="vendor", network=ward.network.self_link, peer_network=f"projects/{shared.VENDOR}/global/networks/theirs"
)
