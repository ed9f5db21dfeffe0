"""A prompt of the PHI zone names a profile that answers in any of Europe's regions."""

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
aws.bedrock.AgentPrompt(
    "summary",
    name="summary",
    default_variant="a",
    variants=[
        {
            "name": "a",
            "model_id": "eu.anthropic.claude-sonnet-4-20250514-v1:0",
            "template_type": "TEXT",
            "template_configuration": {"text": {"text": "Summarize {{note}}", "input_variables": [{"name": "note"}]}},
        }
    ],
    tags={"ai-zone": "phi"},
)
