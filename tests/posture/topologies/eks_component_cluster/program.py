"""A cluster as `eks.Cluster` makes it: public endpoint by default, its own groups, nodes in the private subnets of an awsx network."""

import json

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as kubernetes

from tests.posture.topologies.awsx_shapes import Vpc, assumed_by

network = Vpc("ward", "10.62.0.0/16", ("public", "private"))
cluster = pulumi.ComponentResource("eks:index:Cluster", "ward")
below = pulumi.ResourceOptions(parent=cluster)


def role(name: str, service: str, *policies: str) -> aws.iam.Role:
    """`eks:index:ServiceRole`: a role with managed policies."""
    component = pulumi.ComponentResource("eks:index:ServiceRole", name, opts=below)
    inner = pulumi.ResourceOptions(parent=component)
    made = aws.iam.Role(f"{name}-role", assume_role_policy=assumed_by(service), opts=inner)
    for policy in policies:
        aws.iam.RolePolicyAttachment(f"{name}-{policy}", role=made.name, policy_arn=f"arn:aws:iam::aws:policy/{policy}", opts=inner)
    return made


masters = role("ward-eksRole", "eks.amazonaws.com", "AmazonEKSClusterPolicy")
workers = role(
    "ward-instanceRole", "ec2.amazonaws.com", "AmazonEKSWorkerNodePolicy", "AmazonEKS_CNI_Policy", "AmazonEC2ContainerRegistryReadOnly"
)
control = aws.ec2.SecurityGroup("ward-eksClusterSecurityGroup", vpc_id=network.vpc.id, revoke_rules_on_delete=True, opts=below)
aws.ec2.SecurityGroupRule(
    "ward-eksClusterInternetEgressRule",
    type="egress",
    protocol="-1",
    from_port=0,
    to_port=0,
    cidr_blocks=["0.0.0.0/0"],
    security_group_id=control.id,
    opts=below,
)
made = aws.eks.Cluster(
    "ward-eksCluster",
    role_arn=masters.arn,
    vpc_config={
        "security_group_ids": [control.id],
        "subnet_ids": [*network.ids("public"), *network.ids("private")],
        "endpoint_private_access": False,
        "endpoint_public_access": True,
    },
    opts=below,
)
aws.eks.Addon("ward-vpc-cni", cluster_name=made.name, addon_name="vpc-cni", opts=below)
profile = aws.iam.InstanceProfile("ward-instanceProfile", role=workers.name, opts=below)
nodes = pulumi.ComponentResource("eks:index:NodeGroupV2", "ward-nodes", opts=below)
inner = pulumi.ResourceOptions(parent=nodes)
group = aws.ec2.SecurityGroup("ward-nodeSecurityGroup", vpc_id=network.vpc.id, revoke_rules_on_delete=True, opts=inner)
for name, kind, block in (("Ingress", "ingress", None), ("InternetEgress", "egress", ["0.0.0.0/0"])):
    aws.ec2.SecurityGroupRule(
        f"ward-eksNode{name}Rule",
        type=kind,
        protocol="-1",
        from_port=0,
        to_port=0,
        self=None if block else True,
        cidr_blocks=block,
        security_group_id=group.id,
        opts=inner,
    )
template = aws.ec2.LaunchTemplate(
    "ward-launchTemplate",
    image_id="ami-0abcdef1234567890",
    instance_type="t3.medium",
    iam_instance_profile={"arn": profile.arn},
    network_interfaces=[{"associate_public_ip_address": "false", "security_groups": [group.id]}],
    opts=inner,
)
aws.autoscaling.Group(
    "ward-nodes",
    min_size=1,
    max_size=2,
    vpc_zone_identifiers=network.ids("private"),
    launch_template={"id": template.id, "version": "$Latest"},
    opts=inner,
)
provider = kubernetes.Provider("ward-eks-k8s", kubeconfig=json.dumps({"clusters": []}), opts=below)
kubernetes.core.v1.ConfigMap(
    "ward-nodeAccess",
    metadata={"name": "aws-auth", "namespace": "kube-system"},
    data={"mapUsers": "[]"},
    opts=pulumi.ResourceOptions(parent=cluster, provider=provider),
)
