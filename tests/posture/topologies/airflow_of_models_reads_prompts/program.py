"""They run as a role that reads prompts."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role, s3_endpoint
from tests.posture.topologies.shared import Network

models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
bucket("records", "phi", "phi")
bucket("prompts", "inference", "internal")
bucket("tasks", "inference", "internal")
s3_endpoint("s3", models)
inside = aws.ec2.SecurityGroup(
    "inside",
    vpc_id=models.vpc.id,
    ingress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "self": True}],
    egress=[{"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}],
)
acts = role("tasks", "airflow-env", reads("tasks", "prompts"))
aws.mwaa.Environment(
    "tasks",
    name="tasks",
    dag_s3_path="dags/",
    source_bucket_arn=f"arn:aws:s3:::{named('tasks')}",
    execution_role_arn=acts.arn,
    webserver_access_mode="PRIVATE_ONLY",
    network_configuration={"security_group_ids": [inside.id], "subnet_ids": [s.id for s in models.subnets.values()]},
    tags={"ai-zone": "inference"},
)
