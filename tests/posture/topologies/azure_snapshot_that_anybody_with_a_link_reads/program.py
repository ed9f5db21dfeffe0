"""A snapshot of a disk of records, open for export from every network."""

from pulumi_azure_native import compute

from tests.posture.topologies import azure_shared as shared

rg = shared.group("rg")
phi = shared.Network("ward", "phi", "10.60.0.0/16", {"a": "10.60.0.0/24"}, rg)
disk = compute.Disk(
    "ward-disk",
    resource_group_name=rg.name,
    disk_name="ward-disk",
    creation_data={"create_option": "Empty"},
    disk_size_gb=64,
    network_access_policy="DenyAll",
    public_network_access="Disabled",
    tags={"ai-zone": "phi", "data-class": "phi"},
)
compute.Snapshot(
    "ward-snapshot",
    resource_group_name=rg.name,
    snapshot_name="ward-snapshot",
    creation_data={"create_option": "Copy", "source_resource_id": disk.id},
    network_access_policy="AllowAll",
    public_network_access="Enabled",
    tags={"ai-zone": "phi", "data-class": "phi"},
)
