"""Calls of a contact centre are recorded in a bucket."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
desk = aws.connect.Instance(
    "desk",
    instance_alias="clinic-desk",
    identity_management_type="CONNECT_MANAGED",
    inbound_calls_enabled=True,
    outbound_calls_enabled=True,
    tags=PHI,
)
aws.connect.InstanceStorageConfig(
    "calls",
    instance_id=desk.id,
    resource_type="CALL_RECORDINGS",
    storage_config={"storage_type": "S3", "s3_config": {"bucket_name": records.id, "bucket_prefix": "calls"}},
)
