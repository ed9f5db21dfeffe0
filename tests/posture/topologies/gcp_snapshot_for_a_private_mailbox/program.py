"""A snapshot of a records disk that somebody's private account may use."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
disk = compute.Disk(
    "records", name="records", project=ward.project.project_id, zone=f"{shared.REGION}-b", size=10, type="pd-ssd", opts=ward.opts
)
snapshot = compute.Snapshot(
    "nightly",
    name="nightly",
    project=ward.project.project_id,
    zone=f"{shared.REGION}-b",
    source_disk=disk.self_link,
    storage_locations=[shared.REGION],
)
compute.SnapshotIamMember(
    "away", project=ward.project.project_id, name=snapshot.name, role="roles/compute.storageAdmin", member="user:dr.jones@gmail.com"
)
