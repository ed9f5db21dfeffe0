"""A peering zone lets a vendor's network answer names."""

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
    peering_config={"target_network": {"network_url": "projects/vendor-prod/global/networks/lab"}},
)
