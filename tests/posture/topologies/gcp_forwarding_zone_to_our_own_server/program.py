"""A forwarding zone asks a name server in the PHI network."""

from pulumi_gcp import dns

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("names", interface={"network_ip": "10.60.0.53"})
dns.ManagedZone(
    "lab",
    name="lab",
    project=ward.project.project_id,
    dns_name="lab.clinic.example.",
    visibility="private",
    private_visibility_config={"networks": [{"network_url": ward.network.id}]},
    forwarding_config={"target_name_servers": [{"ipv4_address": "10.60.0.53", "forwarding_path": "private"}]},
)
