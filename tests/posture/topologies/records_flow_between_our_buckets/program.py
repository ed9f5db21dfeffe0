"""A flow of AppFlow copies records from one bucket of the zone to another."""

import pulumi_aws as aws

records = aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
kept = aws.s3.Bucket("kept", bucket="clinic-kept-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
aws.appflow.Flow(
    "nightly",
    name="nightly",
    source_flow_config={
        "connector_type": "S3",
        "source_connector_properties": {"s3": {"bucket_name": records.bucket, "bucket_prefix": "out"}},
    },
    destination_flow_configs=[
        {"connector_type": "S3", "destination_connector_properties": {"s3": {"bucket_name": kept.bucket}}},
    ],
    tasks=[{"task_type": "Map_all", "source_fields": [""], "connector_operators": [{"s3": "NO_OP"}]}],
    trigger_config={"trigger_type": "OnDemand"},
)
