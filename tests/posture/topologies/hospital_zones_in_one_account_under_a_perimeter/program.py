"""Three zones in one account: functions of phi and deidentification, a model gateway on Fargate, a private link for the tools."""

import json

import pulumi_aws as aws

from tests.posture.topologies import hospital

TOOLS = {"ai-zone": "deidentification", "ai-service": "tools"}
keys = {zone: hospital.Key(zone, (hospital.LOGS,), ("s3",), {"ai-zone": zone}) for zone in ("phi", "deidentification", "inference")}
networks = {
    zone: hospital.Network(zone, f"10.{place}.0.0/16", keys[zone], {"ai-zone": zone}, interfaces=interfaces)
    for place, (zone, interfaces) in enumerate(
        {
            "phi": ("logs", "kms"),
            "deidentification": ("logs", "kms"),
            "inference": ("logs", "kms", "ecr.api", "ecr.dkr", "bedrock-runtime", "sts"),
        }.items(),
        start=1,
    )
}
log = hospital.access_log({"ai-zone": "management", "data-class": "internal"})
records = hospital.Bucket("records", keys["phi"], log, hospital.PHI)
clean = hospital.Bucket("clean", keys["deidentification"], log, {"ai-zone": "deidentification", "data-class": "deidentified"})
hospital.function("ingest", networks["phi"], keys["phi"], hospital.may(["s3:PutObject"], hospital.below(records.arn)))
hospital.function(
    "redact",
    networks["deidentification"],
    keys["deidentification"],
    hospital.may(["s3:GetObject"], hospital.below(records.arn)),
    hospital.may(["s3:PutObject"], hospital.below(clean.arn)),
)
behind = networks["deidentification"]
balancer = aws.lb.LoadBalancer(
    "tools",
    name="tools",
    internal=True,
    load_balancer_type="network",
    subnets=behind.subnet_ids,
    security_groups=[behind.group("tools", 443, [behind.cidr]).id],
    tags=TOOLS,
)
targets = aws.lb.TargetGroup("tools", name="tools", port=443, protocol="TCP", target_type="ip", vpc_id=behind.id, tags=TOOLS)
aws.lb.Listener(
    "tools",
    load_balancer_arn=balancer.arn,
    port=443,
    protocol="TCP",
    default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
)
service = aws.ec2.VpcEndpointService(
    "tools",
    acceptance_required=True,
    network_load_balancer_arns=[balancer.arn],
    allowed_principals=[f"arn:aws:iam::{hospital.ACCOUNT}:root"],
    tags=TOOLS,
)
models = networks["inference"]
aws.ec2.VpcEndpoint(
    "tools",
    vpc_id=models.id,
    service_name=service.service_name,
    vpc_endpoint_type="Interface",
    subnet_ids=models.subnet_ids,
    security_group_ids=[models.group("to-tools", 443, [models.cidr]).id],
    tags=models.tags,
)
hospital.logs("/ecs/gateway", keys["inference"], models.tags)
execution = hospital.role(
    "gateway-execution", "ecs-tasks.amazonaws.com", managed=["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"]
)
model = f"arn:aws:bedrock:{hospital.REGION}::foundation-model/anthropic.claude-3-haiku-20240307-v1:0"
task = hospital.role("gateway", "ecs-tasks.amazonaws.com", hospital.may(["bedrock:InvokeModel"], model), tags=models.tags)
container = {
    "name": "gateway",
    "image": f"{hospital.ACCOUNT}.dkr.ecr.{hospital.REGION}.amazonaws.com/gateway:1",
    "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "/ecs/gateway", "awslogs-region": hospital.REGION}},
}
definition = aws.ecs.TaskDefinition(
    "gateway",
    family="gateway",
    requires_compatibilities=["FARGATE"],
    network_mode="awsvpc",
    cpu="512",
    memory="1024",
    execution_role_arn=execution.arn,
    task_role_arn=task.arn,
    container_definitions=json.dumps([container]),
    tags=models.tags,
)
cluster = aws.ecs.Cluster("gateway", name="gateway", tags=models.tags)
aws.ecs.Service(
    "gateway",
    name="gateway",
    cluster=cluster.arn,
    task_definition=definition.arn,
    launch_type="FARGATE",
    network_configuration={"subnets": models.subnet_ids, "security_groups": [models.group("gateway").id], "assign_public_ip": False},
    tags=models.tags,
)
