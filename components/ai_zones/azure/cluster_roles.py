"""Identities of a cluster: one of its control plane, one of its kubelets, each with the roles that it needs and no others.

Sources: Azure Kubernetes Service documentation, "Use a managed identity in AKS" (bring your own control plane and kubelet identity),
"Create a private AKS cluster" (private DNS zone of one's own), "API Server VNet Integration" (Network Contributor on both subnets), "Add Key
Management Service etcd encryption" (Crypto User; Contributor where the vault is private), "Network isolated AKS clusters" (AcrPull).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi
from pulumi_azure_native import managedidentity

from ai_zones.azure import arm
from ai_zones.azure.builtin_roles import BuiltInRole, PrincipalType, grant
from ai_zones.azure.cluster_input import Cluster
from ai_zones.azure.naming import Kind, child, resource_name

IDENTITY = "Microsoft.ManagedIdentity/userAssignedIdentities"


@dataclass(frozen=True)
class ClusterIdentity:
    """An identity with its roles."""

    id: str
    resource: managedidentity.UserAssignedIdentity
    ready: list[pulumi.Resource]
    """The identity and its roles: what runs as it waits for them."""


def build_identities(name: str, cluster: Cluster, parent: pulumi.Resource) -> tuple[ClusterIdentity, ClusterIdentity]:
    """Of the control plane, and of the kubelets."""
    kubelet = _identity(name, "kubelet", cluster, {"images": (cluster.registry_id, BuiltInRole.ACR_PULL)}, parent)
    key = arm.child_id(cluster.key_vault_id, "keys", cluster.secrets_key.key_name)
    roles = {
        "nodes-subnet": (cluster.workload_subnet_id, BuiltInRole.NETWORK_CONTRIBUTOR),
        "api-subnet": (cluster.api_server_subnet_id, BuiltInRole.NETWORK_CONTRIBUTOR),
        "network": (_network_of(cluster.workload_subnet_id), BuiltInRole.NETWORK_CONTRIBUTOR),
        "names": (cluster.private_zone_id, BuiltInRole.PRIVATE_DNS_ZONE_CONTRIBUTOR),
        "secrets-key": (key, BuiltInRole.KEY_VAULT_CRYPTO_USER),
        "vault": (cluster.key_vault_id, BuiltInRole.KEY_VAULT_CONTRIBUTOR),
        "kubelet": (kubelet.id, BuiltInRole.MANAGED_IDENTITY_OPERATOR),
    }
    control = _identity(name, "control-plane", cluster, roles, parent, after=[kubelet.resource])
    return control, kubelet


def _identity(
    name: str,
    label: str,
    cluster: Cluster,
    roles: Mapping[str, tuple[str, BuiltInRole]],
    parent: pulumi.Resource,
    after: list[pulumi.Resource] | None = None,
) -> ClusterIdentity:
    physical = resource_name(Kind.IDENTITY, name, label)
    identity = managedidentity.UserAssignedIdentity(
        child(name, label),
        resource_name_=physical,
        resource_group_name=cluster.resource_group_name,
        location=cluster.location,
        tags=cluster.tags_of(),
        opts=pulumi.ResourceOptions(parent=parent),
    )
    granted = [
        grant(
            child(name, label, use),
            subscription_id=cluster.subscription_id,
            scope=scope,
            role=role,
            principal=physical,
            principal_id=identity.principal_id,
            principal_type=PrincipalType.SERVICE_PRINCIPAL,
            parent=parent,
            depends_on=[identity, *(after or [])],
        )
        for use, (scope, role) in roles.items()
    ]
    return ClusterIdentity(cluster.id_of(IDENTITY, physical), identity, [identity, *granted])


def _network_of(subnet_id: str) -> str:
    return subnet_id.rpartition("/subnets/")[0]
