"""Add-ons of a cluster, each at a pinned version: network and its policies, service addresses, pod identity, names.

Network, service addresses and pod identity must stand before the first node, or it never becomes ready; names need a node to run on.
Sources: Amazon EKS User Guide, "Amazon EKS add-ons", "Limit Pod traffic with Kubernetes network policies" (off unless it is switched on),
"Set up the Amazon EKS Pod Identity Agent".
"""

import json
from typing import Any

import pulumi
from pulumi_aws import eks

from ai_zones.aws.cluster_input import Cluster
from ai_zones.aws.naming import child
from ai_zones.aws.tags import tags_for

BEFORE_NODES = ("eks-pod-identity-agent", "kube-proxy", "vpc-cni")
AFTER_NODES = ("coredns",)

CONFIGURATION: dict[str, dict[str, Any]] = {
    "coredns": {"replicaCount": 2, "podDisruptionBudget": {"enabled": True, "maxUnavailable": 1}},
    "vpc-cni": {
        "enableNetworkPolicy": "true",
        "env": {"AWS_VPC_K8S_CNI_EXTERNALSNAT": "true"},
        "nodeAgent": {"enablePolicyEventLogs": "true"},
    },
}
"""What differs from the add-on's defaults. External SNAT: no packet is given a node's address, so filters and logs see the pod's."""


def build_add_on(
    name: str,
    add_on: str,
    cluster: Cluster,
    *,
    built: eks.Cluster,
    after: list[pulumi.Resource],
    parent: pulumi.Resource,
    roles: dict[str, pulumi.Input[str]] | None = None,
) -> eks.Addon:
    """One add-on. What somebody changed by hand is put right at the next update. `roles`: service account → role."""
    label = child(name, "addon", add_on)
    config = CONFIGURATION.get(add_on)
    return eks.Addon(
        label,
        cluster_name=built.name,
        addon_name=add_on,
        addon_version=cluster.add_ons[add_on],
        configuration_values=json.dumps(config, sort_keys=True) if config else None,
        pod_identity_associations=[
            eks.AddonPodIdentityAssociationArgs(service_account=account, role_arn=role) for account, role in sorted((roles or {}).items())
        ]
        or None,
        resolve_conflicts_on_create="OVERWRITE",
        resolve_conflicts_on_update="OVERWRITE",
        preserve=False,
        tags=tags_for(cluster.zone, label, extra=cluster.tags),
        opts=pulumi.ResourceOptions(parent=parent, depends_on=after),
    )
