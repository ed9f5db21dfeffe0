"""Every log group of the account sends its events to our archive account's destination."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import SECOND

aws.cloudwatch.LogGroup("app", name="/clinic/app", tags={"ai-zone": "phi", "data-class": "phi"})
aws.cloudwatch.LogAccountPolicy(
    "all",
    policy_name="all",
    policy_type="SUBSCRIPTION_FILTER_POLICY",
    policy_document=json.dumps({"DestinationArn": f"arn:aws:logs:eu-west-1:{SECOND}:destination:central", "FilterPattern": ""}),
)
