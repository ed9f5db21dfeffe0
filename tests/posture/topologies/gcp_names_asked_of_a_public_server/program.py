"""A server policy sends all queries of the PHI network to a public resolver."""

from pulumi_gcp import dns

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
dns.Policy(
    "elsewhere",
    name="elsewhere",
    project=ward.project.project_id,
    networks=[{"network_url": ward.network.id}],
    alternative_name_server_config={"target_name_servers": [{"ipv4_address": "8.8.8.8"}]},
)
