"""In a VPC without a road; the role reads and writes records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import both, bucket, reads, role, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")

aws.emrserverless.Application(
    "jobs",
    name="jobs",
    release_label="emr-7.2.0",
    type="spark",
    network_configuration={
        "subnet_ids": [s.id for s in ward.subnets.values()],
        "security_group_ids": [aws.ec2.SecurityGroup("jobs", vpc_id=ward.vpc.id).id],
    },
    tags={"ai-zone": "phi"},
)
role("jobs-role", "emr-serverless", reads("records"), statement("s3:PutObject", both("records")[1]))
