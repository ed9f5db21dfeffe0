"""A vendor's group may see policies of the project."""

from pulumi_gcp import projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
projects.IAMBinding("audit", project=ward.project.project_id, role="roles/iam.securityReviewer", members=["group:soc@vendor.example"])
