"""A bucket of records that all users may read."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records", prevention="inherited")
storage.BucketIAMMember("open", bucket=bucket.name, role="roles/storage.objectViewer", member="allUsers")
