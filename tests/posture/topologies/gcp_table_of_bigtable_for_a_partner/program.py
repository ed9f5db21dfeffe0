"""A table of records in Bigtable, which a partner's group reads."""

import pulumi
from pulumi_gcp import bigtable, projects

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
api = projects.Service("bigtable", project=ward.project.project_id, service="bigtableadmin.googleapis.com")
instance = bigtable.Instance(
    "cases",
    name="ward-cases",
    project=ward.project.project_id,
    clusters=[{"cluster_id": "cases-b", "zone": f"{shared.REGION}-b", "num_nodes": 1, "storage_type": "SSD"}],
    deletion_protection=False,
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
table = bigtable.Table("notes", name="notes", project=ward.project.project_id, instance_name=instance.name)
bigtable.TableIamMember(
    "reads",
    project=ward.project.project_id,
    instance_name=instance.name,
    table=table.name,
    role="roles/bigtable.reader",
    member="group:research@partner.example",
)
