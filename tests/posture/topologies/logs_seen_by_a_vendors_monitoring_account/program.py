"""Log groups are linked to a vendor's monitoring account."""

import pulumi_aws as aws

aws.cloudwatch.LogGroup("notes", name="/clinic/notes", retention_in_days=365, tags={"ai-zone": "phi", "data-class": "phi"})
aws.oam.Link(
    "watching",
    label_template="$AccountName",
    resource_types=["AWS::Logs::LogGroup", "AWS::CloudWatch::Metric"],
    sink_identifier="arn:aws:oam:eu-west-1:999988887777:sink/a1b2c3d4-5678-90ab-cdef-111122223333",
)
