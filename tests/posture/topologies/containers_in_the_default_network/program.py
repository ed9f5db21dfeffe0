"""The shape of a well-known sample, in our words: Fargate in the default network, found by functions, so every id is a literal."""

import json

import pulumi_aws as aws

vpc = aws.ec2.get_vpc(default=True)
subnets = aws.ec2.get_subnets(filters=[aws.ec2.GetSubnetsFilterArgs(name="vpc-id", values=[vpc.id])])
group = aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]}],
    egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
)
balancer = aws.lb.LoadBalancer("web", security_groups=[group.id], subnets=subnets.ids)
targets = aws.lb.TargetGroup("web", port=80, protocol="HTTP", target_type="ip", vpc_id=vpc.id)
aws.lb.Listener("web", load_balancer_arn=balancer.arn, port=80, default_actions=[{"type": "forward", "target_group_arn": targets.arn}])
task = aws.ecs.TaskDefinition(
    "web",
    family="web",
    cpu="256",
    memory="512",
    network_mode="awsvpc",
    requires_compatibilities=["FARGATE"],
    container_definitions=json.dumps([{"name": "web", "image": "nginx", "portMappings": [{"containerPort": 80}]}]),
)
aws.ecs.Service(
    "web-records",
    cluster=aws.ecs.Cluster("web").arn,
    desired_count=3,
    launch_type="FARGATE",
    task_definition=task.arn,
    network_configuration={"assign_public_ip": True, "subnets": subnets.ids, "security_groups": [group.id]},
    load_balancers=[{"target_group_arn": targets.arn, "container_name": "web", "container_port": 80}],
)
