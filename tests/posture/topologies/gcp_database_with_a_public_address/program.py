"""A PHI database whose public address nobody switched off."""

import pulumi
from pulumi_gcp import projects, sql

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("ward-sqladmin", project=ward.project.project_id, service="sqladmin.googleapis.com")
sql.DatabaseInstance(
    "cases",
    name="cases",
    project=ward.project.project_id,
    region=shared.REGION,
    database_version="POSTGRES_16",
    settings={"tier": "db-custom-2-8192"},
    deletion_protection=False,
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
