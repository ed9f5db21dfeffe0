"""The shape of a well-known sample, in our words: a site on Fargate and its database share two public subnets.

No tag anywhere; the task definition is registered once the database's address is known, so a preview does not have it.
"""

import json

import pulumi
import pulumi_aws as aws


class Network(pulumi.ComponentResource):
    """Two public subnets of one table, and a group for each tier."""

    def __init__(self, name: str) -> None:
        super().__init__("site:network:Network", name)
        child = pulumi.ResourceOptions(parent=self)
        self.vpc = aws.ec2.Vpc(f"{name}-vpc", cidr_block="10.100.0.0/16", enable_dns_hostnames=True, opts=child)
        gateway = aws.ec2.InternetGateway(f"{name}-igw", vpc_id=self.vpc.id, opts=child)
        table = aws.ec2.RouteTable(
            f"{name}-rt",
            vpc_id=self.vpc.id,
            routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=gateway.id)],
            opts=child,
        )
        self.subnets = []
        for i, zone in enumerate(aws.get_availability_zones().names[:2]):
            subnet = aws.ec2.Subnet(
                f"{name}-subnet-{zone}",
                vpc_id=self.vpc.id,
                cidr_block=f"10.100.{i}.0/24",
                availability_zone=zone,
                map_public_ip_on_launch=True,
                opts=child,
            )
            aws.ec2.RouteTableAssociation(f"{name}-rta-{zone}", route_table_id=table.id, subnet_id=subnet.id, opts=child)
            self.subnets.append(subnet.id)
        self.groups = {}
        for tier, ports in {"db": [3306], "web": [80, 443]}.items():
            self.groups[tier] = aws.ec2.SecurityGroup(
                f"{name}-{tier}-sg",
                vpc_id=self.vpc.id,
                ingress=[{"protocol": "tcp", "from_port": port, "to_port": port, "cidr_blocks": ["0.0.0.0/0"]} for port in ports],
                egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
                opts=child,
            )
        self.register_outputs({})


net = Network("site")
database = aws.rds.Instance(
    "site-records-db",
    engine="mysql",
    instance_class="db.t4g.small",
    allocated_storage=20,
    db_name="site",
    username="site",
    password=pulumi.Config().get_secret("password") or pulumi.Output.secret("correct-horse-battery"),
    db_subnet_group_name=aws.rds.SubnetGroup("site-sng", subnet_ids=net.subnets).name,
    vpc_security_group_ids=[net.groups["db"].id],
    skip_final_snapshot=True,
    publicly_accessible=False,
)
cluster = aws.ecs.Cluster("site")
balancer = aws.lb.LoadBalancer("site-alb", security_groups=[net.groups["web"].id], subnets=net.subnets)
targets = aws.lb.TargetGroup("site-tg", port=80, protocol="HTTP", target_type="ip", vpc_id=net.vpc.id)
listener = aws.lb.Listener(
    "site", load_balancer_arn=balancer.arn, port=80, default_actions=[{"type": "forward", "target_group_arn": targets.arn}]
)
role = aws.iam.Role(
    "site-task",
    assume_role_policy=json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [{"Effect": "Allow", "Principal": {"Service": "ecs-tasks.amazonaws.com"}, "Action": "sts:AssumeRole"}],
        }
    ),
)
aws.iam.RolePolicyAttachment(
    "site-task", role=role.name, policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"
)


def task(address: str) -> aws.ecs.TaskDefinition:
    """The site's container, which is told where its database is."""
    containers = [
        {"name": "site", "image": "blog", "environment": [{"name": "DB", "value": address}], "portMappings": [{"containerPort": 80}]}
    ]
    return aws.ecs.TaskDefinition(
        "site",
        family="site",
        cpu="256",
        memory="512",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=role.arn,
        container_definitions=json.dumps(containers),
    )


aws.ecs.Service(
    "site",
    cluster=cluster.arn,
    desired_count=1,
    launch_type="FARGATE",
    task_definition=database.address.apply(lambda address: task(address).arn),
    network_configuration={"assign_public_ip": True, "subnets": net.subnets, "security_groups": [net.groups["web"].id]},
    load_balancers=[{"target_group_arn": targets.arn, "container_name": "site", "container_port": 80}],
    opts=pulumi.ResourceOptions(depends_on=[listener]),
)
