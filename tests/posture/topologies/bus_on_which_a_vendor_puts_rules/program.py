"""A vendor's account may put rules and targets on the bus of the ward."""

import json

import pulumi_aws as aws

BUCKET = "clinic-records-111122223333"
records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
ward = aws.cloudwatch.EventBus("ward", name="ward", tags={"ai-zone": "phi"})
aws.cloudwatch.EventBusPolicy(
    "ward",
    event_bus_name=ward.name,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"AWS": "arn:aws:iam::999988887777:root"},
                    "Action": ["events:PutRule", "events:PutTargets"],
                    "Resource": "*",
                }
            ],
        }
    ),
)
