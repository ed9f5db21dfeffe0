"""A forwarding zone sends questions of the PHI network to a resolver on the internet."""

from pulumi_gcp import dns

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
dns.ManagedZone(
    "away",
    name="away",
    project=ward.project.project_id,
    dns_name="lab.example.org.",
    visibility="private",
    private_visibility_config={"networks": [{"network_url": ward.network.id}]},
    forwarding_config={"target_name_servers": [{"ipv4_address": "8.8.8.8"}]},
)
