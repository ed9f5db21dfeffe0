"""A vendor's account reads every bucket below the folder."""

from pulumi_gcp import folder

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
ward.bucket("clinic-phi-records")
folder.IAMMember(
    "away", folder=shared.FOLDER, role="roles/storage.objectViewer", member="serviceAccount:etl@vendor-prod.iam.gserviceaccount.com"
)
