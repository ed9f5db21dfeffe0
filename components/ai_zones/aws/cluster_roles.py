"""Roles of a cluster: of its control plane, of its nodes, of its network plugin; and the trust policy of a pod's role.

Nodes hold no right over the network: the plugin that gives pods their addresses has a role of its own, by EKS Pod Identity.
Sources: Amazon EKS User Guide, "Amazon EKS cluster IAM role", "Amazon EKS node IAM role", "Configure Amazon VPC CNI plugin to use Pod
Identity", "Create IAM role with trust policy required by EKS Pod Identity"; IAM User Guide, "The confused deputy problem".
"""

from collections.abc import Iterable, Mapping

import pulumi
from pulumi_aws import iam

from ai_zones.aws.cluster_input import cluster_arn
from ai_zones.aws.naming import MAX_IAM_NAME, child, partition_of, physical_name
from ai_zones.aws.policy_document import Statement, allow, render
from ai_zones.aws.tags import tags_for

CONTROL_PLANE_POLICIES = ("AmazonEKSClusterPolicy",)
NODE_POLICIES = ("AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly")
NETWORK_PLUGIN_POLICIES = ("AmazonEKS_CNI_Policy",)


def pod_trust(component: str, *, region: str, account_id: str) -> str:
    """Trust policy of a role for pods of the cluster that `component` builds, and of no other."""
    conditions = {
        "StringEquals": {"aws:SourceAccount": account_id},
        "ArnEquals": {"aws:SourceArn": cluster_arn(component, region=region, account_id=account_id)},
    }
    return render([_trust("PodsOfTheCluster", "pods.eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], conditions)])


def control_plane_trust(component: str, *, region: str, account_id: str) -> str:
    """Trust policy of the control plane's role."""
    conditions = {
        "StringEquals": {"aws:SourceAccount": account_id},
        "ArnEquals": {"aws:SourceArn": cluster_arn(component, region=region, account_id=account_id)},
    }
    return render([_trust("ControlPlaneOfTheCluster", "eks.amazonaws.com", ["sts:AssumeRole", "sts:TagSession"], conditions)])


def node_trust() -> str:
    """Trust policy of the nodes' role: EC2 alone, which names no source."""
    return render([_trust("Machines", "ec2.amazonaws.com", ["sts:AssumeRole"], None)])


def build_role(
    component: str,
    part: str,
    *,
    description: str,
    trust: str,
    policies: Iterable[str],
    zone: str,
    region: str,
    extra_tags: Mapping[str, str],
    parent: pulumi.Resource,
) -> tuple[iam.Role, list[pulumi.Resource]]:
    """A role with policies of AWS, and what must stand before it is of use."""
    opts = pulumi.ResourceOptions(parent=parent, delete_before_replace=True)
    role = iam.Role(
        child(component, part),
        name=physical_name(component, part, limit=MAX_IAM_NAME),
        description=description,
        assume_role_policy=trust,
        tags=tags_for(zone, child(component, part), extra=extra_tags),
        opts=opts,
    )
    attached = [
        iam.RolePolicyAttachment(
            child(component, part, policy.replace("_", "-").lower()),
            role=role.name,
            policy_arn=f"arn:{partition_of(region)}:iam::aws:policy/{policy}",
            opts=opts,
        )
        for policy in policies
    ]
    return role, [role, *attached]


def _trust(sid: str, service: str, actions: list[str], conditions: Mapping[str, Mapping[str, str]] | None) -> Statement:
    statement = allow(sid, principal={"Service": service}, actions=actions, resources=[], conditions=conditions)
    del statement["Resource"]  # A trust policy has none: the role itself is the resource.
    return statement
