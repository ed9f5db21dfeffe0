"""A service account of the models' cluster takes a role that reads the records."""

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, document, reads, role, s3_endpoint, statement, trust
from tests.posture.topologies.shared import Network

records = bucket("records", "phi", "phi")
prompts = bucket("prompts", "inference", "deidentified")
models = Network("models", "inference", "10.30.0.0/16", {"a": "10.30.0.0/24", "b": "10.30.1.0/24"})
s3_endpoint("s3", models)
plane = role("plane", "eks")
cluster = aws.eks.Cluster(
    "models",
    name="models",
    role_arn=plane.arn,
    vpc_config={
        "subnet_ids": [one.id for one in models.subnets.values()],
        "endpoint_private_access": True,
        "endpoint_public_access": False,
    },
)
node = role("node", "ec2", statement("ecr:GetAuthorizationToken"))
aws.eks.NodeGroup(
    "models",
    cluster_name=cluster.name,
    node_role_arn=node.arn,
    subnet_ids=[one.id for one in models.subnets.values()],
    scaling_config={"desired_size": 1, "min_size": 1, "max_size": 2},
)
issuer = cluster.identities.apply(lambda found: found[0].oidcs[0].issuer)
provider = aws.iam.OpenIdConnectProvider("models", url=issuer, client_id_lists=["sts.amazonaws.com"])
pod = aws.iam.Role(
    "pod",
    assume_role_policy=pulumi.Output.all(provider.arn, issuer).apply(
        lambda known: trust(
            {"Federated": known[0]},
            "sts:AssumeRoleWithWebIdentity",
            {
                "StringEquals": {
                    known[1].replace("https://", "") + ":sub": "system:serviceaccount:rag:rag",
                    known[1].replace("https://", "") + ":aud": "sts.amazonaws.com",
                }
            },
        )
    ),
)
aws.iam.RolePolicy("pod", role=pod.name, policy=document(reads("records")))
