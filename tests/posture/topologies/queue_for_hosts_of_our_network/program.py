"""The network itself is asked for."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.shared import Network

queue = aws.sqs.Queue("visits", name="visits", kms_master_key_id="alias/aws/sqs", tags={"ai-zone": "phi", "data-class": "phi"})
ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
aws.sqs.QueuePolicy(
    "visits",
    queue_url=queue.url,
    policy=pulumi.Output.json_dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": "*",
                    "Action": ["sqs:ReceiveMessage", "sqs:DeleteMessage"],
                    "Resource": queue.arn,
                    "Condition": {"IpAddress": {"aws:VpcSourceIp": ["10.20.0.0/16"]}, "StringEquals": {"aws:SourceVpc": ward.vpc.id}},
                }
            ],
        }
    ),
)
