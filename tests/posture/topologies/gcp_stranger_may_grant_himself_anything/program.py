"""A vendor's account may change the project's policy."""

from pulumi_gcp import projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
projects.IAMMember(
    "help",
    project=ward.project.project_id,
    role="roles/resourcemanager.projectIamAdmin",
    member="serviceAccount:help@vendor-prod.iam.gserviceaccount.com",
)
