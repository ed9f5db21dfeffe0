"""Airflow over the records, with a web server on the internet."""

import json

import pulumi_aws as aws

from tests.posture.topologies.shared import Network


def role(name: str, service: str) -> aws.iam.Role:
    """A role that a service acts as."""
    statement = {"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"}
    return aws.iam.Role(name, name=name, assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}))


phi = Network("phi", "phi", "10.10.0.0/16", {"a": "10.10.0.0/24", "b": "10.10.1.0/24"})

group = aws.ec2.SecurityGroup("tasks", vpc_id=phi.vpc.id)
programs = aws.s3.Bucket("tasks", bucket="clinic-tasks-111122223333", tags={"ai-zone": "phi", "data-class": "internal"})
aws.mwaa.Environment(
    "tasks",
    name="tasks",
    dag_s3_path="dags/",
    source_bucket_arn=programs.arn,
    execution_role_arn=role("tasks", "airflow-env.amazonaws.com").arn,
    webserver_access_mode="PUBLIC_ONLY",
    network_configuration={"security_group_ids": [group.id], "subnet_ids": [subnet.id for subnet in phi.subnets.values()]},
)
