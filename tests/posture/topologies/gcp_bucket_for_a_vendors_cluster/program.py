"""A workload of a vendor's cluster may read records."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
storage.BucketIAMMember(
    "pods", bucket=bucket.name, role="roles/storage.objectViewer", member="serviceAccount:vendor-prod.svc.id.goog[etl/reader]"
)
