"""The convenience members of the bucket's own project, and an account that is gone."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
storage.BucketIAMBinding(
    "own",
    bucket=bucket.name,
    role="roles/storage.legacyBucketReader",
    members=["projectViewer:clinic-phi", "deleted:user:old@vendor.example?uid=123456789012345678901"],
)
