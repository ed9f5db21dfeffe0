"""A replica of the PHI database stands in a region outside of residency."""

import pulumi
from pulumi_gcp import projects, sql

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("ward-sqladmin", project=ward.project.project_id, service="sqladmin.googleapis.com")
closed = {"ipv4_enabled": False, "psc_configs": [{"psc_enabled": True, "allowed_consumer_projects": []}]}
for name, region, master in (("cases", shared.REGION, None), ("copy", "us-central1", "cases")):
    api = sql.DatabaseInstance(
        name,
        name=name,
        project=ward.project.project_id,
        region=region,
        database_version="POSTGRES_16",
        master_instance_name=master,
        settings={"tier": "db-custom-2-8192", "ip_configuration": closed},
        deletion_protection=False,
        opts=pulumi.ResourceOptions(depends_on=[api]),
    )
