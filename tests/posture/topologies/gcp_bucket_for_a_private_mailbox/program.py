"""A binding lets somebody's private account read records."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
storage.BucketIAMBinding(
    "people", bucket=bucket.name, role="roles/storage.objectViewer", members=["group:records@clinic.example", "user:dr.jones@gmail.com"]
)
