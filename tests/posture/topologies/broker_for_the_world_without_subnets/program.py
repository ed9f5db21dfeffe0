"""A broker passes records on, is public, and names no subnets: it stands in the default network, which has an internet gateway."""

import pulumi_aws as aws

aws.mq.Broker(
    "results",
    broker_name="results",
    engine_type="ActiveMQ",
    engine_version="5.18",
    host_instance_type="mq.m5.large",
    publicly_accessible=True,
    users=[{"username": "sender", "password": "stand-in-for-a-secret"}],
    tags={"ai-zone": "phi", "data-class": "phi"},
)
