"""An image of a records disk that every Google account may use."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
disk = compute.Disk(
    "records", name="records", project=ward.project.project_id, zone=f"{shared.REGION}-b", size=10, type="pd-ssd", opts=ward.opts
)
image = compute.Image(
    "golden", name="golden", project=ward.project.project_id, source_disk=disk.self_link, storage_locations=[shared.REGION]
)
compute.ImageIamBinding(
    "away", project=ward.project.project_id, image=image.name, role="roles/compute.imageUser", members=["allAuthenticatedUsers"]
)
