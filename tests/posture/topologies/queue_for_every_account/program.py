"""A queue policy without any condition."""

import json

import pulumi_aws as aws

queue = aws.sqs.Queue("orders", name="orders", tags={"ai-zone": "phi", "data-class": "phi"})
aws.sqs.QueuePolicy(
    "orders",
    queue_url=queue.url,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": "sqs:*",
                    "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders",
                }
            ],
        }
    ),
)
