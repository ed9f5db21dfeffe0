"""Kubernetes on Amazon EKS, for one zone: a control plane that answers inside the zone alone, and nodes without a road out.

It needs no NAT: what nodes fetch comes by the zone's endpoints (`NEEDED_SERVICES`), their images by the endpoint policy's `cluster_images`.
Sources: Amazon EKS User Guide, "Cluster API server endpoint", "Deploy private clusters with limited internet access", "Grant IAM users access
to Kubernetes with EKS access entries", "Encrypt Kubernetes secrets with KMS", "Send control plane logs to CloudWatch Logs", "Understand the
Kubernetes version lifecycle" (standard support), "Learn about Zonal Shift in Amazon EKS", "Protect EKS clusters from accidental deletion";
EKS Best Practices Guides, "Identity and Access Management"; 45 CFR 164.312(b) (audit controls); NSA and CISA, "Kubernetes Hardening Guide".
"""

from collections.abc import Sequence
from typing import Any

import pulumi
from pulumi_aws import cloudwatch, eks, iam

from ai_zones.aws.cluster_add_ons import AFTER_NODES, BEFORE_NODES, build_add_on
from ai_zones.aws.cluster_input import AwsClusterArgs, AwsClusterPower, Cluster, ClusterAccess, cluster_name, control_plane_log_group
from ai_zones.aws.cluster_nodes import build_nodes
from ai_zones.aws.cluster_roles import (
    CONTROL_PLANE_POLICIES,
    NETWORK_PLUGIN_POLICIES,
    NODE_POLICIES,
    build_role,
    control_plane_trust,
    node_trust,
    pod_trust,
)
from ai_zones.aws.log_groups import build_named_log_group
from ai_zones.aws.naming import child, partition_of
from ai_zones.aws.reference_maps import in_order
from ai_zones.aws.tags import tags_for

LOGS = ("api", "audit", "authenticator", "controllerManager", "scheduler")
NETWORK_PLUGIN = "aws-node"
"""Service account of the Amazon VPC CNI plugin."""


class AwsCluster(pulumi.ComponentResource):
    """Private, encrypted, recorded cluster with Bottlerocket nodes. Protected by Pulumi and by AWS: `destroy` refuses it.

    Its name in AWS is the component's: choose one that begins as the zone's other names do, so that its endpoints' policies admit it.
    What it depends on (`opts`) stands before its first node: give it the zone's endpoints, by which nodes join.
    Raises `InvalidInputError` before anything is registered.
    """

    cluster_name: pulumi.Output[str]
    """Name of the cluster."""
    cluster_arn: pulumi.Output[str]
    """ARN of the cluster."""
    endpoint: pulumi.Output[str]
    """Address of the API server; it resolves inside the zone's network only."""
    certificate_authority: pulumi.Output[str]
    """Certificate by which the API server is known, PEM in base64."""
    oidc_issuer: pulumi.Output[str]
    """Issuer of service accounts' tokens: what Vault's JWT login trusts."""
    node_role_arn: pulumi.Output[str]
    """Role of the nodes."""
    log_group_arn: pulumi.Output[str]
    """Log group of the control plane."""

    def __init__(self, name: str, args: AwsClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        cluster = Cluster.parse(name, args)
        super().__init__("ai-zones:index:AwsCluster", name, {}, opts)
        awaited = _awaited(opts)
        place = {"region": cluster.region, "account_id": cluster.account_id}
        logs = self._logs(name, cluster)
        control, control_ready = self._role(
            name, "control-plane", "Control plane of the cluster", control_plane_trust(name, **place), CONTROL_PLANE_POLICIES, cluster
        )
        node, node_ready = self._role(name, "node", "Nodes of the cluster", node_trust(), NODE_POLICIES, cluster)
        plugin, plugin_ready = self._role(
            name, "network-plugin", "Gives pods their addresses", pod_trust(name, **place), NETWORK_PLUGIN_POLICIES, cluster
        )
        built = self._cluster(name, cluster, control.arn, [logs, *control_ready])
        before = [
            build_add_on(
                name,
                add_on,
                cluster,
                built=built,
                after=plugin_ready,
                parent=self,
                roles={NETWORK_PLUGIN: plugin.arn} if add_on == "vpc-cni" else None,
            )
            for add_on in BEFORE_NODES
        ]
        nodes = [
            build_nodes(name, key, group, cluster, built=built, role_arn=node.arn, after=[*before, *node_ready, *awaited], parent=self)
            for key, group in sorted(cluster.nodes.items())
        ]
        for add_on in AFTER_NODES:
            build_add_on(name, add_on, cluster, built=built, after=[*nodes], parent=self)
        for key, access in sorted(cluster.access.items()):
            self._access(name, key, access, cluster, built)
        self._pods(name, cluster, built)

        self.cluster_name = built.name
        self.cluster_arn = built.arn
        self.endpoint = built.endpoint
        self.certificate_authority = built.certificate_authority.apply(lambda one: one.data if one else "")
        self.oidc_issuer = built.identities.apply(_issuer)
        self.node_role_arn = node.arn
        self.log_group_arn = logs.arn
        self.register_outputs(
            {
                "clusterName": self.cluster_name,
                "clusterArn": self.cluster_arn,
                "endpoint": self.endpoint,
                "certificateAuthority": self.certificate_authority,
                "oidcIssuer": self.oidc_issuer,
                "nodeRoleArn": self.node_role_arn,
                "logGroupArn": self.log_group_arn,
            }
        )

    def _logs(self, name: str, cluster: Cluster) -> cloudwatch.LogGroup:
        return build_named_log_group(
            child(name, "logs"),
            control_plane_log_group(name),
            zone=cluster.zone,
            kms_key_arn=cluster.kms_key_arn,
            retention_days=cluster.log_retention_days,
            deletion_protection=not cluster.removable,
            extra_tags=cluster.tags,
            parent=self,
        )

    def _role(
        self, name: str, part: str, description: str, trust: str, policies: tuple[str, ...], cluster: Cluster
    ) -> tuple[iam.Role, list[pulumi.Resource]]:
        return build_role(
            name,
            part,
            description=f"{description} of the {cluster.zone} zone",
            trust=trust,
            policies=policies,
            zone=cluster.zone,
            region=cluster.region,
            extra_tags=cluster.tags,
            parent=self,
        )

    def _cluster(self, name: str, cluster: Cluster, role_arn: pulumi.Input[str], after: list[pulumi.Resource]) -> eks.Cluster:
        return eks.Cluster(
            child(name, "cluster"),
            name=cluster_name(name),
            version=cluster.kubernetes_version,
            role_arn=role_arn,
            # EKS's own access entries alone: no map in the cluster that a pod could write itself into, and no rights for who made it.
            access_config=eks.ClusterAccessConfigArgs(authentication_mode="API", bootstrap_cluster_creator_admin_permissions=False),
            # What it would install by itself has no pinned version.
            bootstrap_self_managed_addons=False,
            deletion_protection=not cluster.removable,
            enabled_cluster_log_types=list(LOGS),
            encryption_config=eks.ClusterEncryptionConfigArgs(
                provider=eks.ClusterEncryptionConfigProviderArgs(key_arn=cluster.kms_key_arn), resources=["secrets"]
            ),
            kubernetes_network_config=eks.ClusterKubernetesNetworkConfigArgs(ip_family="ipv4", service_ipv4_cidr=cluster.service_cidr),
            upgrade_policy=eks.ClusterUpgradePolicyArgs(support_type="STANDARD"),
            vpc_config=eks.ClusterVpcConfigArgs(
                subnet_ids=in_order(cluster.control_plane_subnet_ids),
                security_group_ids=[cluster.control_plane_security_group_id],
                endpoint_private_access=True,
                endpoint_public_access=False,
            ),
            zonal_shift_config=eks.ClusterZonalShiftConfigArgs(enabled=not cluster.single_availability_zone),
            tags=tags_for(cluster.zone, name, extra=cluster.tags),
            opts=pulumi.ResourceOptions(parent=self, protect=not cluster.removable, depends_on=after),
        )

    def _access(self, name: str, key: str, access: ClusterAccess, cluster: Cluster, built: eks.Cluster) -> None:
        label = child(name, "access", key)
        entry = eks.AccessEntry(
            label,
            cluster_name=built.name,
            principal_arn=access.role_arn,
            type="STANDARD",
            kubernetes_groups=access.groups,
            tags=tags_for(cluster.zone, label, extra=cluster.tags),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )
        if access.power is None:
            return
        whole = access.power is AwsClusterPower.ADMINISTER
        eks.AccessPolicyAssociation(
            child(label, "power"),
            cluster_name=built.name,
            principal_arn=entry.principal_arn,
            policy_arn=f"arn:{partition_of(cluster.region)}:eks::aws:cluster-access-policy/{access.power}",
            access_scope=eks.AccessPolicyAssociationAccessScopeArgs(
                type="cluster" if whole else "namespace", namespaces=None if whole else access.namespaces
            ),
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
        )

    def _pods(self, name: str, cluster: Cluster, built: eks.Cluster) -> None:
        for key, pod in sorted(cluster.pods.items()):
            label = child(name, "pod", key)
            eks.PodIdentityAssociation(
                label,
                cluster_name=built.name,
                namespace=pod.namespace,
                service_account=pod.service_account,
                role_arn=pod.role_arn,
                disable_session_tags=False,
                tags=tags_for(cluster.zone, label, extra=cluster.tags),
                opts=pulumi.ResourceOptions(parent=self, delete_before_replace=True),
            )


def _awaited(opts: pulumi.ResourceOptions | None) -> list[Any]:
    """What the component waits for: Pulumi does not hand it down to children by itself."""
    given = opts.depends_on if opts else None
    return [] if given is None else [*given] if isinstance(given, Sequence) else [given]


def _issuer(identities: list[eks.outputs.ClusterIdentity] | None) -> str:
    return str(identities[0].oidcs[0].issuer) if identities and identities[0].oidcs else ""
