"""A job over records keeps scratch files and its log of Spark."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, named, reads, role, writes
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
line = aws.glue.Connection(
    "inside",
    name="inside",
    connection_type="NETWORK",
    physical_connection_requirements={
        "availability_zone": "eu-west-1a",
        "subnet_id": network.subnets["a"].id,
        "security_group_id_lists": [inside.id],
    },
)
aws.glue.Job(
    "visits",
    name="visits",
    role_arn=role("visits", "glue", reads("records"), writes("records")).arn,
    command={"name": "glueetl", "script_location": "s3://" + named("records") + "/job.py", "python_version": "3"},
    connections=[line.name],
    default_arguments={"--TempDir": "s3://vendor-scratch/tmp/", "--enable-spark-ui": "false"},
    tags={"ai-zone": "phi"},
)
