"""A machine with records in the project's default network, written by the network's short name."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
compute.Instance(
    "records",
    name="records",
    project=ward.project.project_id,
    zone="europe-west1-b",
    machine_type="e2-medium",
    boot_disk={"initialize_params": {"image": "debian-cloud/debian-12"}},
    network_interfaces=[{"network": "default", "access_configs": [{}]}],
    labels={"ai-zone": "phi"},
)
