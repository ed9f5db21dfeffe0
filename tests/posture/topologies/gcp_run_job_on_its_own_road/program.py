"""A job of Cloud Run with VPC egress for private ranges alone."""

import pulumi
from pulumi_gcp import cloudrunv2, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("run", project=ward.project.project_id, service="run.googleapis.com")
cloudrunv2.Job(
    "export",
    name="export",
    project=ward.project.project_id,
    location=shared.REGION,
    template={
        "template": {
            "containers": [{"image": "europe-west1-docker.pkg.dev/clinic-phi/apps/export"}],
            "vpc_access": {
                "egress": "PRIVATE_RANGES_ONLY",
                "network_interfaces": [{"network": ward.network.id, "subnetwork": ward.subnet.id}],
            },
        }
    },
    labels={"ai-zone": "phi"},
    deletion_protection=False,
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
