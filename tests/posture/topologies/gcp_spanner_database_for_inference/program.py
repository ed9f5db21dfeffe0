"""A database of records in Spanner, which the model's account reads."""

import pulumi
from pulumi_gcp import projects, serviceaccount, spanner

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
api = projects.Service("spanner", project=ward.project.project_id, service="spanner.googleapis.com")
robot = serviceaccount.Account("robot", account_id="model-robot", project=model.project.project_id, opts=model.opts)
instance = spanner.Instance(
    "cases",
    name="cases",
    project=ward.project.project_id,
    config="regional-europe-west1",
    display_name="cases",
    num_nodes=1,
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
database = spanner.Database("notes", name="notes", project=ward.project.project_id, instance=instance.name, deletion_protection=False)
spanner.DatabaseIAMMember(
    "reads",
    project=ward.project.project_id,
    instance=instance.name,
    database=database.name,
    role="roles/spanner.databaseReader",
    member=robot.member,
)
