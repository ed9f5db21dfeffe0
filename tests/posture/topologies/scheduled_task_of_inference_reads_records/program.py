"""A nightly task in the inference network, whose task role reads the PHI bucket through the endpoint."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network


def role(name: str, service: str) -> aws.iam.Role:
    """A role that a service acts as."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


BUCKET = "clinic-records-111122223333"

records = aws.s3.Bucket("records", bucket=BUCKET, tags={"ai-zone": "phi", "data-class": "phi"})
reads = {"Effect": "Allow", "Action": ["s3:GetObject", "s3:ListBucket"], "Resource": [f"arn:aws:s3:::{BUCKET}", f"arn:aws:s3:::{BUCKET}/*"]}
models = Network("models", "inference", "10.20.0.0/16", {"a": "10.20.0.0/24"})

reader = role("reader", "ecs-tasks.amazonaws.com")
aws.iam.RolePolicy("reader", role=reader.id, policy=json.dumps({"Version": "2012-10-17", "Statement": [reads]}))
cluster = aws.ecs.Cluster("jobs", name="jobs")
job = aws.ecs.TaskDefinition(
    "job",
    family="job",
    network_mode="awsvpc",
    requires_compatibilities=["FARGATE"],
    cpu="256",
    memory="512",
    task_role_arn=reader.arn,
    container_definitions=json.dumps([{"name": "job", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/job:1"}]),
)
admitted = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": f"arn:aws:s3:::{BUCKET}/*"}
aws.ec2.VpcEndpoint(
    "s3",
    vpc_id=models.vpc.id,
    service_name="com.amazonaws.eu-west-1.s3",
    vpc_endpoint_type="Gateway",
    route_table_ids=[models.table.id],
    policy=json.dumps({"Version": "2012-10-17", "Statement": [admitted]}),
)
aws.scheduler.Schedule(
    "nightly",
    name="nightly",
    schedule_expression="rate(1 days)",
    flexible_time_window={"mode": "OFF"},
    target={
        "arn": cluster.arn,
        "role_arn": role("scheduler", "scheduler.amazonaws.com").arn,
        "ecs_parameters": {
            "task_definition_arn": job.arn,
            "launch_type": "FARGATE",
            "network_configuration": {"subnets": [models.subnets["a"].id], "assign_public_ip": False},
        },
    },
)
