"""A copy of the records each night, into a bucket of another project of the zone.

Modelled on Storage Transfer Service, "Create transfers between Cloud Storage buckets", "Agentless Google-managed transfer permissions".
"""

import pulumi
from pulumi_gcp import storage

from tests.mutation.bases import gcp_grounds as grounds

phi = grounds.ground("phi", "phi", cidr="10.170.0.0/24", apis=("storagetransfer",))
copies = grounds.ground("copies", "phi", network=False, region="europe-west1", ring="copies")
grounds.perimeters(phi, copies)

records = phi.bucket("clinic-records", "phi")
kept = copies.bucket("clinic-records-copies", "phi")
stands = storage.get_transfer_project_service_account_output(
    project=phi.project_id, opts=pulumi.InvokeOutputOptions(depends_on=[*phi.apis])
)
# Its address is known as soon as the project's number is; asking for it makes it.
agent = pulumi.Output.concat("serviceAccount:project-", phi.project.number, "@storage-transfer-service.iam.gserviceaccount.com")
rights = [
    storage.BucketIAMMember(
        f"{bucket}-{role}",
        bucket=bucket,
        role=f"roles/storage.{role}",
        member=agent,
        opts=grounds.after(stands.apply(lambda _, made=made: made)),
    )
    for bucket, made, role in (
        ("clinic-records", records, "objectViewer"),
        ("clinic-records", records, "legacyBucketReader"),
        ("clinic-records-copies", kept, "objectCreator"),
        ("clinic-records-copies", kept, "legacyBucketReader"),
    )
]
storage.TransferJob(
    "nightly",
    description="records, each night",
    name="transferJobs/records-nightly",
    project=phi.project_id,
    status="ENABLED",
    transfer_spec={
        "gcs_data_source": {"bucket_name": records.name},
        "gcs_data_sink": {"bucket_name": kept.name},
        "transfer_options": {"overwrite_when": "DIFFERENT", "delete_objects_from_source_after_transfer": False},
    },
    schedule={
        "schedule_start_date": {"year": 2027, "month": 1, "day": 1},
        "start_time_of_day": {"hours": 1, "minutes": 0, "seconds": 0, "nanos": 0},
    },
    logging_config={
        "enable_on_prem_gcs_transfer_logs": False,
        "log_actions": ["FIND", "DELETE", "COPY"],
        "log_action_states": ["SUCCEEDED", "FAILED"],
    },
    opts=grounds.after(*rights),
)
