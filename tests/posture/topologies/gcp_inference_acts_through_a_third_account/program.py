"""The model's account acts as one of deidentification's, which acts as a reader of records."""

from pulumi_gcp import serviceaccount, storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
model = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
bucket = ward.bucket("clinic-phi-records")
reader = serviceaccount.Account("reader", account_id="records-reader", project=ward.project.project_id, opts=ward.opts)
between = serviceaccount.Account("between", account_id="ops-robot", project=ward.project.project_id, opts=ward.opts)
robot = serviceaccount.Account("robot", account_id="model-robot", project=model.project.project_id, opts=model.opts)
storage.BucketIAMMember("reads", bucket=bucket.name, role="roles/storage.objectViewer", member=reader.member)
for name, target, who in (("first", between, robot), ("second", reader, between)):
    serviceaccount.IAMBinding(name, service_account_id=target.name, role="roles/iam.serviceAccountTokenCreator", members=[who.member])
