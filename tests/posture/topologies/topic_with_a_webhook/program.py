"""Critical results are pushed to a web hook."""

import pulumi_aws as aws

topic = aws.sns.Topic("critical-results", name="critical-results", tags={"ai-zone": "phi", "data-class": "phi"})
aws.sns.TopicSubscription("pager", topic=topic.arn, protocol="https", endpoint="https://hooks.pager.example/results")
