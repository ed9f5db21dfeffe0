"""All views of a data set of the inference project are authorized on records."""

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
views = bigquery.Dataset("views", dataset_id="views", project=model.project.project_id, location=shared.REGION, opts=waits)
bigquery.DatasetAccess(
    "views",
    project=ward.project.project_id,
    dataset_id=cases.dataset_id,
    authorized_dataset={"dataset": {"project_id": shared.LLM, "dataset_id": "views"}, "target_types": ["VIEWS"]},
)
