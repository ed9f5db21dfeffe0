"""A vendor's group administers security of the project."""

from pulumi_gcp import projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
projects.IAMBinding("help", project=ward.project.project_id, role="roles/iam.securityAdmin", members=["group:soc@vendor.example"])
