"""A secret of the PHI project that Google keeps wherever it likes."""

from pulumi_gcp import secretmanager

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
secretmanager.Secret(
    "note",
    secret_id="note",
    project=ward.project.project_id,
    replication={"auto": {}},
    labels={"data-class": "phi"},
    opts=shared.enable("secretmanager", ward),
)
