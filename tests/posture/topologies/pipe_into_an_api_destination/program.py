"""Orders go through a pipe to an address on the internet."""

import json

import pulumi_aws as aws

orders = aws.sqs.Queue("orders", name="orders", tags={"ai-zone": "phi", "data-class": "phi"})
pipe = aws.iam.Role(
    "pipe",
    name="pipe",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "pipes.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicy(
    "pipe",
    role=pipe.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:GetQueueAttributes"],
                    "Resource": "arn:aws:sqs:eu-west-1:111122223333:orders",
                }
            ],
        }
    ),
)
vendor = aws.cloudwatch.EventConnection(
    "vendor", name="vendor", authorization_type="API_KEY", auth_parameters={"api_key": {"key": "x-key", "value": "made-up"}}
)
target = aws.cloudwatch.EventApiDestination(
    "vendor",
    name="vendor",
    connection_arn=vendor.arn,
    http_method="POST",
    invocation_endpoint="https://hooks.vendor.example.com/orders",
)
aws.pipes.Pipe("out", name="out", role_arn=pipe.arn, source=orders.arn, target=target.arn)
