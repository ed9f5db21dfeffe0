"""An API on Fargate with endpoints for ECS itself: a service that nobody follows, and nothing of another zone beside it."""

import json

import pulumi_aws as aws

from tests.posture.topologies import hospital

ZONE = {"ai-zone": "phi"}
key = hospital.Key("records", (hospital.LOGS,), ("s3", "ecr"), hospital.PHI)
network = hospital.Network(
    "records", "10.20.0.0/16", key, ZONE, interfaces=("logs", "ecr.api", "ecr.dkr", "ecs", "ecs-agent", "ecs-telemetry")
)
log = hospital.access_log(ZONE)
documents = hospital.Bucket("documents", key, log, hospital.PHI)
hospital.logs("/ecs/api", key, ZONE)
execution = hospital.role(
    "api-execution", "ecs-tasks.amazonaws.com", managed=["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
)
task = hospital.role(
    "api", "ecs-tasks.amazonaws.com", hospital.may(["s3:GetObject", "s3:PutObject"], hospital.below(documents.arn)), tags=ZONE
)
container = {
    "name": "api",
    "image": f"{hospital.ACCOUNT}.dkr.ecr.{hospital.REGION}.amazonaws.com/api:1.4.2",
    "readonlyRootFilesystem": True,
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/api", "awslogs-region": hospital.REGION}},
}
definition = aws.ecs.TaskDefinition(
    "api",
    family="api",
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    cpu="512",
    memory="1024",
    execution_role_arn=execution.arn,
    task_role_arn=task.arn,
    container_definitions=json.dumps([container]),
    tags=ZONE,
)
cluster = aws.ecs.Cluster("api", name="api", tags=ZONE)
aws.ecs.Service(
    "api",
    name="api",
    cluster=cluster.arn,
    task_definition=definition.arn,
    desired_count=2,
    launch_type="FARGATE",
    network_configuration={"subnets": network.subnet_ids, "security_groups": [network.group("api").id], "assign_public_ip": False},
    tags=ZONE,
)
