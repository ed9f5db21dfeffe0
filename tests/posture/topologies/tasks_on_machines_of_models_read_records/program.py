"""Tasks in host mode on machines of inference read records."""

import json

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, reads, role, s3_endpoint
from tests.posture.topologies.shared import Network

bucket("records", "phi", "phi")
models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24"})
bucket("prompts", "inference", "internal")
s3_endpoint("s3", models)
machines = aws.iam.InstanceProfile("machines", role=role("machines", "ec2").name)
template = aws.ec2.LaunchTemplate(
    "machines", image_id="ami-0abcdef1234567890", instance_type="m7i.large", iam_instance_profile={"arn": machines.arn}
)
group = aws.autoscaling.Group(
    "machines",
    min_size=1,
    max_size=2,
    vpc_zone_identifiers=[models.subnets["a"].id],
    launch_template={"id": template.id, "version": "$Latest"},
)
provider = aws.ecs.CapacityProvider("machines", name="machines", auto_scaling_group_provider={"auto_scaling_group_arn": group.arn})
cluster = aws.ecs.Cluster("work", name="work")
aws.ecs.ClusterCapacityProviders("work", cluster_name=cluster.name, capacity_providers=[provider.name])
task = aws.ecs.TaskDefinition(
    "reader",
    family="reader",
    network_mode="host",
    requires_compatibilities=["EC2"],
    task_role_arn=role("reader", "ecs-tasks", reads("records")).arn,
    container_definitions=json.dumps([{"name": "reader", "image": "reader", "memory": 512}]),
)
aws.ecs.Service("reader", name="reader", cluster=cluster.arn, task_definition=task.arn, desired_count=1)
