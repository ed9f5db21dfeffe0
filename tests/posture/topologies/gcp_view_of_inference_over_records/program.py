"""A view of the inference project is authorized on a data set of records."""

import pulumi
from pulumi_gcp import bigquery, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
api = projects.Service("ward-bigquery", project=ward.project.project_id, service="bigquery.googleapis.com")
other = projects.Service("model-bigquery", project=model.project.project_id, service="bigquery.googleapis.com")
views = bigquery.Dataset(
    "views", dataset_id="views", project=model.project.project_id, location=shared.REGION, opts=pulumi.ResourceOptions(depends_on=[other])
)
bigquery.Dataset(
    "cases",
    dataset_id="cases",
    project=ward.project.project_id,
    location=shared.REGION,
    accesses=[
        {"role": "OWNER", "special_group": "projectOwners"},
        {"view": {"project_id": shared.LLM, "dataset_id": "views", "table_id": "all_cases"}},
    ],
    opts=pulumi.ResourceOptions(depends_on=[api, views]),
)
