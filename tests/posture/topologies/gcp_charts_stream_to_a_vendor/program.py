"""A store of charts streams each change to a vendor's data set."""

import pulumi
from pulumi_gcp import healthcare, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("ward-healthcare", project=ward.project.project_id, service="healthcare.googleapis.com")
clinic = healthcare.Dataset(
    "clinic", name="clinic", project=ward.project.project_id, location=shared.REGION, opts=pulumi.ResourceOptions(depends_on=[api])
)
healthcare.FhirStore(
    "charts",
    name="charts",
    dataset=clinic.id,
    version="R4",
    stream_configs=[
        {"bigquery_destination": {"dataset_uri": "bq://vendor-prod.charts", "schema_config": {"recursive_structure_depth": 3}}}
    ],
)
