"""The PHI project shares its network with a vendor's project."""

import pulumi
from pulumi_gcp import compute

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.machine("records")
host = compute.SharedVPCHostProject("host", project=ward.project.project_id, opts=ward.opts)
compute.SharedVPCServiceProject(
    "theirs", host_project=ward.project.project_id, service_project=shared.VENDOR, opts=pulumi.ResourceOptions(depends_on=[host])
)
