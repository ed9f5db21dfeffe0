"""Laboratories upload files over SFTP from our own network: a server inside, users by keys, a workflow that copies what arrived.

After https://docs.aws.amazon.com/transfer/latest/userguide/create-server-in-vpc.html, "Managing users for server endpoints", "AWS Transfer Family
managed workflows", "Security policies for AWS Transfer Family servers".
"""

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import data_grounds, house

INBOX, CHECKED = "clinic-lab-inbox", "clinic-lab-checked"
place = data_grounds.ground("lab", "10.90.0.0/16")
key = house.key("lab", "s3.amazonaws.com", "transfer.amazonaws.com")
access_logs = house.access_logs("clinic-lab-access-logs")
inbox = house.bucket(INBOX, key, access_logs, {"data-class": "phi"})
checked = house.bucket(CHECKED, key, access_logs, {"data-class": "phi"})
group = data_grounds.within(place, "lab-sftp", 22)
logs = house.log_group("/aws/transfer/lab", place.log_key)
working = data_grounds.acting(
    "lab-workflow",
    "transfer.amazonaws.com",
    data_grounds.may(["s3:GetObject", "s3:GetObjectTagging"], f"arn:aws:s3:::{INBOX}/*"),
    data_grounds.may(["s3:PutObject", "s3:PutObjectTagging"], f"arn:aws:s3:::{CHECKED}/*"),
)
workflow = aws.transfer.Workflow(
    "checked",
    description="Copy what arrived, then mark it",
    steps=[
        {
            "type": "COPY",
            "copy_step_details": {
                "name": "copy",
                "overwrite_existing": "FALSE",
                "source_file_location": "${original.file}",
                "destination_file_location": {"s3_file_location": {"bucket": checked.bucket, "key": "checked/"}},
            },
        },
        {
            "type": "TAG",
            "tag_step_details": {"name": "mark", "source_file_location": "${previous.file}", "tags": [{"key": "copied", "value": "yes"}]},
        },
    ],
    on_exception_steps=[
        {
            "type": "TAG",
            "tag_step_details": {"name": "failed", "source_file_location": "${original.file}", "tags": [{"key": "failed", "value": "yes"}]},
        }
    ],
)
server = aws.transfer.Server(
    "lab",
    domain="S3",
    protocols=["SFTP"],
    endpoint_type="VPC",
    endpoint_details={"vpc_id": place.vpc.id, "subnet_ids": [subnet.id for subnet in place.subnets], "security_group_ids": [group.id]},
    identity_provider_type="SERVICE_MANAGED",
    security_policy_name="TransferSecurityPolicy-2024-01",
    structured_log_destinations=[logs.arn.apply(lambda arn: f"{arn}:*")],
    protocol_details={"set_stat_option": "ENABLE_NO_OP", "tls_session_resumption_mode": "ENFORCED"},
    s3_storage_options={"directory_listing_optimization": "ENABLED"},
    workflow_details={"on_upload": {"execution_role": working.arn, "workflow_id": workflow.id}},
    force_destroy=False,
    tags={"data-class": "phi"},
    opts=pulumi.ResourceOptions(protect=True),
)
uploading = data_grounds.acting("lab-user", "transfer.amazonaws.com", data_grounds.may(["s3:PutObject"], f"arn:aws:s3:::{INBOX}/north/*"))
aws.transfer.User(
    "north",
    server_id=server.id,
    user_name="north",
    role=uploading.arn,
    home_directory_type="LOGICAL",
    home_directory_mappings=[{"entry": "/", "target": f"/{INBOX}/north"}],
)
