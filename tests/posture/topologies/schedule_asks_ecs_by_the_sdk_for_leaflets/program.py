"""The universal target starts a task that reads leaflets."""

import json

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, bucket, reads, role, s3_endpoint, statement
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24"})
records, leaflets = bucket("records", "phi", "phi"), bucket("leaflets", None, "public")
s3_endpoint("s3", ward, "records")
web = aws.ec2.Vpc("web", cidr_block="10.60.0.0/16")
place = aws.ec2.Subnet("web", vpc_id=web.id, cidr_block="10.60.0.0/24")
gateway = aws.ec2.InternetGateway("web", vpc_id=web.id)
table = aws.ec2.RouteTable("web", vpc_id=web.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("web", subnet_id=place.id, route_table_id=table.id)

works, starts = role("task", "ecs-tasks", reads("leaflets")), role("starts", "ecs-tasks")
cluster = aws.ecs.Cluster("jobs", name="jobs")
task = aws.ecs.TaskDefinition(
    "job",
    family="job",
    network_mode="awsvpc",
    cpu="1024",
    memory="2048",
    requires_compatibilities=["FARGATE"],
    task_role_arn=works.arn,
    execution_role_arn=starts.arn,
    container_definitions=json.dumps([{"name": "job", "image": f"{ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/job:1", "essential": True}]),
)

caller = role("caller", "scheduler", statement("ecs:RunTask", "*"))
aws.scheduler.Schedule(
    "job",
    name="job",
    flexible_time_window={"mode": "OFF"},
    schedule_expression="rate(1 days)",
    target={
        "arn": "arn:aws:scheduler:::aws-sdk:ecs:runTask",
        "role_arn": caller.arn,
        "input": pulumi.Output.json_dumps(
            {
                "Cluster": cluster.arn,
                "TaskDefinition": task.arn,
                "LaunchType": "FARGATE",
                "NetworkConfiguration": {"AwsvpcConfiguration": {"Subnets": [place.id], "AssignPublicIp": "ENABLED"}},
            }
        ),
    },
)
