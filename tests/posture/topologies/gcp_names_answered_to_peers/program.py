"""An inbound server policy on the closed network."""

from pulumi_gcp import dns

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
dns.Policy(
    "inbound",
    name="inbound",
    project=ward.project.project_id,
    networks=[{"network_url": ward.network.id}],
    enable_inbound_forwarding=True,
)
