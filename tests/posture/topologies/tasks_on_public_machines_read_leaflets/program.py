"""Tasks in host mode on public machines read leaflets."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role

bucket("records", "phi", "phi")
bucket("leaflets", None, "public")
site = aws.ec2.Vpc("site", cidr_block="10.90.0.0/16")
gateway = aws.ec2.InternetGateway("site", vpc_id=site.id)
front = aws.ec2.Subnet("site-a", vpc_id=site.id, cidr_block="10.90.0.0/24", map_public_ip_on_launch=True)
outward = aws.ec2.RouteTable("site", vpc_id=site.id, routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}])
aws.ec2.RouteTableAssociation("site", subnet_id=front.id, route_table_id=outward.id)
machines = aws.iam.InstanceProfile("machines", role=role("machines", "ec2").name)
template = aws.ec2.LaunchTemplate(
    "machines", image_id="ami-0abcdef1234567890", instance_type="m7i.large", iam_instance_profile={"arn": machines.arn}
)
group = aws.autoscaling.Group(
    "machines", min_size=1, max_size=2, vpc_zone_identifiers=[front.id], launch_template={"id": template.id, "version": "$Latest"}
)
provider = aws.ecs.CapacityProvider("machines", name="machines", auto_scaling_group_provider={"auto_scaling_group_arn": group.arn})
cluster = aws.ecs.Cluster("work", name="work")
aws.ecs.ClusterCapacityProviders("work", cluster_name=cluster.name, capacity_providers=[provider.name])
task = aws.ecs.TaskDefinition(
    "reader",
    family="reader",
    network_mode="host",
    requires_compatibilities=["EC2"],
    task_role_arn=role("reader", "ecs-tasks", reads("leaflets")).arn,
    container_definitions=json.dumps([{"name": "reader", "image": "reader", "memory": 512}]),
)
aws.ecs.Service("reader", name="reader", cluster=cluster.arn, task_definition=task.arn, desired_count=1)
