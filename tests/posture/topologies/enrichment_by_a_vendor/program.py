"""Documents on their way into an index are handed to a function."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket, reads, role

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
runs = role("index", "kendra", reads("records"))
index = aws.kendra.Index("notes", name="notes", role_arn=runs.arn, edition="ENTERPRISE_EDITION", tags=PHI)
aws.kendra.DataSource(
    "notes",
    index_id=index.id,
    name="notes",
    type="S3",
    role_arn=runs.arn,
    configuration={"s3_configuration": {"bucket_name": records.id}},
    custom_document_enrichment_configuration={
        "role_arn": runs.arn,
        "pre_extraction_hook_configuration": {"lambda_arn": f"arn:aws:lambda:eu-west-1:{VENDOR}:function:mask", "s3_bucket": records.id},
    },
    tags={"ai-zone": "phi"},
)
