"""What devices of the ward send is posted to a vendor's address."""

import json

import pulumi_aws as aws

vitals = aws.kinesis.Stream("vitals", name="vitals", shard_count=1, tags={"ai-zone": "phi", "data-class": "phi"})
devices = aws.iam.Role(
    "devices",
    name="devices",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "iot.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "devices",
    role=devices.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {"Effect": "Allow", "Action": "kinesis:PutRecord", "Resource": "arn:aws:kinesis:eu-west-1:111122223333:stream/vitals"}
            ],
        }
    ),
)
aws.iot.TopicRule(
    "pulses",
    name="pulses",
    enabled=True,
    sql="SELECT * FROM 'pulses'",
    sql_version="2016-03-23",
    https=[{"url": "https://in.vendor.example.com/pulses"}],
    tags={"ai-zone": "phi"},
)
