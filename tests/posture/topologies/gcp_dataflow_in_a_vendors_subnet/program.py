"""A Dataflow job over records whose workers stand in a vendor's subnet."""

from pulumi_gcp import dataflow, serviceaccount

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
work = ward.bucket("clinic-phi-work")
robot = serviceaccount.Account("worker", account_id="flow-worker", project=ward.project.project_id, opts=ward.opts)
dataflow.FlexTemplateJob(
    "sums",
    name="sums",
    project=ward.project.project_id,
    region=shared.REGION,
    container_spec_gcs_path=work.name.apply(lambda name: f"gs://{name}/templates/sums.json"),
    temp_location=work.name.apply(lambda name: f"gs://{name}/temp"),
    staging_location=work.name.apply(lambda name: f"gs://{name}/staging"),
    service_account_email=robot.email,
    ip_configuration="WORKER_IP_PRIVATE",
    subnetwork=f"https://www.googleapis.com/compute/v1/projects/{shared.VENDOR}/regions/{shared.REGION}/subnetworks/theirs",
    labels={"ai-zone": "phi"},
    opts=shared.enable("dataflow", ward),
)
