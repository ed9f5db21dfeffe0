"""A role of our own that reads objects, held by a vendor."""

from pulumi_gcp import projects, storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
role = projects.IAMCustomRole(
    "exporter",
    project=ward.project.project_id,
    role_id="exporter",
    title="exporter",
    permissions=["storage.objects.get", "storage.objects.list"],
    opts=ward.opts,
)
storage.BucketIAMMember("away", bucket=bucket.name, role=role.name, member="serviceAccount:etl@vendor-prod.iam.gserviceaccount.com")
