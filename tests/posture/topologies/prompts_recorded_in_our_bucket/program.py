"""Prompts and answers of every model are recorded beside the records."""

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
aws.bedrockmodel.InvocationLoggingConfiguration(
    "prompts",
    logging_config={
        "text_data_delivery_enabled": True,
        "embedding_data_delivery_enabled": True,
        "s3_config": {"bucket_name": records.bucket, "key_prefix": "bedrock"},
    },
)
