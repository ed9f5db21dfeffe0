"""A bucket of records that a service account of a vendor's project may read."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
storage.BucketIAMBinding(
    "vendor", bucket=bucket.name, role="roles/storage.objectViewer", members=[f"serviceAccount:etl@{shared.VENDOR}.iam.gserviceaccount.com"]
)
