"""A store of charts streams each change to a data set of the inference project."""

import pulumi
from pulumi_gcp import bigquery, healthcare, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
apis = [
    projects.Service(f"{zone}-{api}", project=project, service=f"{api}.googleapis.com")
    for zone, project in (("ward", ward.project.project_id), ("model", model.project.project_id))
    for api in ("bigquery", "healthcare", "pubsub", "analyticshub", "bigquerydatatransfer", "cloudkms", "secretmanager")
]
waits = pulumi.ResourceOptions(depends_on=apis)
views = bigquery.Dataset("views", dataset_id="views", project=model.project.project_id, location=shared.REGION, opts=waits)
clinic = healthcare.Dataset("clinic", name="clinic", project=ward.project.project_id, location=shared.REGION, opts=waits)
healthcare.FhirStore(
    "charts",
    name="charts",
    dataset=clinic.id,
    version="R4",
    stream_configs=[{"bigquery_destination": {"dataset_uri": "bq://clinic-llm.views", "schema_config": {"recursive_structure_depth": 3}}}],
    opts=pulumi.ResourceOptions(depends_on=[views]),
)
