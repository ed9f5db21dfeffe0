"""A vendor's service account administers the machines of the PHI project."""

from pulumi_gcp import projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
projects.IAMMember(
    "runs",
    project=ward.project.project_id,
    role="roles/compute.instanceAdmin.v1",
    member=f"serviceAccount:ops@{shared.VENDOR}.iam.gserviceaccount.com",
)
