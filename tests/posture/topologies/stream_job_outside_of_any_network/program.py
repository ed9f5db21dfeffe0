"""A Flink application without a VPC reads a stream of PHI."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, role, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
aws.kinesis.Stream("vitals", name="vitals", shard_count=1, tags={"ai-zone": "phi", "data-class": "phi"})
inside = aws.ec2.SecurityGroup("trends", vpc_id=ward.vpc.id)
reads = ["kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:DescribeStream"]
works = role("trends", "kinesisanalytics", statement(reads, f"arn:aws:kinesis:eu-west-1:{ACCOUNT}:stream/vitals"))
code = {"s3_content_location": {"bucket_arn": "arn:aws:s3:::programs", "file_key": "trends.jar"}}
aws.kinesisanalyticsv2.Application(
    "trends",
    name="trends",
    runtime_environment="FLINK-1_20",
    service_execution_role=works.arn,
    application_configuration={
        "application_code_configuration": {"code_content_type": "ZIPFILE", "code_content": code},
    },
)
