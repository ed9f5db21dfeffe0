"""Kubernetes on GKE, for one zone: a control plane at an address of the zone's network alone, and nodes without a road out.

It needs no Cloud NAT: images and logs go by the network's road to Google's APIs, names are answered on each node by Cloud DNS.
Sources: Google Kubernetes Engine documentation, "Harden your cluster's security", "About network isolation in GKE", "Customize network isolation"
(private endpoint in a subnetwork of one's own, by Private Service Connect), "GKE Dataplane V2", "Authenticate to Google Cloud APIs from GKE
workloads", "GKE Sandbox", "Encrypt workload data in-use with Confidential GKE Nodes", "Encrypt Secrets at the application layer", "Use
customer-managed encryption keys" (boot disks), "About GKE logs", "Use network policy logging", "About the security posture dashboard", "Disable the
kubelet read-only port", "Use Cloud DNS for GKE", "Maintenance windows and exclusions"; 45 CFR 164.312(b) (audit controls).
"""

import pulumi
from pulumi_gcp import container, projects

from ai_zones.gcp.cluster_input import PODS_A_NODE, Cluster, ClusterPool, GcpClusterArgs
from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.plan.tags import ZONE

LOGS = ("SYSTEM_COMPONENTS", "WORKLOADS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER")
METRICS = ("SYSTEM_COMPONENTS", "APISERVER", "CONTROLLER_MANAGER", "SCHEDULER")
NODE_ROLE = "roles/container.defaultNodeServiceAccount"
SCOPE = "https://www.googleapis.com/auth/cloud-platform"
NIGHTS = {"start_time": "2026-01-03T01:00:00Z", "end_time": "2026-01-03T07:00:00Z", "recurrence": "FREQ=WEEKLY;BYDAY=SA,SU"}
"""Six hours in the nights of the weekend: Google asks for 48 hours in any 32 days."""


class GcpCluster(pulumi.ComponentResource):
    """Private, encrypted, recorded cluster with confidential and sandboxed nodes. Protected by Pulumi and by Google: `destroy` refuses it."""

    cluster_path: str
    """Path of the cluster."""
    cluster_name: str
    """Name of the cluster."""
    endpoint: pulumi.Output[str]
    """Address of the control plane, in the zone's network alone."""
    certificate_authority: pulumi.Output[str]
    """Certificate by which the API server is known, PEM in base64."""
    oidc_issuer: str
    """Issuer of service accounts' tokens: what Vault's JWT login trusts."""

    def __init__(self, name: str, args: GcpClusterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Cluster.parse(name, args)
        super().__init__("ai-zones:index:GcpCluster", name, {}, children_wait(opts))
        self.cluster_name, self.cluster_path = given.cluster_name, given.cluster_path
        self.oidc_issuer = f"https://container.googleapis.com/v1/{given.cluster_path}"
        granted = projects.IAMMember(
            child(name, "nodes", "report"),
            project=given.project,
            role=NODE_ROLE,
            member=f"serviceAccount:{given.node_service_account}",
            opts=after(self),
        )
        cluster = self._cluster(name, given, granted)
        for label, pool in sorted(given.pools.items()):
            self._pool(name, label, pool, given, cluster)
        self.endpoint = cluster.private_cluster_config.apply(lambda one: (one.private_endpoint if one else None) or "")
        self.certificate_authority = cluster.master_auth.apply(lambda one: (one.cluster_ca_certificate if one else None) or "")
        self.register_outputs(
            {
                "clusterPath": self.cluster_path,
                "clusterName": self.cluster_name,
                "endpoint": self.endpoint,
                "certificateAuthority": self.certificate_authority,
                "oidcIssuer": self.oidc_issuer,
            }
        )

    def _cluster(self, name: str, given: Cluster, *before: pulumi.Resource) -> container.Cluster:
        pods, services = given.ranges
        held = not given.removable
        return container.Cluster(
            child(name, "cluster"),
            name=given.cluster_name,
            project=given.project,
            location=given.region,
            network=given.network,
            subnetwork=given.subnetwork,
            networking_mode="VPC_NATIVE",
            ip_allocation_policy=container.ClusterIpAllocationPolicyArgs(
                cluster_secondary_range_name=pods, services_secondary_range_name=services, stack_type="IPV4"
            ),
            default_max_pods_per_node=PODS_A_NODE,
            # Each pool is a resource of its own; the first, which Google makes, goes at once. Until then it acts as no default account.
            remove_default_node_pool=True,
            initial_node_count=1,
            node_config=container.ClusterNodeConfigArgs(
                service_account=given.node_service_account,
                oauth_scopes=[SCOPE],
                boot_disk_kms_key=given.disk_kms_key,
                shielded_instance_config=container.ClusterNodeConfigShieldedInstanceConfigArgs(
                    enable_secure_boot=True, enable_integrity_monitoring=True
                ),
            ),
            private_cluster_config=container.ClusterPrivateClusterConfigArgs(
                enable_private_nodes=True,
                enable_private_endpoint=True,
                private_endpoint_subnetwork=given.endpoint_subnetwork,
                master_global_access_config=container.ClusterPrivateClusterConfigMasterGlobalAccessConfigArgs(enabled=False),
            ),
            control_plane_endpoints_config=container.ClusterControlPlaneEndpointsConfigArgs(
                dns_endpoint_config=container.ClusterControlPlaneEndpointsConfigDnsEndpointConfigArgs(allow_external_traffic=False)
            ),
            master_authorized_networks_config=container.ClusterMasterAuthorizedNetworksConfigArgs(
                cidr_blocks=[
                    container.ClusterMasterAuthorizedNetworksConfigCidrBlockArgs(cidr_block=str(cidr), display_name=f"programs-{at}")
                    for at, cidr in enumerate(given.client_cidrs, 1)
                ],
                gcp_public_cidrs_access_enabled=False,
                private_endpoint_enforcement_enabled=True,
            ),
            master_auth=container.ClusterMasterAuthArgs(
                client_certificate_config=container.ClusterMasterAuthClientCertificateConfigArgs(issue_client_certificate=False)
            ),
            enable_legacy_abac=False,
            enable_kubernetes_alpha=False,
            enable_shielded_nodes=True,
            enable_intranode_visibility=True,
            datapath_provider="ADVANCED_DATAPATH",
            in_transit_encryption_config="IN_TRANSIT_ENCRYPTION_INTER_NODE_TRANSPARENT",
            default_snat_status=container.ClusterDefaultSnatStatusArgs(disabled=True),
            dns_config=container.ClusterDnsConfigArgs(
                cluster_dns="CLOUD_DNS", cluster_dns_scope="CLUSTER_SCOPE", cluster_dns_domain="cluster.local"
            ),
            # No service of a cluster may take an address that is not its own.
            service_external_ips_config=container.ClusterServiceExternalIpsConfigArgs(enabled=False),
            rbac_binding_config=container.ClusterRbacBindingConfigArgs(
                enable_insecure_binding_system_authenticated=False, enable_insecure_binding_system_unauthenticated=False
            ),
            database_encryption=container.ClusterDatabaseEncryptionArgs(state="ENCRYPTED", key_name=given.kms_key),
            workload_identity_config=container.ClusterWorkloadIdentityConfigArgs(workload_pool=f"{given.project}.svc.id.goog"),
            binary_authorization=container.ClusterBinaryAuthorizationArgs(evaluation_mode="PROJECT_SINGLETON_POLICY_ENFORCE"),
            security_posture_config=container.ClusterSecurityPostureConfigArgs(mode="BASIC", vulnerability_mode="VULNERABILITY_DISABLED"),
            release_channel=container.ClusterReleaseChannelArgs(channel=given.channel),
            maintenance_policy=container.ClusterMaintenancePolicyArgs(
                recurring_window=container.ClusterMaintenancePolicyRecurringWindowArgs(**NIGHTS)
            ),
            logging_config=container.ClusterLoggingConfigArgs(enable_components=list(LOGS)),
            monitoring_config=container.ClusterMonitoringConfigArgs(
                enable_components=list(METRICS),
                managed_prometheus=container.ClusterMonitoringConfigManagedPrometheusArgs(enabled=True),
                advanced_datapath_observability_config=container.ClusterMonitoringConfigAdvancedDatapathObservabilityConfigArgs(
                    enable_metrics=True, enable_relay=False
                ),
            ),
            node_pool_defaults=container.ClusterNodePoolDefaultsArgs(
                node_config_defaults=container.ClusterNodePoolDefaultsNodeConfigDefaultsArgs(
                    insecure_kubelet_readonly_port_enabled="FALSE", logging_variant="DEFAULT"
                )
            ),
            deletion_protection=held,
            resource_labels=given.labels_of(),
            opts=pulumi.ResourceOptions.merge(
                after(self, *before, protect=held), pulumi.ResourceOptions(ignore_changes=["nodeConfig", "initialNodeCount"])
            ),
        )

    def _pool(self, name: str, label: str, pool: ClusterPool, given: Cluster, cluster: pulumi.Resource) -> None:
        container.NodePool(
            child(name, "pool", label),
            name=label,
            project=given.project,
            location=given.region,
            cluster=given.cluster_name,
            initial_node_count=pool.minimum,
            autoscaling=container.NodePoolAutoscalingArgs(
                min_node_count=pool.minimum, max_node_count=pool.maximum, location_policy="BALANCED"
            ),
            management=container.NodePoolManagementArgs(auto_repair=True, auto_upgrade=True),
            upgrade_settings=container.NodePoolUpgradeSettingsArgs(strategy="SURGE", max_surge=1, max_unavailable=0),
            network_config=container.NodePoolNetworkConfigArgs(enable_private_nodes=True),
            max_pods_per_node=PODS_A_NODE,
            node_config=container.NodePoolNodeConfigArgs(
                machine_type=pool.machine_type,
                image_type="COS_CONTAINERD",
                disk_size_gb=pool.disk_gb,
                disk_type="pd-balanced",
                boot_disk_kms_key=given.disk_kms_key,
                service_account=given.node_service_account,
                oauth_scopes=[SCOPE],
                confidential_nodes=container.NodePoolNodeConfigConfidentialNodesArgs(enabled=True, confidential_instance_type="SEV")
                if pool.confidential
                else None,
                sandbox_config=container.NodePoolNodeConfigSandboxConfigArgs(type="GVISOR") if pool.sandboxed else None,
                shielded_instance_config=container.NodePoolNodeConfigShieldedInstanceConfigArgs(
                    enable_secure_boot=True, enable_integrity_monitoring=True
                ),
                workload_metadata_config=container.NodePoolNodeConfigWorkloadMetadataConfigArgs(mode="GKE_METADATA"),
                kubelet_config=container.NodePoolNodeConfigKubeletConfigArgs(insecure_kubelet_readonly_port_enabled="FALSE"),
                metadata={"disable-legacy-endpoints": "true"},
                labels={ZONE: given.zone},
                resource_labels=given.labels_of(),
            ),
            # An autoscaler moves the size between its bounds; a preview must not move it back.
            opts=pulumi.ResourceOptions.merge(after(self, cluster), pulumi.ResourceOptions(ignore_changes=["initialNodeCount"])),
        )
