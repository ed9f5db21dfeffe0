"""Objects of a bucket are readable for somebody's private account from the start."""

from pulumi_gcp import storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = storage.Bucket(
    "clinic-phi-records",
    name="clinic-phi-records",
    project=ward.project.project_id,
    location="EUROPE-WEST1",
    public_access_prevention="inherited",
    labels={"data-class": "phi"},
    opts=ward.opts,
)
storage.DefaultObjectAccessControl("away", bucket=bucket.name, role="READER", entity="user-dr.jones@gmail.com")
