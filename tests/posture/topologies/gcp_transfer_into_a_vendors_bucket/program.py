"""A nightly transfer of records into a vendor's bucket."""

import pulumi
from pulumi_gcp import projects, storage

from tests.posture.topologies import gcp_shared as shared

ward = shared.Zone()
bucket = ward.bucket("clinic-phi-records")
api = projects.Service("transfer", project=ward.project.project_id, service="storagetransfer.googleapis.com")
storage.TransferJob(
    "away",
    name="transferJobs/away",
    description="away",
    project=ward.project.project_id,
    transfer_spec={"gcs_data_source": {"bucket_name": bucket.name}, "gcs_data_sink": {"bucket_name": "vendor-exports"}},
    schedule={"schedule_start_date": {"year": 2025, "month": 1, "day": 1}},
    opts=pulumi.ResourceOptions(depends_on=[api]),
)
