"""Viewers of a vendor's project may read records."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
storage.BucketIAMMember("away", bucket=bucket.name, role="roles/storage.objectViewer", member="projectViewer:vendor-prod")
