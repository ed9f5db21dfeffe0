"""Any account's network has hosts in 10.0.0.0/8."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import named, s3_endpoint
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
records = aws.s3.Bucket("records", bucket=named("records"), tags={"ai-zone": "phi", "data-class": "phi"})
own = s3_endpoint("ward", ward, "records")
aws.s3.BucketPolicy(
    "records",
    bucket=records.id,
    policy=ward.vpc.id.apply(
        lambda vpc: json.dumps(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Principal": {"AWS": "*"},
                        "Action": "s3:GetObject",
                        "Resource": "arn:aws:s3:::clinic-records-111122223333/*",
                        "Condition": {"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}},
                    }
                ],
            }
        )
    ),
)
