"""A vendor's group may come to a machine of the PHI zone by tunnels."""

import pulumi
from pulumi_gcp import iap, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
machine = ward.machine("records")
api = projects.Service("iap", project=ward.project.project_id, service="iap.googleapis.com")
iap.TunnelInstanceIAMMember(
    "help",
    project=ward.project.project_id,
    zone=f"{shared.REGION}-b",
    instance=machine.name,
    role="roles/iap.tunnelResourceAccessor",
    member="group:support@vendor.example",
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
ward.firewall("tunnels", source_ranges=["35.235.240.0/20"], allows=[{"protocol": "tcp", "ports": ["22"]}])
