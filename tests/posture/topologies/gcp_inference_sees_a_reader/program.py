"""The model's account may see the account that reads records."""

from pulumi_gcp import serviceaccount, storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
bucket = ward.bucket("clinic-phi-records")
reader = serviceaccount.Account("reader", account_id="records-reader", project=ward.project.project_id, opts=ward.opts)
robot = serviceaccount.Account("robot", account_id="model-robot", project=model.project.project_id, opts=model.opts)
model.machine("gpu", service_account={"email": robot.email, "scopes": ["cloud-platform"]})
storage.BucketIAMMember("reads", bucket=bucket.name, role="roles/storage.objectViewer", member=reader.member)
serviceaccount.IAMMember("acts", service_account_id=reader.name, role="roles/iam.serviceAccountViewer", member=robot.member)
