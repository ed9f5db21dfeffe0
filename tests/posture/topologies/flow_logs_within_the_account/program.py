"""Flow logs to a bucket and to a log group of our own; the service delivers them."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

phi = Network("phi", "phi", "10.62.0.0/16", {"a": "10.62.0.0/24"})
bucket = aws.s3.Bucket("flow-logs", bucket="clinic-flow-logs-111122223333", tags={"ai-zone": "phi", "data-class": "internal"})
aws.s3.BucketPolicy(
    "flow-logs",
    bucket=bucket.id,
    policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Service": "delivery.logs.amazonaws.com"},
                    "Action": "s3:PutObject",
                    "Resource": "arn:aws:s3:::clinic-flow-logs-111122223333/AWSLogs/111122223333/*",
                    "Condition": {"StringEquals": {"aws:SourceAccount": "111122223333", "s3:x-amz-acl": "bucket-owner-full-control"}},
                }
            ],
        }
    ),
)
aws.ec2.FlowLog("phi", vpc_id=phi.vpc.id, traffic_type="ALL", log_destination_type="s3", log_destination=bucket.arn)
