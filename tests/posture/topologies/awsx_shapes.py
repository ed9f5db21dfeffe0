"""Networks and functions in the shape that `awsx` and `@pulumi/aws` give them: their component types, parents and child names, no tag of a zone.

Source: Pulumi Registry, awsx.ec2.Vpc ("Subnet layout", "NAT gateways"), awsx.lb.ApplicationLoadBalancer, aws.lambda.CallbackFunction.
"""

import ipaddress
import json

import pulumi
import pulumi_aws as aws

_PLACES = ("eu-west-1a", "eu-west-1b")


class Vpc(pulumi.ComponentResource):
    """`awsx:ec2:Vpc`: each subnet below the network, its table below the subnet, the association and the route below the table."""

    def __init__(self, name: str, cidr: str, layout: tuple[str, ...], tags: dict[str, str] | None = None) -> None:
        super().__init__("awsx:ec2:Vpc", name)
        self.vpc = aws.ec2.Vpc(
            name, cidr_block=cidr, enable_dns_hostnames=True, tags={"Name": name, **(tags or {})}, opts=pulumi.ResourceOptions(parent=self)
        )
        below = pulumi.ResourceOptions(parent=self.vpc)
        self.subnets: dict[str, list[aws.ec2.Subnet]] = {kind: [] for kind in layout}
        blocks = iter(ipaddress.ip_network(cidr).subnets(new_prefix=24))
        gateway = aws.ec2.InternetGateway(name, vpc_id=self.vpc.id, tags={"Name": name}, opts=below) if "public" in layout else None
        nat: aws.ec2.NatGateway | None = None
        for kind in layout:
            for index, place in enumerate(_PLACES, start=1):
                label = f"{name}-{kind}-{index}"
                subnet = aws.ec2.Subnet(
                    label,
                    vpc_id=self.vpc.id,
                    cidr_block=str(next(blocks)),
                    availability_zone=place,
                    map_public_ip_on_launch=kind == "public",
                    tags={"Name": label, "SubnetType": kind.capitalize()},
                    opts=below,
                )
                under = pulumi.ResourceOptions(parent=subnet)
                table = aws.ec2.RouteTable(label, vpc_id=self.vpc.id, tags={"Name": label}, opts=under)
                aws.ec2.RouteTableAssociation(
                    label, subnet_id=subnet.id, route_table_id=table.id, opts=pulumi.ResourceOptions(parent=table)
                )
                road = pulumi.ResourceOptions(parent=table)
                if kind == "public" and gateway is not None:
                    aws.ec2.Route(label, route_table_id=table.id, destination_cidr_block="0.0.0.0/0", gateway_id=gateway.id, opts=road)
                    if nat is None and "private" in layout:
                        address = aws.ec2.Eip(f"{name}-{index}", domain="vpc", tags={"Name": label}, opts=under)
                        nat = aws.ec2.NatGateway(f"{name}-{index}", allocation_id=address.allocation_id, subnet_id=subnet.id, opts=under)
                if kind == "private" and nat is not None:
                    aws.ec2.Route(label, route_table_id=table.id, destination_cidr_block="0.0.0.0/0", nat_gateway_id=nat.id, opts=road)
                self.subnets[kind].append(subnet)
        self.register_outputs({"vpcId": self.vpc.id})

    def ids(self, kind: str) -> list[pulumi.Output[str]]:
        """Ids of the subnets of a kind."""
        return [subnet.id for subnet in self.subnets[kind]]


class ApplicationLoadBalancer(pulumi.ComponentResource):
    """`awsx:lb:ApplicationLoadBalancer`: its own security group for the world, target group and listener."""

    def __init__(self, name: str, network: Vpc) -> None:
        super().__init__("awsx:lb:ApplicationLoadBalancer", name)
        below = pulumi.ResourceOptions(parent=self)
        self.group = aws.ec2.SecurityGroup(
            name,
            vpc_id=network.vpc.id,
            ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "cidr_blocks": ["0.0.0.0/0"]}],
            egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
            opts=below,
        )
        self.balancer = aws.lb.LoadBalancer(name, security_groups=[self.group.id], subnets=network.ids("public"), opts=below)
        self.targets = aws.lb.TargetGroup(name, port=80, protocol="HTTP", target_type="ip", vpc_id=network.vpc.id, opts=below)
        aws.lb.Listener(
            f"{name}-0",
            load_balancer_arn=self.balancer.arn,
            port=80,
            protocol="HTTP",
            default_actions=[{"type": "forward", "target_group_arn": self.targets.arn}],
            opts=below,
        )
        self.register_outputs({})


def assumed_by(service: str) -> str:
    """Trust of a role that one service assumes."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]})


class FargateService(pulumi.ComponentResource):
    """`awsx:ecs:FargateService` with its task definition's component, two roles and a log group."""

    def __init__(self, name: str, network: Vpc, kind: str, front: ApplicationLoadBalancer, image: str) -> None:
        super().__init__("awsx:ecs:FargateService", name)
        below = pulumi.ResourceOptions(parent=self)
        definition = pulumi.ComponentResource("awsx:ecs:FargateTaskDefinition", name, opts=below)
        inner = pulumi.ResourceOptions(parent=definition)
        logs = aws.cloudwatch.LogGroup(name, opts=inner)
        execution = aws.iam.Role(f"{name}-execution", assume_role_policy=assumed_by("ecs-tasks.amazonaws.com"), opts=inner)
        aws.iam.RolePolicyAttachment(
            f"{name}-execution",
            role=execution.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
            opts=inner,
        )
        role = aws.iam.Role(f"{name}-task", assume_role_policy=assumed_by("ecs-tasks.amazonaws.com"), opts=inner)
        task = aws.ecs.TaskDefinition(
            name,
            family=name,
            cpu="256",
            memory="512",
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            execution_role_arn=execution.arn,
            task_role_arn=role.arn,
            container_definitions=logs.name.apply(
                lambda group: json.dumps(
                    [
                        {
                            "name": "web",
                            "image": image,
                            "portMappings": [{"containerPort": 80}],
                            "logConfiguration": {
                                "logDriver": "awslogs",
                                "options": {"awslogs-group": group, "awslogs-region": "eu-west-1", "awslogs-stream-prefix": "web"},
                            },
                        }
                    ]
                )
            ),
            opts=inner,
        )
        self.group = aws.ec2.SecurityGroup(
            name,
            vpc_id=network.vpc.id,
            ingress=[{"protocol": "tcp", "from_port": 80, "to_port": 80, "security_groups": [front.group.id]}],
            egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]}],
            opts=below,
        )
        cluster = aws.ecs.Cluster(name)
        aws.ecs.Service(
            name,
            cluster=cluster.arn,
            desired_count=2,
            launch_type="FARGATE",
            task_definition=task.arn,
            network_configuration={"subnets": network.ids(kind), "security_groups": [self.group.id], "assign_public_ip": kind == "public"},
            load_balancers=[{"target_group_arn": front.targets.arn, "container_name": "web", "container_port": 80}],
            opts=below,
        )
        self.register_outputs({})
