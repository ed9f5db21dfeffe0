"""Containers read records by their role, on machines of somebody's own that are registered with the cluster from outside."""

import json

import pulumi_aws as aws

records = aws.s3.Bucket("records", tags={"data-class": "phi"})
trust = {
    "Version": "2012-10-17",
    "Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": "ecs-tasks.amazonaws.com"}}],
}
role = aws.iam.Role("viewer", assume_role_policy=json.dumps(trust), managed_policy_arns=["arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess"])
task = aws.ecs.TaskDefinition(
    "viewer",
    family="viewer",
    requires_compatibilities=["EXTERNAL"],
    task_role_arn=role.arn,
    container_definitions=json.dumps([{"name": "viewer", "image": "viewer", "memory": 256, "essential": True}]),
)
cluster = aws.ecs.Cluster("wards")
aws.ecs.Service("viewer", cluster=cluster.arn, launch_type="EXTERNAL", task_definition=task.arn, desired_count=1)
