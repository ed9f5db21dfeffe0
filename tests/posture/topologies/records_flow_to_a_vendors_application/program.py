"""A flow of AppFlow takes the records to a customer relationship system outside."""

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
aws.appflow.Flow(
    "to-crm",
    name="to-crm",
    source_flow_config={
        "connector_type": "S3",
        "source_connector_properties": {"s3": {"bucket_name": records.bucket, "bucket_prefix": "out"}},
    },
    destination_flow_configs=[
        {
            "connector_type": "Salesforce",
            "connector_profile_name": "crm",
            "destination_connector_properties": {"salesforce": {"object": "Contact"}},
        }
    ],
    tasks=[{"task_type": "Map_all", "source_fields": [""], "connector_operators": [{"s3": "NO_OP"}]}],
    trigger_config={"trigger_type": "OnDemand"},
)
