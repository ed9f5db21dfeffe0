"""A vendor's service account is editor of the PHI project."""

from pulumi_gcp import projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.bucket("clinic-phi-records")
projects.IAMMember(
    "vendor", project=ward.project.project_id, role="roles/editor", member=f"serviceAccount:ops@{shared.VENDOR}.iam.gserviceaccount.com"
)
