"""A managed folder of a bucket is a vendor's to read."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
folder = storage.ManagedFolder("share", bucket=bucket.name, name="share/")
storage.ManagedFolderIamMember(
    "away",
    bucket=folder.bucket,
    managed_folder=folder.name,
    role="roles/storage.objectViewer",
    member="serviceAccount:etl@vendor-prod.iam.gserviceaccount.com",
)
