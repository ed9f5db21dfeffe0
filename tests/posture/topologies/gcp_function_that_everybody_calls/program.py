"""A function of the first generation that all users may invoke."""

import pulumi
from pulumi_gcp import cloudfunctions, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("functions", project=ward.project.project_id, service="cloudfunctions.googleapis.com")
code = ward.bucket("clinic-phi-code")
function = cloudfunctions.Function(
    "notes",
    name="notes",
    project=ward.project.project_id,
    region=shared.REGION,
    runtime="python312",
    entry_point="main",
    source_archive_bucket=code.name,
    source_archive_object="code.zip",
    trigger_http=True,
    ingress_settings="ALLOW_ALL",
    labels={"ai-zone": "phi"},
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
cloudfunctions.FunctionIamMember(
    "open",
    project=ward.project.project_id,
    region=shared.REGION,
    cloud_function=function.name,
    role="roles/cloudfunctions.invoker",
    member="allUsers",
)
