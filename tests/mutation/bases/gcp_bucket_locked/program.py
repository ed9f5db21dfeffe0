"""A bucket of records: own key, locked retention, uniform access, no public access, its usage logged to a bucket beside it.

Modelled on Cloud Storage, "Use customer-managed encryption keys", "Use and lock retention policies", "Usage logs & storage logs".
"""

from pulumi_gcp import logging, projects, storage

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi")
grounds.perimeters(phi)

usage = phi.bucket("clinic-records-usage", "internal")
records = phi.bucket(
    "clinic-records",
    "phi",
    logging={"log_bucket": usage.name, "log_object_prefix": "records"},
    lifecycle_rules=[
        {"action": {"type": "AbortIncompleteMultipartUpload"}, "condition": {"age": 7}},
        {"action": {"type": "SetStorageClass", "storage_class": "NEARLINE"}, "condition": {"age": 90}},
        {"action": {"type": "SetStorageClass", "storage_class": "ARCHIVE"}, "condition": {"age": 455}},
    ],
)
# Usage logs are written by Google's group for it, which creates objects and does nothing else.
storage.BucketIAMMember(
    "usage-writer", bucket=usage.name, role="roles/storage.objectCreator", member="group:cloud-storage-analytics@google.com"
)
ingest = phi.account("ingest")
storage.BucketIAMMember("ingest", bucket=records.name, role="roles/storage.objectCreator", member=ingest.member)
kept = logging.ProjectBucketConfig(
    "audit",
    project=phi.project_id,
    location=phi.region,
    bucket_id="audit",
    retention_days=2192,
    locked=True,
    cmek_settings={"kms_key_name": phi.key("logging").id},
    opts=phi.keyed("logging", protect=True),
)
sink = logging.ProjectSink(
    "audit",
    name="audit",
    project=phi.project_id,
    destination=kept.id.apply(lambda one: f"logging.googleapis.com/{one}"),
    filter='LOG_ID("cloudaudit.googleapis.com/activity") OR LOG_ID("cloudaudit.googleapis.com/data_access")',
    unique_writer_identity=True,
)
projects.IAMMember("audit", project=phi.project_id, role="roles/logging.bucketWriter", member=sink.writer_identity)
