"""A cache before a table of records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import ACCOUNT, role, statement
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
network = Network("place", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
notes = aws.dynamodb.Table(
    "notes", name="notes", hash_key="id", billing_mode="PAY_PER_REQUEST", attributes=[{"name": "id", "type": "S"}], tags=PHI
)
group = aws.dax.SubnetGroup("notes", name="notes", subnet_ids=[one.id for one in network.subnets.values()])
aws.dax.Cluster(
    "notes",
    cluster_name="notes",
    node_type="dax.r5.large",
    replication_factor=1,
    iam_role_arn=role("notes", "dax", statement("dynamodb:*", f"arn:aws:dynamodb:eu-west-1:{ACCOUNT}:table/notes")).arn,
    subnet_group_name=group.name,
    security_group_ids=[inside.id],
    server_side_encryption={"enabled": True},
    cluster_endpoint_encryption_type="TLS",
)
