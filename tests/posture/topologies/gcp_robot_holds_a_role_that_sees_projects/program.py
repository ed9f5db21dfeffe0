"""A role of our own that sees the project, held by an account of ours."""

from pulumi_gcp import projects, serviceaccount

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
role = projects.IAMCustomRole(
    "viewer",
    project=ward.project.project_id,
    role_id="viewer",
    title="viewer",
    permissions=["resourcemanager.projects.get"],
    opts=ward.opts,
)
robot = serviceaccount.Account("robot", account_id="ops-robot", project=ward.project.project_id, opts=ward.opts)
projects.IAMMember("sees", project=ward.project.project_id, role=role.name, member=robot.member)
