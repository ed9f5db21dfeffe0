"""A guardrail of the PHI zone filters where it stands."""

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
aws.bedrock.Guardrail(
    "words",
    name="words",
    blocked_input_messaging="This can't be asked.",
    blocked_outputs_messaging="This can't be answered.",
    content_policy_config={"filters_configs": [{"type": "HATE", "input_strength": "HIGH", "output_strength": "HIGH"}]},
    tags={"ai-zone": "phi"},
)
