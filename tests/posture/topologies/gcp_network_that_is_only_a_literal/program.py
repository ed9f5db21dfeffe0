"""A machine of the PHI zone in a subnet of a host project that stands elsewhere."""

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
    network_interfaces=[{"subnetwork": "projects/clinic-host/regions/europe-west1/subnetworks/host-a"}],
    labels={"ai-zone": "phi"},
    opts=ward.opts,
)
