"""What stands around an EKS cluster: add-ons, access entries, roles of pods. The cluster is read in `workloads`, its nodes in `machines`.

Sources: Amazon EKS User Guide, "Amazon EKS add-ons" (AWS's own and those of vendors), "Learn how EKS Pod Identity grants pods access to AWS
services" (a target role may be of another account), "Grant IAM users access to Kubernetes with EKS access entries".
"""

import re
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.readers.aws.tokens import ROLE
from posture.readers.aws.unclear import unclear
from posture.readers.registry import inert, reads
from posture.values import is_unknown
from posture.view import ResourceView

ADD_ON: Final = ("aws:eks/addon:Addon", "aws-native:eks:Addon")
POD_IDENTITY: Final = ("aws:eks/podIdentityAssociation:PodIdentityAssociation", "aws-native:eks:PodIdentityAssociation")
QUIET: Final = frozenset(
    {
        "aws-ebs-csi-driver", "aws-efs-csi-driver", "aws-mountpoint-s3-csi-driver", "coredns", "eks-node-monitoring-agent",
        "eks-pod-identity-agent", "kube-proxy", "metrics-server", "snapshot-controller", "vpc-cni",
    }
)  # fmt: skip
"""Add-ons that send nothing anywhere but to the APIs of the cluster and of its own account."""
_ACCOUNT: Final = re.compile(r"arn:aws[a-z-]*:iam::(\d{12}):role/.+")


@reads(*ADD_ON)
def add_on(resource: ResourceView, graph: GraphBuilder) -> None:
    """Agents of observability and of vendors send what they see to where their configuration says, which nobody here reads."""
    name = resource.text("addonName")
    if is_unknown(name) or name is None:
        unclear(graph, resource.resource.urn, "which add-on it is, is not known")
    elif name not in QUIET:
        unclear(graph, resource.resource.urn, f"where the add-on {name} sends what it sees is not known")


@reads(*POD_IDENTITY)
def pod_identity(resource: ResourceView, graph: GraphBuilder) -> None:
    """Pods act as a role of the cluster's account, and may go on to one of another account."""
    urn = resource.resource.urn
    for prop in ("roleArn", "targetRoleArn"):
        role = resource.refers_to(prop, ROLE)
        if role.absent or role.targets:
            continue
        found = _ACCOUNT.fullmatch(role.literal or "")
        if found is None or found.group(1) not in graph.own_accounts:
            unclear(graph, urn, f"pods act as {role.literal or 'a role that is unknown until the update'}, which is not known to be ours")


inert(
    "Who may use a cluster's API; who is named is read from entries (Amazon EKS User Guide, 'Create access entries')",
    "aws:eks/accessPolicyAssociation:AccessPolicyAssociation",
)  # fmt: skip
