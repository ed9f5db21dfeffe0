"""Changes of a bucket of records are told to a vendor's topic."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
storage.Notification(
    "away", bucket=bucket.name, payload_format="JSON_API_V1", topic="//pubsub.googleapis.com/projects/vendor-prod/topics/uploads"
)
