"""A service account of the inference project may read the bucket of records; its machine acts as it."""

from pulumi_gcp import serviceaccount, storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
llm = shared.Zone("model", "inference", shared.LLM, "10.61.0.0/24")
bucket = ward.bucket("clinic-phi-records")
robot = serviceaccount.Account("model-robot", account_id="model-robot", project=llm.project.project_id, opts=llm.opts)
llm.machine("gpu", service_account={"email": robot.email, "scopes": ["cloud-platform"]})
storage.BucketIAMMember(
    "reads", bucket=bucket.name, role="roles/storage.objectViewer", member=robot.email.apply(lambda email: f"serviceAccount:{email}")
)
