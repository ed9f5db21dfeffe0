"""Log lines of the PHI zone, sent on to the destination of an observability vendor."""

import pulumi_aws as aws

logs = aws.cloudwatch.LogGroup("audit", name="/clinic/audit", retention_in_days=365, tags={"ai-zone": "phi", "data-class": "phi"})
aws.cloudwatch.LogSubscriptionFilter(
    "vendor",
    name="vendor",
    log_group=logs.name,
    filter_pattern="",
    destination_arn="arn:aws:logs:eu-west-1:999988887777:destination:clinic",
)
