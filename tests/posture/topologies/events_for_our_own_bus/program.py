"""A rule forwards events to the security account's bus, another starts a queue of ours."""

import json

import pulumi_aws as aws

aws.s3.Bucket("records", bucket="clinic-records-111122223333", tags={"ai-zone": "phi", "data-class": "phi"})
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
everything = aws.cloudwatch.EventRule("everything", name="everything", event_pattern=json.dumps({"account": ["111122223333"]}))
aws.cloudwatch.EventTarget(
    "security", rule=everything.name, arn="arn:aws:events:eu-west-1:222233334444:event-bus/security", role_arn=role.arn
)
waiting = aws.sqs.Queue("arrivals", name="arrivals", tags={"ai-zone": "phi", "data-class": "phi"})
arrived = aws.cloudwatch.EventRule("arrived", name="arrived", event_pattern=json.dumps({"source": ["aws.s3"]}))
aws.cloudwatch.EventTarget("arrivals", rule=arrived.name, arn=waiting.arn)
