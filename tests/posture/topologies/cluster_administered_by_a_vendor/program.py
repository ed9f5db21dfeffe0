"""A role of another account administers a cluster beside records."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import VENDOR, bucket, role
from tests.posture.topologies.shared import Network

PHI = {"ai-zone": "phi", "data-class": "phi"}
records = bucket("records", "phi", "phi")
network = Network("phi", "phi", "10.20.0.0/16", {"a": "10.20.1.0/24", "b": "10.20.2.0/24"})
inside = aws.ec2.SecurityGroup("inside", vpc_id=network.vpc.id)
subnets = [one.id for one in network.subnets.values()]
cluster = aws.eks.Cluster(
    "work",
    name="work",
    role_arn=role("work", "eks").arn,
    access_config={"authentication_mode": "API"},
    vpc_config={"subnet_ids": subnets, "security_group_ids": [inside.id], "endpoint_private_access": True, "endpoint_public_access": False},
    tags={"ai-zone": "phi"},
)
who = f"arn:aws:iam::{VENDOR}:role/operators"
entry = aws.eks.AccessEntry("operators", cluster_name=cluster.name, principal_arn=who, type="STANDARD")
aws.eks.AccessPolicyAssociation(
    "operators",
    cluster_name=cluster.name,
    principal_arn=who,
    policy_arn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
    access_scope={"type": "cluster"},
    opts=pulumi.ResourceOptions(depends_on=[entry]),
)
