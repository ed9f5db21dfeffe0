"""A rule forwards every event of the account to the event bus of a monitoring company."""

import json

import pulumi_aws as aws

aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
everything = aws.cloudwatch.EventRule("everything", name="everything", event_pattern=json.dumps({"account": ["111122223333"]}))
role = aws.iam.Role(
    "forward",
    name="forward",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "events.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.cloudwatch.EventTarget(
    "vendor",
    rule=everything.name,
    arn="arn:aws:events:eu-west-1:999988887777:event-bus/intake",
    role_arn=role.arn,
)
