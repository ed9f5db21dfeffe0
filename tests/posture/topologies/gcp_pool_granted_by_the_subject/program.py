"""The condition of a pool keeps nobody out; the grant names one subject."""

from pulumi_gcp import iam, serviceaccount, storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
pool = iam.WorkloadIdentityPool("ci", project=ward.project.project_id, workload_identity_pool_id="ci-runs", opts=ward.opts)
iam.WorkloadIdentityPoolProvider(
    "github",
    project=ward.project.project_id,
    workload_identity_pool_id=pool.workload_identity_pool_id,
    workload_identity_pool_provider_id="github",
    attribute_mapping={"google.subject": "assertion.sub", "attribute.repository": "assertion.repository", "attribute.ref": "assertion.ref"},
    attribute_condition="assertion.repository != ''",
    oidc={"issuer_uri": "https://token.actions.githubusercontent.com"},
)
robot = serviceaccount.Account("ci", account_id="ci-robot", project=ward.project.project_id, opts=ward.opts)
storage.BucketIAMMember("reads", bucket=bucket.name, role="roles/storage.objectViewer", member=robot.member)
serviceaccount.IAMMember(
    "acts",
    service_account_id=robot.name,
    role="roles/iam.workloadIdentityUser",
    member=pool.name.apply(lambda name: f"principal://iam.googleapis.com/{name}/subject/repo:clinic/records:ref:refs/heads/main"),
)
