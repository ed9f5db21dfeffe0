"""A vendor's group administers a notebook of the PHI zone."""

import pulumi
from pulumi_gcp import projects, workbench

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("notebooks", project=ward.project.project_id, service="notebooks.googleapis.com")
study = workbench.Instance(
    "study",
    name="study",
    project=ward.project.project_id,
    location=f"{shared.REGION}-b",
    gce_setup={"disable_public_ip": True, "network_interfaces": [{"network": ward.network.id, "subnet": ward.subnet.id}]},
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
workbench.InstanceIamMember(
    "help",
    project=ward.project.project_id,
    location=study.location,
    name=study.name,
    role="roles/notebooks.admin",
    member="group:support@vendor.example",
)
