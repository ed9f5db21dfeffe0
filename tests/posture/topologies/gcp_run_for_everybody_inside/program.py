"""A service for everybody that takes calls from inside alone."""

import pulumi
from pulumi_gcp import cloudrunv2, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
service = cloudrunv2.Service(
    "notes",
    name="notes",
    project=ward.project.project_id,
    location=shared.REGION,
    ingress="INGRESS_TRAFFIC_INTERNAL_ONLY",
    template={
        "vpc_access": {"egress": "ALL_TRAFFIC", "network_interfaces": [{"network": ward.network.id, "subnetwork": ward.subnet.id}]},
        "containers": [{"image": "europe-west1-docker.pkg.dev/clinic-phi/apps/notes"}],
    },
    labels={"ai-zone": "phi"},
    deletion_protection=False,
    opts=pulumi.ResourceOptions(depends_on=[projects.Service("run", project=ward.project.project_id, service="run.googleapis.com")]),
)
cloudrunv2.ServiceIamMember(
    "open", project=ward.project.project_id, location=shared.REGION, name=service.name, role="roles/run.invoker", member="allUsers"
)
