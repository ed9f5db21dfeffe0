"""A secret of the PHI zone that somebody's private account reads."""

import pulumi
from pulumi_gcp import projects, secretmanager

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
apis = [
    projects.Service(f"{zone}-{api}", project=project, service=f"{api}.googleapis.com")
    for zone, project in (("ward", ward.project.project_id), ("model", model.project.project_id))
    for api in ("bigquery", "healthcare", "pubsub", "analyticshub", "bigquerydatatransfer", "cloudkms", "secretmanager")
]
waits = pulumi.ResourceOptions(depends_on=apis)
secret = secretmanager.Secret(
    "token",
    secret_id="token",
    project=ward.project.project_id,
    replication={"user_managed": {"replicas": [{"location": shared.REGION}]}},
    opts=waits,
)
secretmanager.SecretIamMember(
    "away",
    project=ward.project.project_id,
    secret_id=secret.secret_id,
    role="roles/secretmanager.secretAccessor",
    member="user:dr.jones@gmail.com",
)
