"""Nightly snapshots of a records disk are stored in America."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
project = ward.project.project_id
policy = compute.ResourcePolicy(
    "nightly",
    name="nightly",
    project=project,
    region=shared.REGION,
    snapshot_schedule_policy={
        "schedule": {"daily_schedule": {"days_in_cycle": 1, "start_time": "02:00"}},
        "retention_policy": {"max_retention_days": 30},
        "snapshot_properties": {"storage_locations": "us"},
    },
    opts=ward.opts,
)
disk = compute.Disk("records", name="records", project=project, zone=f"{shared.REGION}-b", size=10, type="pd-ssd", opts=ward.opts)
compute.DiskResourcePolicyAttachment("nightly", name=policy.name, disk=disk.name, project=project, zone=f"{shared.REGION}-b")
