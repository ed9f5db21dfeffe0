"""A view of the same project is authorized on a data set of records."""

import pulumi
from pulumi_gcp import bigquery, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
apis = [
    projects.Service(f"{zone}-{api}", project=project, service=f"{api}.googleapis.com")
    for zone, project in (("ward", ward.project.project_id), ("model", model.project.project_id))
    for api in ("bigquery", "healthcare", "pubsub", "analyticshub", "bigquerydatatransfer", "cloudkms", "secretmanager")
]
waits = pulumi.ResourceOptions(depends_on=apis)
cases = bigquery.Dataset("cases", dataset_id="cases", project=ward.project.project_id, location=shared.REGION, opts=waits)
views = bigquery.Dataset("views", dataset_id="views", project=ward.project.project_id, location=shared.REGION, opts=waits)
bigquery.DatasetAccess(
    "view",
    project=ward.project.project_id,
    dataset_id=cases.dataset_id,
    view={"project_id": shared.PHI, "dataset_id": views.dataset_id, "table_id": "all_cases"},
)
