"""A machine image of a records machine that a vendor's account may use."""

from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
machine = ward.machine("records")
image = compute.MachineImage("records", name="records", project=ward.project.project_id, source_instance=machine.self_link)
compute.MachineImageIamMember(
    "away",
    project=ward.project.project_id,
    machine_image=image.name,
    role="roles/compute.admin",
    member="serviceAccount:etl@vendor-prod.iam.gserviceaccount.com",
)
