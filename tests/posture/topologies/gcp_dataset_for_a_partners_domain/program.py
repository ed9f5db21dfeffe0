"""A data set whose access list has a partner's domain."""

import pulumi
from pulumi_gcp import bigquery, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("ward-bigquery", project=ward.project.project_id, service="bigquery.googleapis.com")
bigquery.Dataset(
    "cases",
    dataset_id="cases",
    project=ward.project.project_id,
    location=shared.REGION,
    accesses=[{"role": "OWNER", "special_group": "projectOwners"}, {"role": "READER", "domain": "partner.example"}],
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
