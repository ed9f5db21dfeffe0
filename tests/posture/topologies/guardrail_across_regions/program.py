"""A guardrail of the PHI zone filters in any of Europe's regions."""

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
aws.bedrock.Guardrail(
    "words",
    name="words",
    blocked_input_messaging="This can't be asked.",
    blocked_outputs_messaging="This can't be answered.",
    content_policy_config={
        "filters_configs": [{"type": "HATE", "input_strength": "HIGH", "output_strength": "HIGH"}],
        "tier_configs": [{"tier_name": "STANDARD"}],
    },
    cross_region_config={"guardrail_profile_identifier": "arn:aws:bedrock:eu-west-1:111122223333:guardrail-profile/eu.guardrail.v1:0"},
    tags={"ai-zone": "phi"},
)
