"""Log lines of the records' programs go to a destination of the log archive account."""

import pulumi_aws as aws

group = aws.cloudwatch.LogGroup("clinic", name="/clinic/api", retention_in_days=365, tags={"ai-zone": "phi", "data-class": "phi"})
aws.cloudwatch.LogSubscriptionFilter(
    "archive",
    name="archive",
    log_group=group.name,
    filter_pattern="",
    destination_arn="arn:aws:logs:eu-west-1:222233334444:destination:archive",
)
