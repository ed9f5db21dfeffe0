"""A notebook of the PHI zone with an external address and a default route."""

import pulumi
from pulumi_gcp import projects, workbench

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone(delete_default_routes_on_create=False)
api = projects.Service("notebooks", project=ward.project.project_id, service="notebooks.googleapis.com")
workbench.Instance(
    "study",
    name="study",
    project=ward.project.project_id,
    location=f"{shared.REGION}-b",
    gce_setup={"network_interfaces": [{"network": ward.network.id, "subnet": ward.subnet.id}]},
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
