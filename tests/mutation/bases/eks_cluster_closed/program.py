"""A private cluster for inference whose nodes have no road. The records stand beside it, joined to nothing.

Modelled on Amazon EKS User Guide, "Deploy private clusters with limited internet access", "Encrypt Kubernetes secrets with KMS", "Grant IAM users access to
Kubernetes with EKS access entries", "Customize managed nodes with launch templates"; Amazon EKS Best Practices Guide, "Security".
"""

import json

import pulumi
import pulumi_aws as aws

from tests.mutation.bases import house

vpc = aws.ec2.Vpc("models", cidr_block="10.41.0.0/16", enable_dns_hostnames=True, tags={"ai-zone": "inference"})
house.closed_defaults("models", vpc)
house.closed_names("models", vpc.id, ("*.eu-west-1.amazonaws.com.", "*.eu-west-1.eks.amazonaws.com."))
log_key = house.key("models-logs", "logs.eu-west-1.amazonaws.com")
house.flow_logs("models", vpc.id, log_key)
house.query_logs("models", vpc.id, log_key)
records = aws.ec2.Vpc("records", cidr_block="10.40.0.0/16", tags={"ai-zone": "phi"})
house.closed_defaults("records", records)
house.closed_names("records", records.id)
house.flow_logs("records", records.id, log_key)
house.query_logs("records", records.id, log_key)

table = aws.ec2.RouteTable("models", vpc_id=vpc.id)
subnets = []
for index, az in enumerate("ab"):
    subnet = aws.ec2.Subnet(f"models-{az}", vpc_id=vpc.id, cidr_block=f"10.41.{index}.0/24", availability_zone=f"eu-west-1{az}")
    aws.ec2.RouteTableAssociation(f"models-{az}", subnet_id=subnet.id, route_table_id=table.id)
    subnets.append(subnet)
acl = aws.ec2.NetworkAcl("models", vpc_id=vpc.id, subnet_ids=[subnet.id for subnet in subnets])
for egress in (False, True):
    aws.ec2.NetworkAclRule(
        f"inside-{'out' if egress else 'in'}",
        network_acl_id=acl.id,
        rule_number=100,
        egress=egress,
        protocol="-1",
        rule_action="allow",
        cidr_block="10.41.0.0/16",
    )

control_group = aws.ec2.SecurityGroup("control", vpc_id=vpc.id, description="The control plane")
node_group = aws.ec2.SecurityGroup("nodes", vpc_id=vpc.id, description="Nodes and pods")
endpoint_group = aws.ec2.SecurityGroup("endpoints", vpc_id=vpc.id, description="Endpoints of AWS services")
for name, owner, port, source in (
    ("nodes-to-api", control_group, 443, node_group),
    ("api-to-kubelets", node_group, 10250, control_group),
    ("nodes-to-endpoints", endpoint_group, 443, node_group),
    ("pods-to-pods", node_group, 8443, node_group),
):
    aws.vpc.SecurityGroupIngressRule(
        name,
        security_group_id=owner.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        referenced_security_group_id=source.id,
        description=name,
    )
    aws.vpc.SecurityGroupEgressRule(
        name,
        security_group_id=source.id,
        ip_protocol="tcp",
        from_port=port,
        to_port=port,
        referenced_security_group_id=owner.id,
        description=name,
    )
for service, actions in (
    ("ecr.api", ("ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")),
    ("ecr.dkr", ("ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")),
    ("ec2", ("ec2:DescribeInstances", "ec2:DescribeInstanceTypes")),
    ("eks-auth", ("eks-auth:AssumeRoleForPodIdentity",)),
    ("logs", ("logs:CreateLogStream", "logs:PutLogEvents")),
):
    aws.ec2.VpcEndpoint(
        service,
        vpc_id=vpc.id,
        vpc_endpoint_type="Interface",
        service_name=f"com.amazonaws.eu-west-1.{service}",
        subnet_ids=[subnet.id for subnet in subnets],
        security_group_ids=[endpoint_group.id],
        private_dns_enabled=True,
        policy=house.endpoint_policy(*actions),
    )

key = house.key("models", "ec2.amazonaws.com")
logs = house.log_group("/aws/eks/models/cluster", log_key)


def role(name: str, trusted: str, *managed: str) -> tuple[aws.iam.Role, list[pulumi.Resource]]:
    """A role with policies of AWS."""
    made = aws.iam.Role(name, name=name, assume_role_policy=trusted)
    attached = [
        aws.iam.RolePolicyAttachment(f"{name}-{one.lower()}", role=made.name, policy_arn=f"arn:aws:iam::aws:policy/{one}")
        for one in managed
    ]
    return made, [made, *attached]


def pod_trust() -> str:
    """Pods of this cluster, and of no other."""
    return house.document(
        {
            "Effect": "Allow",
            "Principal": {"Service": "pods.eks.amazonaws.com"},
            "Action": ["sts:AssumeRole", "sts:TagSession"],
            "Condition": {
                "StringEquals": {"aws:SourceAccount": house.ACCOUNT},
                "ArnEquals": {"aws:SourceArn": f"arn:aws:eks:{house.REGION}:{house.ACCOUNT}:cluster/models"},
            },
        }
    )


control, control_ready = role("models-control", house.trust("eks.amazonaws.com"), "AmazonEKSClusterPolicy")
node, node_ready = role(
    "models-node", house.trust("ec2.amazonaws.com"), "AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"
)
plugin, plugin_ready = role("models-network", pod_trust(), "AmazonEKS_CNI_Policy")
cluster = aws.eks.Cluster(
    "models",
    name="models",
    version="1.33",
    role_arn=control.arn,
    access_config={"authentication_mode": "API", "bootstrap_cluster_creator_admin_permissions": False},
    bootstrap_self_managed_addons=False,
    deletion_protection=True,
    enabled_cluster_log_types=["api", "audit", "authenticator", "controllerManager", "scheduler"],
    encryption_config={"provider": {"key_arn": key.arn}, "resources": ["secrets"]},
    kubernetes_network_config={"ip_family": "ipv4", "service_ipv4_cidr": "172.20.0.0/16"},
    upgrade_policy={"support_type": "STANDARD"},
    vpc_config={
        "subnet_ids": [subnet.id for subnet in subnets],
        "security_group_ids": [control_group.id],
        "endpoint_private_access": True,
        "endpoint_public_access": False,
    },
    tags={"ai-zone": "inference"},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[logs, *control_ready]),
)
before = [
    aws.eks.Addon("agent", cluster_name=cluster.name, addon_name="eks-pod-identity-agent", addon_version="v1.3.8-eksbuild.2"),
    aws.eks.Addon("proxy", cluster_name=cluster.name, addon_name="kube-proxy", addon_version="v1.33.0-eksbuild.2"),
    aws.eks.Addon(
        "network",
        cluster_name=cluster.name,
        addon_name="vpc-cni",
        addon_version="v1.20.1-eksbuild.1",
        configuration_values=json.dumps({"enableNetworkPolicy": "true"}),
        pod_identity_associations=[{"service_account": "aws-node", "role_arn": plugin.arn}],
        opts=pulumi.ResourceOptions(depends_on=plugin_ready),
    ),
]
template = aws.ec2.LaunchTemplate(
    "models",
    name="models",
    update_default_version=True,
    vpc_security_group_ids=[node_group.id],
    block_device_mappings=[
        {
            "device_name": device,
            "ebs": {"volume_type": "gp3", "volume_size": size, "encrypted": "true", "kms_key_id": key.arn, "delete_on_termination": "true"},
        }
        for device, size in (("/dev/xvda", 4), ("/dev/xvdb", 200))
    ],
    metadata_options={"http_endpoint": "enabled", "http_tokens": "required", "http_put_response_hop_limit": 1},
    monitoring={"enabled": True},
)
aws.eks.NodeGroup(
    "models",
    cluster_name=cluster.name,
    node_group_name="models",
    node_role_arn=node.arn,
    subnet_ids=[subnet.id for subnet in subnets],
    ami_type="BOTTLEROCKET_x86_64",
    capacity_type="ON_DEMAND",
    instance_types=["m7i.4xlarge"],
    launch_template={"id": template.id, "version": template.latest_version.apply(str)},
    scaling_config={"min_size": 2, "max_size": 6, "desired_size": 2},
    update_config={"max_unavailable_percentage": 25},
    labels={"ai-zone": "inference"},
    opts=pulumi.ResourceOptions(depends_on=[*before, *node_ready]),
)
operators = aws.eks.AccessEntry(
    "operators",
    cluster_name=cluster.name,
    principal_arn=f"arn:aws:iam::{house.ACCOUNT}:role/platform-operators",
    type="STANDARD",
)
aws.eks.AccessPolicyAssociation(
    "operators",
    cluster_name=cluster.name,
    principal_arn=operators.principal_arn,
    policy_arn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSEditPolicy",
    access_scope={"type": "namespace", "namespaces": ["models"]},
)
answers = aws.iam.Role("answers", name="answers", assume_role_policy=pod_trust())
aws.eks.PodIdentityAssociation("answers", cluster_name=cluster.name, namespace="models", service_account="answers", role_arn=answers.arn)
