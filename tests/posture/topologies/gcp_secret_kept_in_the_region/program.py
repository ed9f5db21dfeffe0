"""A secret of the PHI project with one replica, in the approved region."""

from pulumi_gcp import secretmanager

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
secretmanager.Secret(
    "note",
    secret_id="note",
    project=ward.project.project_id,
    replication={"user_managed": {"replicas": [{"location": shared.REGION}]}},
    labels={"data-class": "phi"},
    opts=shared.enable("secretmanager", ward),
)
