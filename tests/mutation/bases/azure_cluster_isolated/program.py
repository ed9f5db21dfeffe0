"""A network-isolated cluster for inference: no outbound type, a cached registry, an API server in a subnet. The records stand beside it, joined to nothing.

Modelled on Azure Kubernetes Service, "Deploy network isolated AKS clusters", "Use API Server VNet Integration", "Add Key Management Service (KMS) etcd
encryption", "Pod Sandboxing with AKS".
"""

import pulumi
from pulumi_azure_native import authorization, containerregistry, containerservice, managedidentity, network

from tests.mutation.bases import azure_house as house
from tests.mutation.bases import azure_parts as parts

CIDR, NODES, API = "10.71.0.0/16", "10.71.4.0/22", "10.71.2.0/28"
llm = house.ground(
    "llm",
    "inference",
    CIDR,
    subnets={"workload": NODES, "endpoint": "10.71.1.0/24"},
    rules={"workload": house.to_own(CIDR, "443", "4443", "9988", "10250")},
    allowed=("azurecr.io.", "azmk8s.io."),
)
asked = network.NetworkSecurityGroup(
    "api",
    resource_group_name=llm.name,
    network_security_group_name="api",
    security_rules=[*house.to_own(CIDR, "443", "4443", "9988", "10250"), *house.denies()],
)
api = network.Subnet(
    "api",
    resource_group_name=llm.name,
    virtual_network_name=llm.net.vnet.name,
    subnet_name="api",
    address_prefix=API,
    default_outbound_access=False,
    delegations=[{"name": "aks", "service_name": "Microsoft.ContainerService/managedClusters"}],
    network_security_group={"id": asked.id},
    route_table={"id": llm.net.table.id} if llm.net.table else None,
)
images = containerregistry.Registry(
    "images",
    resource_group_name=llm.name,
    registry_name="crllmclinic",
    sku={"name": "Premium"},
    admin_user_enabled=False,
    anonymous_pull_enabled=False,
    public_network_access="Disabled",
    network_rule_bypass_options="None",
    network_rule_set={"default_action": "Deny"},
    data_endpoint_enabled=True,
    zone_redundancy="Enabled",
    encryption={
        "status": "enabled",
        "key_vault_properties": {"identity": llm.key.identity.client_id, "key_identifier": llm.key.key.key_uri_with_version},
    },
    identity={"type": "UserAssigned", "user_assigned_identities": llm.key.identity.id.apply(lambda one: {one: {}})},
    policies={
        "export_policy": {"status": "disabled"},
        "quarantine_policy": {"status": "disabled"},
        "retention_policy": {"status": "enabled", "days": 30},
        "azure_ad_authentication_as_arm_policy": {"status": "disabled"},
    },
    tags={"ai-zone": "inference", "data-class": "internal"},
    opts=pulumi.ResourceOptions(depends_on=[llm.key.grant]),
)
containerregistry.CacheRule(
    "cached",
    resource_group_name=llm.name,
    registry_name=images.name,
    cache_rule_name="aks-managed-mcr",
    source_repository="mcr.microsoft.com/*",
    target_repository="aks-managed-repository/*",
)
llm.recorded("images", images)
house.kept("images", images)
llm.endpoint("images", images, "registry")
disks = parts.disk_keys("disks", llm)
names = house.private_zone("api-names", llm.name, "privatelink.westeurope.azmk8s.io", llm.vnet)


def identity(name: str, **roles: tuple[pulumi.Input[str], str]) -> tuple[managedidentity.UserAssignedIdentity, list[pulumi.Resource]]:
    """An identity with its roles, each of one thing."""
    made = managedidentity.UserAssignedIdentity(name, resource_group_name=llm.name, resource_name_=name)
    granted = [
        authorization.RoleAssignment(
            f"{name}-{label}",
            scope=scope,
            role_definition_id=house.role(role),
            principal_id=made.principal_id,
            principal_type="ServicePrincipal",
        )
        for label, (scope, role) in roles.items()
    ]
    return made, list(granted)


PULLS, NETWORKS, NAMES = (
    "7f951dda-4ed3-4680-a7ca-43fe172d538d",
    "4d97b98b-1d4f-4787-a291-c67834d212e7",
    "b12aa53e-6015-4669-85d0-8515ebb3ae7f",
)
OPERATES = "f1a07417-d97a-45cb-824c-7a7467783830"
kubelet, pulls = identity("kubelet", images=(images.id, PULLS))
control, rights = identity(
    "control", nodes=(llm.subnet("workload"), NETWORKS), api=(api.id, NETWORKS), names=(names.id, NAMES), kubelet=(kubelet.id, OPERATES)
)
cluster = containerservice.ManagedCluster(
    "answers",
    resource_group_name=llm.name,
    resource_name_="answers",
    dns_prefix="answers",
    kubernetes_version="1.33",
    node_resource_group="rg-answers-nodes",
    node_resource_group_profile={"restriction_level": "ReadOnly"},
    sku={"name": "Base", "tier": "Standard"},
    identity={"type": "UserAssigned", "user_assigned_identities": [control.id]},
    identity_profile={"kubeletidentity": {"resource_id": kubelet.id, "client_id": kubelet.client_id, "object_id": kubelet.principal_id}},
    disable_local_accounts=True,
    enable_rbac=True,
    aad_profile={"managed": True, "enable_azure_rbac": True, "tenant_id": house.TENANT},
    api_server_access_profile={
        "enable_private_cluster": True,
        "enable_private_cluster_public_fqdn": False,
        "enable_vnet_integration": True,
        "subnet_id": api.id,
        "private_dns_zone": names.id,
        "disable_run_command": True,
    },
    bootstrap_profile={"artifact_source": "Cache", "container_registry_id": images.id},
    network_profile={
        "network_plugin": "azure",
        "network_plugin_mode": "overlay",
        "network_dataplane": "cilium",
        "network_policy": "cilium",
        "outbound_type": "none",
        "load_balancer_sku": "standard",
        "pod_cidr": "10.244.0.0/16",
        "service_cidr": "10.245.0.0/20",
        "dns_service_ip": "10.245.0.10",
    },
    disk_encryption_set_id=disks.id,
    oidc_issuer_profile={"enabled": True},
    security_profile={
        "azure_key_vault_kms": {
            "enabled": True,
            "key_id": llm.key.key.key_uri_with_version,
            "key_vault_network_access": "Private",
            "key_vault_resource_id": llm.key.vault.id,
        },
        "defender": {"log_analytics_workspace_resource_id": llm.logs.workspace.id, "security_monitoring": {"enabled": True}},
        "workload_identity": {"enabled": True},
    },
    addon_profiles={"azurepolicy": {"enabled": True}},
    auto_upgrade_profile={"upgrade_channel": "patch", "node_os_upgrade_channel": "NodeImage"},
    agent_pool_profiles=[
        {
            "name": "system",
            "mode": "System",
            "count": 3,
            "vm_size": "Standard_D4ds_v5",
            "vnet_subnet_id": llm.subnet("workload"),
            "os_type": "Linux",
            "os_sku": "AzureLinux",
            "type": "VirtualMachineScaleSets",
            "enable_node_public_ip": False,
            "enable_encryption_at_host": True,
            "security_profile": {"enable_secure_boot": True, "enable_vtpm": True, "ssh_access": "Disabled"},
        }
    ],
    tags={"ai-zone": "inference"},
    opts=pulumi.ResourceOptions(protect=True, depends_on=[*rights, *pulls, llm.key.grant]),
)
llm.recorded("answers", cluster)
house.kept("answers", cluster)
# Models of others share no kernel with the node.
containerservice.AgentPool(
    "sandboxed",
    resource_group_name=llm.name,
    resource_name_=cluster.name,
    agent_pool_name="sandboxed",
    mode="User",
    count=2,
    vm_size="Standard_D8ds_v5",
    vnet_subnet_id=llm.subnet("workload"),
    os_type="Linux",
    os_sku="AzureLinux",
    type="VirtualMachineScaleSets",
    workload_runtime="KataVmIsolation",
    node_taints=["sandboxed=true:NoSchedule"],
    enable_node_public_ip=False,
    enable_encryption_at_host=True,
    security_profile={"enable_secure_boot": False, "enable_vtpm": False, "ssh_access": "Disabled"},
)
# The records stand beside it, joined to nothing.
house.ground("records", "phi", "10.9.0.0/16", beside=llm)
