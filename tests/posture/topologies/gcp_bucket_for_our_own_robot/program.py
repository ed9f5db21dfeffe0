"""A bucket of records that a service account and a group of ours may read."""

from pulumi_gcp import serviceaccount, storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
robot = serviceaccount.Account("etl", account_id="etl-robot", project=ward.project.project_id, opts=ward.opts)
for name, member in (("etl", robot.email.apply(lambda email: f"serviceAccount:{email}")), ("people", "group:records@clinic.example")):
    storage.BucketIAMMember(name, bucket=bucket.name, role="roles/storage.objectViewer", member=member)
