"""A service account in a cluster of inference gets a role that reads records."""

import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, document, reads, role, s3_endpoint, trust
from tests.posture.topologies.shared import Network

ward = Network("ward", "phi", "10.20.0.0/16", {"a": "10.20.0.0/24", "b": "10.20.1.0/24"})
bucket("records", "phi", "phi")

models = Network("models", "inference", "10.32.0.0/16", {"a": "10.32.0.0/24", "b": "10.32.1.0/24"})
bucket("prompts", "inference", "internal")

s3_endpoint("s3", models)
plane = role("plane", "eks")
aws.iam.RolePolicyAttachment("plane", role=plane.name, policy_arn="arn:aws:iam::aws:policy/AmazonEKSClusterPolicy")
cluster = aws.eks.Cluster(
    "models",
    name="models",
    role_arn=plane.arn,
    vpc_config={"subnet_ids": [s.id for s in models.subnets.values()], "endpoint_private_access": True, "endpoint_public_access": False},
    tags={"ai-zone": "inference"},
)
pods = aws.iam.Role(
    "pods", name="pods", assume_role_policy=trust({"Service": "pods.eks.amazonaws.com"}, ["sts:AssumeRole", "sts:TagSession"])
)
aws.iam.RolePolicy("pods", role=pods.name, policy=document(reads("records")))
aws.eks.PodIdentityAssociation("pods", cluster_name=cluster.name, namespace="rag", service_account="rag", role_arn=pods.arn)
