"""The warehouse's role has AmazonS3FullAccess: UNLOAD writes into any bucket."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import role
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
group = aws.redshift.SubnetGroup("ward", name="ward", subnet_ids=[s.id for s in ward.subnets.values()])
acts = role("acts", "redshift")
aws.iam.RolePolicyAttachment("acts", role=acts.name, policy_arn="arn:aws:iam::aws:policy/AmazonS3FullAccess")
aws.redshift.Cluster(
    "house",
    cluster_identifier="house",
    node_type="ra3.large",
    number_of_nodes=2,
    database_name="clinic",
    master_username="clinic",
    manage_master_password=True,
    cluster_subnet_group_name=group.name,
    publicly_accessible=False,
    encrypted="true",
    skip_final_snapshot=True,
    iam_roles=[acts.arn],
    tags={"ai-zone": "phi", "data-class": "phi"},
)
