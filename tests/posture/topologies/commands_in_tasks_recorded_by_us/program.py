"""What is typed and shown inside of tasks is recorded."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import (
    ACCOUNT,
    bucket,
    reads,
    role,
)
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
cluster = aws.ecs.Cluster(
    "work",
    name="work",
    configuration={
        "execute_command_configuration": {
            "logging": "OVERRIDE",
            "log_configuration": {"s3_bucket_name": records.id, "s3_bucket_encryption_enabled": True},
        }
    },
    tags={"ai-zone": "phi"},
)
runs = role("work", "ecs-tasks", reads("records"))
what = aws.ecs.TaskDefinition(
    "work",
    family="work",
    network_mode="awsvpc",
    requires_compatibilities=["FARGATE"],
    cpu="256",
    memory="512",
    task_role_arn=runs.arn,
    execution_role_arn=role("start", "ecs-tasks").arn,
    container_definitions=json.dumps([{"name": "work", "image": f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/work:1"}]),
)
aws.ecs.Service(
    "work",
    name="work",
    cluster=cluster.arn,
    task_definition=what.arn,
    desired_count=1,
    launch_type="FARGATE",
    enable_execute_command=True,
    network_configuration={"subnets": subnets, "security_groups": [inside.id], "assign_public_ip": False},
    tags={"ai-zone": "phi"},
)
