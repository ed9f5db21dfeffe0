"""They take a role that reads leaflets."""

import json

import pulumi
import pulumi_aws as aws

from tests.posture.topologies.pieces import bucket, document, reads, role, statement

records, leaflets = bucket("records", "phi", "phi"), bucket("leaflets", None, "public")
vpc = aws.ec2.Vpc("tools", cidr_block="10.60.0.0/16")
subnets = [
    aws.ec2.Subnet(f"tools-{place}", vpc_id=vpc.id, cidr_block=f"10.60.{number}.0/24", availability_zone=f"eu-west-1{place}")
    for number, place in enumerate("ab")
]
outer = aws.ec2.Subnet("outer", vpc_id=vpc.id, cidr_block="10.60.9.0/24")
gateway = aws.ec2.InternetGateway("tools", vpc_id=vpc.id)
nat = aws.ec2.NatGateway("tools", subnet_id=outer.id, allocation_id=aws.ec2.Eip("tools", domain="vpc").id)
for name, those, routes in (
    ("outer", [outer], [{"cidr_block": "0.0.0.0/0", "gateway_id": gateway.id}]),
    ("inner", subnets, [{"cidr_block": "0.0.0.0/0", "nat_gateway_id": nat.id}]),
):
    table = aws.ec2.RouteTable(name, vpc_id=vpc.id, routes=routes)
    for number, one in enumerate(those):
        aws.ec2.RouteTableAssociation(f"{name}-{number}", subnet_id=one.id, route_table_id=table.id)
plane, node = role("plane", "eks"), role("node", "ec2", statement("ecr:GetAuthorizationToken"))
cluster = aws.eks.Cluster(
    "tools",
    name="tools",
    role_arn=plane.arn,
    vpc_config={"subnet_ids": [one.id for one in subnets], "endpoint_private_access": True, "endpoint_public_access": False},
)
aws.eks.NodeGroup(
    "tools",
    cluster_name=cluster.name,
    node_role_arn=node.arn,
    subnet_ids=[one.id for one in subnets],
    scaling_config={"desired_size": 1, "min_size": 1, "max_size": 2},
)
issuer = cluster.identities[0].oidcs[0].issuer
provider = aws.iam.OpenIdConnectProvider(
    "tools", url=issuer, client_id_lists=["sts.amazonaws.com"], thumbprint_lists=["9e99a48a9960b14926bb7f3b02e22da2b0ab7280"]
)


def trusted(known: list[str]) -> str:
    host = known[1].split("//")[1]
    return json.dumps(
        {
            "Version": "2012-10-17",
            "Statement": [
                {
                    "Effect": "Allow",
                    "Principal": {"Federated": known[0]},
                    "Action": "sts:AssumeRoleWithWebIdentity",
                    "Condition": {
                        "StringLike": {f"{host}:sub": "system:serviceaccount:etl:*"},
                        "StringEquals": {f"{host}:aud": "sts.amazonaws.com"},
                    },
                }
            ],
        }
    )


pod = aws.iam.Role("etl", assume_role_policy=pulumi.Output.all(provider.arn, issuer).apply(trusted))
aws.iam.RolePolicyAttachment("etl", role=pod.name, policy_arn=aws.iam.Policy("etl", policy=document(reads("leaflets"))).arn)
