"""A Dataflow job whose workers have private addresses in the PHI subnet."""

import pulumi
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
    subnetwork=f"regions/{shared.REGION}/subnetworks/ward-a",
    labels={"ai-zone": "phi"},
    opts=pulumi.ResourceOptions.merge(shared.enable("dataflow", ward), pulumi.ResourceOptions(depends_on=[ward.subnet])),
)
