"""Kubernetes on AKS, for one zone: an API server in the zone's network alone, and nodes without a road out.

Nothing of it has a way to the internet: nodes start from what the zone's registry has cached (`outboundType: none`), and are reached by nobody.
Sources: Azure Kubernetes Service documentation, "Network isolated AKS clusters", "API Server VNet Integration", "Create a private AKS cluster",
"Use Azure role-based access control for Kubernetes Authorization", "Manage local accounts", "Workload identity overview", "Azure CNI Overlay",
"Azure CNI powered by Cilium", "Add Key Management Service etcd encryption", "Use Image Cleaner", "Access a private cluster with command invoke"
(disabled: it is a shell for whoever may read), "Fully managed resource group with lockdown", "Monitor AKS: resource logs"; 45 CFR 164.312(b).
"""

import pulumi
from pulumi_azure_native import compute, containerservice

from ai_zones.azure.cluster_input import CLUSTER, AzureClusterArgs, Cluster, cluster_name
from ai_zones.azure.cluster_pools import pool_properties
from ai_zones.azure.cluster_roles import ClusterIdentity, build_identities
from ai_zones.azure.diagnostics import diagnose
from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.protection import lock

ENCRYPTION_SET = "Microsoft.Compute/diskEncryptionSets"
CLEANED_EVERY_HOURS = 48
BOOTSTRAP_SOURCE, BOOTSTRAP_TARGET = "mcr.microsoft.com/*", "aks-managed-repository/*"
"""What nodes start from, as the registry caches it (Network isolated AKS clusters, "Deploy with bring your own ACR")."""


def bootstrap_cache() -> dict[str, dict[str, str]]:
    """Cache rule of the registry that a cluster starts from, as `AzureContainerRegistry` takes it."""
    return {"aks-managed-mcr": {"source_repository": BOOTSTRAP_SOURCE, "target_repository": BOOTSTRAP_TARGET}}


class AzureCluster(pulumi.ComponentResource):
    """Private, isolated, encrypted, recorded cluster. Protected by Pulumi and by a lock: `destroy` refuses it."""

    cluster_id: str
    """Id of the cluster."""
    cluster_name: str
    """Name of the cluster."""
    endpoint: pulumi.Output[str]
    """Host name of the API server; it resolves in the zone's network only. Azure gives out no authority of its certificate but in a kubeconfig."""
    oidc_issuer: pulumi.Output[str]
    """Issuer of service accounts' tokens: what Vault's JWT login and workload identities trust."""
    kubelet_identity_id: str
    """Identity of the nodes."""

    def __init__(self, name: str, args: AzureClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Cluster.parse(name, args)
        super().__init__("ai-zones:index:AzureCluster", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.cluster_name = cluster_name(name)
        self.cluster_id = given.id_of(CLUSTER, self.cluster_name)
        self._set_name = resource_name(Kind.COMPUTE, name, "disks")
        control, kubelet = build_identities(name, given, self)
        cluster = self._cluster(control, kubelet, [self._disks(), *control.ready, *kubelet.ready])
        for label in sorted(given.pools):
            self._pool(label, cluster)
        diagnose(
            name,
            "logs",
            resource_id=self.cluster_id,
            workspace_id=given.log_workspace_id,
            archive_account_id=given.log_account_id,
            parent=self,
            depends_on=[cluster],
        )
        lock(name, "lock", scope=self.cluster_id, of=cluster, removable=given.removable, parent=self)
        self.endpoint = cluster.private_fqdn
        self.oidc_issuer = cluster.oidc_issuer_profile.apply(lambda one: (one.issuer_url if one else None) or "")
        self.kubelet_identity_id = kubelet.id
        self.register_outputs(
            {
                "clusterId": self.cluster_id,
                "clusterName": self.cluster_name,
                "endpoint": self.endpoint,
                "oidcIssuer": self.oidc_issuer,
                "kubeletIdentityId": self.kubelet_identity_id,
            }
        )

    def _disks(self) -> pulumi.Resource:
        given = self._given
        made: pulumi.Resource = compute.DiskEncryptionSet(
            child(self._name, "disks"),
            disk_encryption_set_name=self._set_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            encryption_type="EncryptionAtRestWithPlatformAndCustomerKeys",
            active_key=compute.KeyForDiskEncryptionSetArgs(
                key_url=given.key.exact_uri, source_vault=compute.SourceVaultArgs(id=given.key_vault_id)
            ),
            rotation_to_latest_key_version_enabled=True,
            identity=compute.EncryptionSetIdentityArgs(type="UserAssigned", user_assigned_identities=[given.key.identity_id]),
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(parent=self, protect=not given.removable),
        )
        return made

    def _cluster(self, control: ClusterIdentity, kubelet: ClusterIdentity, after: list[pulumi.Resource]) -> containerservice.ManagedCluster:
        given = self._given
        least = given.system_pool.minimum if given.system_pool.minimum is not None else 3
        return containerservice.ManagedCluster(
            child(self._name, "cluster"),
            resource_name_=self.cluster_name,
            resource_group_name=given.resource_group_name,
            location=given.location,
            dns_prefix=self.cluster_name[:54].rstrip("-"),
            kubernetes_version=given.kubernetes_version,
            node_resource_group=f"{self.cluster_name}-nodes",
            # What Azure puts there is Azure's to change: by hand a node could be given a public address.
            node_resource_group_profile=containerservice.ManagedClusterNodeResourceGroupProfileArgs(restriction_level="ReadOnly"),
            sku=containerservice.ManagedClusterSKUArgs(name="Base", tier="Standard"),
            identity=containerservice.ManagedClusterIdentityArgs(
                type=containerservice.ResourceIdentityType.USER_ASSIGNED, user_assigned_identities=[control.id]
            ),
            identity_profile={
                "kubeletidentity": containerservice.UserAssignedIdentityArgs(
                    resource_id=kubelet.id, client_id=kubelet.resource.client_id, object_id=kubelet.resource.principal_id
                )
            },
            # People and programs are of Entra ID, their rights are Azure roles: there is no certificate that outlives either.
            disable_local_accounts=True,
            enable_rbac=True,
            aad_profile=containerservice.ManagedClusterAADProfileArgs(
                managed=True, enable_azure_rbac=True, tenant_id=given.tenant_id, admin_group_object_ids=given.administrator_group_ids
            ),
            api_server_access_profile=containerservice.ManagedClusterAPIServerAccessProfileArgs(
                enable_private_cluster=True,
                enable_private_cluster_public_fqdn=False,
                enable_vnet_integration=True,
                subnet_id=given.api_server_subnet_id,
                private_dns_zone=given.private_zone_id,
                disable_run_command=True,
            ),
            bootstrap_profile=containerservice.ManagedClusterBootstrapProfileArgs(
                artifact_source=containerservice.ArtifactSource.CACHE, container_registry_id=given.registry_id
            ),
            network_profile=containerservice.ContainerServiceNetworkProfileArgs(
                network_plugin="azure",
                network_plugin_mode="overlay",
                network_dataplane="cilium",
                network_policy="cilium",
                outbound_type="none",
                load_balancer_sku="standard",
                ip_families=["IPv4"],
                pod_cidr=str(given.pod_cidr),
                service_cidr=str(given.service_cidr),
                dns_service_ip=given.dns_service,
            ),
            disk_encryption_set_id=given.id_of(ENCRYPTION_SET, self._set_name),
            oidc_issuer_profile=containerservice.ManagedClusterOIDCIssuerProfileArgs(enabled=True),
            security_profile=containerservice.ManagedClusterSecurityProfileArgs(
                azure_key_vault_kms=containerservice.AzureKeyVaultKmsArgs(
                    enabled=True,
                    key_id=given.secrets_key.exact_uri,
                    key_vault_network_access="Private",
                    key_vault_resource_id=given.key_vault_id,
                ),
                defender=containerservice.ManagedClusterSecurityProfileDefenderArgs(
                    log_analytics_workspace_resource_id=given.log_workspace_id,
                    security_monitoring=containerservice.ManagedClusterSecurityProfileDefenderSecurityMonitoringArgs(enabled=True),
                ),
                image_cleaner=containerservice.ManagedClusterSecurityProfileImageCleanerArgs(
                    enabled=True, interval_hours=CLEANED_EVERY_HOURS
                ),
                workload_identity=containerservice.ManagedClusterSecurityProfileWorkloadIdentityArgs(enabled=True),
            ),
            addon_profiles={"azurepolicy": containerservice.ManagedClusterAddonProfileArgs(enabled=True)},
            auto_upgrade_profile=containerservice.ManagedClusterAutoUpgradeProfileArgs(
                upgrade_channel="patch", node_os_upgrade_channel="NodeImage"
            ),
            agent_pool_profiles=[
                {
                    "name": "system",
                    "mode": "System",
                    "node_taints": ["CriticalAddonsOnly=true:NoSchedule", *given.system_pool.taints],
                    **pool_properties(given, given.system_pool, least=least),
                }
            ],
            tags=given.tags_of(),
            opts=pulumi.ResourceOptions(
                parent=self, protect=not given.removable, depends_on=after, ignore_changes=["agentPoolProfiles[0].count"]
            ),
        )

    def _pool(self, label: str, cluster: pulumi.Resource) -> None:
        given, pool = self._given, self._given.pools[label]
        least = pool.minimum if pool.minimum is not None else 1
        containerservice.AgentPool(
            child(self._name, "pool", label),
            resource_name_=self.cluster_name,
            agent_pool_name=label,
            resource_group_name=given.resource_group_name,
            mode="User",
            node_taints=pool.taints,
            **pool_properties(given, pool, least=least),
            # An autoscaler moves the size between its bounds; a preview must not move it back.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[cluster], delete_before_replace=True, ignore_changes=["count"]),
        )
