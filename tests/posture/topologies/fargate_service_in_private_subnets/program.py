"""Containers of the de-identification service on Fargate behind an internal load balancer, names mapped by the reviewer."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network

net = Network("redaction-prod", None, "10.66.0.0/16", {"a": "10.66.0.0/24", "b": "10.66.1.0/24"})
Network("records-prod", None, "10.67.0.0/16", {"a": "10.67.0.0/24"})
inside = aws.ec2.SecurityGroup(
    "redaction-prod-inside",
    vpc_id=net.vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 443, "to_port": 8443, "self": True}],
    egress=[{"protocol": "tcp", "from_port": 443, "to_port": 8443, "self": True}],
)
balancer = aws.lb.LoadBalancer(
    "redaction", internal=True, load_balancer_type="application", subnets=[s.id for s in net.subnets.values()], security_groups=[inside.id]
)
targets = aws.lb.TargetGroup("redaction", port=8443, protocol="HTTPS", target_type="ip", vpc_id=net.vpc.id)
cluster = aws.ecs.Cluster("redaction", name="redaction")
task = aws.ecs.TaskDefinition(
    "redaction",
    family="redaction",
    cpu="512",
    memory="1024",
    network_mode="awsvpc",
    requires_compatibilities=["FARGATE"],
    container_definitions=json.dumps(
        [{"name": "proxy", "image": "111122223333.dkr.ecr.eu-west-1.amazonaws.com/redaction:1", "portMappings": [{"containerPort": 8443}]}]
    ),
)
aws.ecs.Service(
    "redaction",
    cluster=cluster.arn,
    task_definition=task.arn,
    desired_count=2,
    launch_type="FARGATE",
    network_configuration={"subnets": [s.id for s in net.subnets.values()], "security_groups": [inside.id], "assign_public_ip": False},
    load_balancers=[{"target_group_arn": targets.arn, "container_name": "proxy", "container_port": 8443}],
)
