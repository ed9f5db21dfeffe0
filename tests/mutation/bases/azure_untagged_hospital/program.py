"""A hospital's program from before anybody spoke of zones: one virtual network with everything inline, names by string, no tag at all.

Modelled on Azure SQL Database, "Tutorial: Connect to an Azure SQL server using an Azure private endpoint".
"""

import pulumi
from pulumi_azure_native import (
    authorization,
    dnsresolver,
    keyvault,
    managedidentity,
    monitor,
    network,
    operationalinsights,
    privatedns,
    resources,
    sql,
    storage,
)

SUBSCRIPTION = "11111111-aaaa-4bbb-8ccc-000000000001"
TENANT = "99999999-aaaa-4bbb-8ccc-00000000000f"
RG = "hospital-rg"
BASE = f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{RG}/providers"
group = resources.ResourceGroup("hospital-rg", resource_group_name=RG)
after_group = pulumi.ResourceOptions(depends_on=[group])
workspace = operationalinsights.Workspace(
    "hospital-logs",
    resource_group_name=RG,
    workspace_name="hospital-logs",
    sku={"name": "PerGB2018"},
    retention_in_days=730,
    public_network_access_for_ingestion="Disabled",
    public_network_access_for_query="Disabled",
    features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True},
    opts=after_group,
)
security = network.NetworkSecurityGroup(
    "hospital-nsg",
    resource_group_name=RG,
    network_security_group_name="hospital-nsg",
    security_rules=[
        {
            "name": "sql-inside",
            "priority": 100,
            "access": "Allow",
            "direction": direction,
            "protocol": "Tcp",
            "source_address_prefix": "VirtualNetwork",
            "source_port_range": "*",
            "destination_address_prefix": "VirtualNetwork",
            "destination_port_range": "1433",
        }
        | {"name": f"sql-{direction.lower()}"}
        for direction in ("Inbound", "Outbound")
    ]
    + [
        {
            "name": f"deny-{direction.lower()}",
            "priority": 4096,
            "access": "Deny",
            "direction": direction,
            "protocol": "*",
            "source_address_prefix": "*",
            "source_port_range": "*",
            "destination_address_prefix": "*",
            "destination_port_range": "*",
        }
        for direction in ("Inbound", "Outbound")
    ],
    opts=after_group,
)
routes = network.RouteTable(
    "hospital-routes",
    resource_group_name=RG,
    route_table_name="hospital-routes",
    disable_bgp_route_propagation=True,
    routes=[{"name": "drop", "address_prefix": "0.0.0.0/0", "next_hop_type": "None"}],
    opts=after_group,
)
inner = {
    "network_security_group": {"id": security.id},
    "route_table": {"id": routes.id},
    "default_outbound_access": False,
    "private_endpoint_network_policies": "Enabled",
}
vnet = network.VirtualNetwork(
    "hospital-vnet",
    resource_group_name=RG,
    virtual_network_name="hospital-vnet",
    address_space={"address_prefixes": ["10.41.0.0/16"]},
    subnets=[
        {"name": "app", "address_prefix": "10.41.0.0/24", **inner},
        {"name": "data", "address_prefix": "10.41.1.0/24", **inner},
    ],
    opts=after_group,
)
names = dnsresolver.DnsResolverPolicy("hospital-dns", resource_group_name=RG, dns_resolver_policy_name="hospital-dns", opts=after_group)
every = dnsresolver.DnsResolverDomainList(
    "hospital-dns-all", resource_group_name=RG, dns_resolver_domain_list_name="hospital-dns-all", domains=["."], opts=after_group
)
dnsresolver.DnsSecurityRule(
    "hospital-dns-all",
    resource_group_name=RG,
    dns_resolver_policy_name=names.name,
    dns_security_rule_name="all",
    priority=1000,
    action={"action_type": "Block", "block_response_code": "SERVFAIL"},
    dns_resolver_domain_lists=[{"id": every.id}],
    dns_security_rule_state="Enabled",
)
dnsresolver.DnsResolverPolicyVirtualNetworkLink(
    "hospital-dns",
    resource_group_name=RG,
    dns_resolver_policy_name=names.name,
    dns_resolver_policy_virtual_network_link_name="hospital-dns",
    virtual_network={"id": vnet.id},
)
identity = managedidentity.UserAssignedIdentity("hospital-keys", resource_group_name=RG, resource_name_="hospital-keys", opts=after_group)
vault = keyvault.Vault(
    "hospital-kv",
    resource_group_name=RG,
    vault_name="hospital-kv",
    properties={
        "tenant_id": TENANT,
        "sku": {"family": "A", "name": "premium"},
        "enable_rbac_authorization": True,
        "enable_soft_delete": True,
        "soft_delete_retention_in_days": 90,
        "enable_purge_protection": True,
        "public_network_access": "Disabled",
        "network_acls": {"bypass": "AzureServices", "default_action": "Deny"},
    },
    opts=after_group,
)
key = keyvault.Key(
    "hospital-sql",
    resource_group_name=RG,
    vault_name="hospital-kv",
    key_name="sql",
    properties={
        "kty": "RSA-HSM",
        "key_size": 3072,
        "key_ops": ["wrapKey", "unwrapKey"],
        "attributes": {"expires": 1830297600},
        "rotation_policy": {
            "attributes": {"expiry_time": "P1Y"},
            "lifetime_actions": [{"action": {"type": "rotate"}, "trigger": {"time_before_expiry": "P30D"}}],
        },
    },
    opts=pulumi.ResourceOptions(depends_on=[vault]),
)
grant = authorization.RoleAssignment(
    "hospital-keys",
    scope=f"{BASE}/Microsoft.KeyVault/vaults/hospital-kv/keys/sql",
    role_definition_id=f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/e147488a-f6f5-4113-8e2d-b22465e65bf6",
    principal_id=identity.principal_id,
    principal_type="ServicePrincipal",
    opts=pulumi.ResourceOptions(depends_on=[key]),
)
server = sql.Server(
    "hospital-sql",
    resource_group_name=RG,
    server_name="hospital-sql",
    version="12.0",
    minimal_tls_version="1.2",
    public_network_access="Disabled",
    restrict_outbound_network_access="Enabled",
    administrators={
        "administrator_type": "ActiveDirectory",
        "azure_ad_only_authentication": True,
        "login": "dba",
        "principal_type": "Group",
        "sid": "77777777-aaaa-4bbb-8ccc-000000000007",
        "tenant_id": TENANT,
    },
    identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]},
    primary_user_assigned_identity_id=identity.id,
    key_id=key.key_uri_with_version,
    opts=pulumi.ResourceOptions(protect=True, depends_on=[grant]),
)
database = sql.Database(
    "hospital-records",
    resource_group_name=RG,
    server_name="hospital-sql",
    database_name="hospital-records",
    sku={"name": "GP_Gen5_4", "tier": "GeneralPurpose", "family": "Gen5", "capacity": 4},
    requested_backup_storage_redundancy="Zone",
    zone_redundant=True,
    read_scale="Disabled",
    opts=pulumi.ResourceOptions(protect=True, depends_on=[server]),
)
sql.TransparentDataEncryption(
    "hospital-records",
    resource_group_name=RG,
    server_name="hospital-sql",
    database_name="hospital-records",
    tde_name="current",
    state="Enabled",
    opts=pulumi.ResourceOptions(depends_on=[database]),
)
sql.BackupShortTermRetentionPolicy(
    "hospital-records",
    resource_group_name=RG,
    server_name="hospital-sql",
    database_name="hospital-records",
    policy_name="default",
    retention_days=35,
    opts=pulumi.ResourceOptions(depends_on=[database]),
)
sql.ServerBlobAuditingPolicy(
    "hospital-sql",
    resource_group_name=RG,
    server_name="hospital-sql",
    blob_auditing_policy_name="default",
    state="Enabled",
    is_azure_monitor_target_enabled=True,
    retention_days=0,
    opts=pulumi.ResourceOptions(depends_on=[server]),
)
for name, target in (("hospital-sql", database), ("hospital-kv", vault)):
    monitor.DiagnosticSetting(
        f"{name}-logs",
        name="logs",
        resource_uri=target.id,
        workspace_id=workspace.id,
        logs=[{"category_group": "allLogs", "enabled": True}],
    )
    authorization.ManagementLockByScope(name, lock_name="kept", level="CanNotDelete", scope=target.id)
endpoint = network.PrivateEndpoint(
    "hospital-sql-pe",
    resource_group_name=RG,
    private_endpoint_name="hospital-sql-pe",
    subnet={"id": f"{BASE}/Microsoft.Network/virtualNetworks/hospital-vnet/subnets/data"},
    private_link_service_connections=[
        {"name": "sql", "private_link_service_id": f"{BASE}/Microsoft.Sql/servers/hospital-sql", "group_ids": ["sqlServer"]}
    ],
    opts=pulumi.ResourceOptions(depends_on=[vnet, server]),
)
zone = privatedns.PrivateZone(
    "hospital-sql-dns", resource_group_name=RG, private_zone_name="privatelink.database.windows.net", location="global", opts=after_group
)
privatedns.VirtualNetworkLink(
    "hospital-sql-dns",
    resource_group_name=RG,
    private_zone_name=zone.name,
    virtual_network_link_name="hospital",
    location="global",
    registration_enabled=False,
    virtual_network={"id": vnet.id},
)
network.PrivateDnsZoneGroup(
    "hospital-sql-pe",
    resource_group_name=RG,
    private_endpoint_name=endpoint.name,
    private_dns_zone_group_name="default",
    private_dns_zone_configs=[{"name": "sql", "private_dns_zone_id": zone.id}],
)
flows = storage.StorageAccount(
    "hospitalflows",
    resource_group_name=RG,
    account_name="hospitalflows",
    kind="StorageV2",
    sku={"name": "Standard_ZRS"},
    identity={"type": "UserAssigned", "user_assigned_identities": [identity.id]},
    encryption={
        "key_source": "Microsoft.Keyvault",
        "key_vault_properties": {"key_name": "sql", "key_vault_uri": "https://hospital-kv.vault.azure.net"},
        "encryption_identity": {"encryption_user_assigned_identity": identity.id},
        "require_infrastructure_encryption": True,
        "services": {kind: {"enabled": True, "key_type": "Account"} for kind in ("blob", "file", "queue", "table")},
    },
    minimum_tls_version="TLS1_2",
    enable_https_traffic_only=True,
    allow_blob_public_access=False,
    allow_shared_key_access=False,
    allow_cross_tenant_replication=False,
    allowed_copy_scope="PrivateLink",
    default_to_o_auth_authentication=True,
    is_local_user_enabled=False,
    public_network_access="Disabled",
    network_rule_set={"default_action": "Deny", "bypass": "None"},
    sas_policy={"sas_expiration_period": "00.01:00:00", "expiration_action": "Block"},
    opts=pulumi.ResourceOptions(depends_on=[grant]),
)
properties = storage.BlobServiceProperties(
    "hospitalflows",
    resource_group_name=RG,
    account_name=flows.name,
    blob_services_name="default",
    is_versioning_enabled=True,
    change_feed={"enabled": True},
    delete_retention_policy={"enabled": True, "days": 30},
    container_delete_retention_policy={"enabled": True, "days": 30},
)
container = storage.BlobContainer(
    "hospitalflows",
    resource_group_name=RG,
    account_name=flows.name,
    container_name="insights-logs-flowlogflowevent",
    public_access="None",
    deny_encryption_scope_override=True,
    default_encryption_scope="$account-encryption-key",
    immutable_storage_with_versioning={"enabled": True},
    opts=pulumi.ResourceOptions(depends_on=[properties]),
)
storage.BlobContainerImmutabilityPolicy(
    "hospitalflows",
    resource_group_name=RG,
    account_name=flows.name,
    container_name="insights-logs-flowlogflowevent",
    immutability_policy_name="default",
    immutability_period_since_creation_in_days=2192,
    opts=pulumi.ResourceOptions(depends_on=[container]),
)
monitor.DiagnosticSetting(
    "hospitalflows",
    name="logs",
    resource_uri=flows.id.apply(lambda one: f"{one}/blobServices/default"),
    workspace_id=workspace.id,
    logs=[{"category_group": "allLogs", "enabled": True}],
)
for name, kept in (("hospital-server", server), ("hospital-logs", workspace)):
    authorization.ManagementLockByScope(name, lock_name="kept", level="CanNotDelete", scope=kept.id)
authorization.ManagementLockByScope("hospitalflows", lock_name="kept", level="CanNotDelete", scope=flows.id)
watcher = network.NetworkWatcher("hospital-watcher", resource_group_name=RG, network_watcher_name="hospital-watcher", opts=after_group)
writer = managedidentity.UserAssignedIdentity("hospital-flows", resource_group_name=RG, resource_name_="hospital-flows", opts=after_group)
writes = authorization.RoleAssignment(
    "hospital-flows",
    scope=flows.id,
    role_definition_id=f"/subscriptions/{SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/ba92f5b4-2d11-453d-a403-e96b0029c9fe",
    principal_id=writer.principal_id,
    principal_type="ServicePrincipal",
)
network.FlowLog(
    "hospital-flows",
    resource_group_name=RG,
    network_watcher_name=watcher.name,
    flow_log_name="hospital-flows",
    target_resource_id=vnet.id,
    storage_id=flows.id,
    identity={"type": "UserAssigned", "user_assigned_identities": [writer.id]},
    enabled=True,
    format={"type": "JSON", "version": 2},
    retention_policy={"days": 0, "enabled": False},
    opts=pulumi.ResourceOptions(depends_on=[writes]),
)
