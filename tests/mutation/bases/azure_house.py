"""What a careful team repeats in every Azure program: keys, logs, closed networks, stores, private endpoints. Plain functions, as such teams write.

Sources: Azure Storage, "Security recommendations for Blob storage"; Azure Key Vault, "Secure your Azure Key Vault"; Azure Virtual Network,
"Default outbound access in Azure"; Azure DNS, "DNS security policy"; Azure Private Link, "Azure Private Endpoint private DNS zone values";
Network Watcher, "Virtual network flow logs"; Azure Monitor, "Diagnostic settings in Azure Monitor".
"""

from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi_azure_native import (
    authorization,
    keyvault,
    managedidentity,
    monitor,
    network,
    operationalinsights,
    resources,
    storage,
)

from tests.mutation.bases.azure_networks import (
    PRIVATE_ZONES,
    Logs,
    Network,
    closed_names,
    denies,
    endpoint,
    flow_logs,
    private_zone,
    rule,
    to_own,
    zone_network,
)

__all__ = [
    "PRIVATE_ZONES",
    "Logs",
    "Network",
    "closed_names",
    "denies",
    "endpoint",
    "flow_logs",
    "private_zone",
    "rule",
    "to_own",
    "zone_network",
]

SUBSCRIPTION = "11111111-aaaa-4bbb-8ccc-000000000001"
OTHER = "22222222-aaaa-4bbb-8ccc-000000000002"
"""Another subscription of ours."""
TENANT = "99999999-aaaa-4bbb-8ccc-00000000000f"
LOCATION = "westeurope"
CRYPTO_USER = "e147488a-f6f5-4113-8e2d-b22465e65bf6"
"""Key Vault Crypto Service Encryption User."""
PEOPLE = "77777777-aaaa-4bbb-8ccc-000000000007"
"""The database administrators' group in Entra ID."""
SIX_YEARS_DAYS = 2192
FIRST_EXPIRY_SECONDS = 1830297600
"""1 January 2028."""


def role(identifier: str, subscription: str = SUBSCRIPTION) -> str:
    """A built-in role's id."""
    return f"/subscriptions/{subscription}/providers/Microsoft.Authorization/roleDefinitions/{identifier}"


def group(name: str, zone: str | None = None, opts: pulumi.ResourceOptions | None = None) -> resources.ResourceGroup:
    """A resource group under a name of its own."""
    return resources.ResourceGroup(name, resource_group_name=name, tags={"ai-zone": zone} if zone else None, opts=opts)


def kept(name: str, resource: Any, opts: pulumi.ResourceOptions | None = None) -> None:
    """A lock against deletion: of a database, a store, a vault."""
    authorization.ManagementLockByScope(
        name, lock_name=f"{name}-kept", level="CanNotDelete", scope=resource.id, notes="Holds records", opts=opts
    )


def workspace(
    name: str,
    rg: pulumi.Input[str],
    zone: str | None,
    opts: pulumi.ResourceOptions | None = None,
    watcher: tuple[network.NetworkWatcher, pulumi.Input[str]] | None = None,
) -> Logs:
    """A Log Analytics workspace that is reached by private link and Entra ID alone. A subscription has one network watcher a region."""
    made = operationalinsights.Workspace(
        name,
        resource_group_name=rg,
        workspace_name=name,
        sku={"name": "PerGB2018"},
        retention_in_days=730,
        public_network_access_for_ingestion="Disabled",
        public_network_access_for_query="Disabled",
        features={"disable_local_auth": True, "enable_log_access_using_only_resource_permissions": True, "enable_data_export": False},
        tags={"ai-zone": zone, "data-class": "internal"} if zone else None,
        opts=opts,
    )
    kept(name, made, opts)
    return Logs(
        made, watcher or (network.NetworkWatcher(name, resource_group_name=rg, network_watcher_name=f"{name}-watcher", opts=opts), rg)
    )


def recorded(name: str, resource: Any, logs: Logs, opts: pulumi.ResourceOptions | None = None, metrics: bool = True) -> None:
    """Every log of a resource goes to the workspace."""
    monitor.DiagnosticSetting(
        f"{name}-logs",
        name=f"{name}-logs",
        resource_uri=resource if isinstance(resource, str | pulumi.Output) else resource.id,
        workspace_id=logs.workspace.id,
        logs=[{"category_group": "allLogs", "enabled": True}],
        metrics=[{"category": "AllMetrics", "enabled": True}] if metrics else None,
        opts=opts,
    )


@dataclass
class Key:
    """A customer-managed key with the identity that may use it."""

    vault: keyvault.Vault
    key: keyvault.Key
    identity: managedidentity.UserAssignedIdentity
    grant: authorization.RoleAssignment
    uri: str


def vault(name: str, rg: pulumi.Input[str], zone: str | None, logs: Logs, opts: pulumi.ResourceOptions | None = None) -> keyvault.Vault:
    """A vault on hardware modules, for the network's endpoints alone, whose contents can't be purged."""
    made = keyvault.Vault(
        name,
        resource_group_name=rg,
        vault_name=name,
        properties={
            "tenant_id": TENANT,
            "sku": {"family": "A", "name": "premium"},
            "enable_rbac_authorization": True,
            "enable_soft_delete": True,
            "soft_delete_retention_in_days": 90,
            "enable_purge_protection": True,
            "enabled_for_deployment": False,
            "enabled_for_disk_encryption": False,
            "enabled_for_template_deployment": False,
            "public_network_access": "Disabled",
            "network_acls": {"bypass": "AzureServices", "default_action": "Deny"},
        },
        tags={"ai-zone": zone} if zone else None,
        opts=opts,
    )
    recorded(f"{name}-vault", made, logs, opts)
    kept(f"{name}-vault", made, opts)
    return made


def key(name: str, rg: pulumi.Input[str], zone: str | None, logs: Logs, opts: pulumi.ResourceOptions | None = None) -> Key:
    """An HSM key that rotates, and an identity that may wrap and unwrap with it."""
    holder = vault(name, rg, zone, logs, opts)
    made = keyvault.Key(
        name,
        resource_group_name=rg,
        vault_name=holder.name,
        key_name="records",
        properties={
            "kty": "RSA-HSM",
            "key_size": 3072,
            "key_ops": ["wrapKey", "unwrapKey"],
            # Of the first version; the rotation policy dates those that follow, and rotates by this date.
            "attributes": {"expires": FIRST_EXPIRY_SECONDS},
            "rotation_policy": {
                "attributes": {"expiry_time": "P1Y"},
                "lifetime_actions": [
                    {"action": {"type": "rotate"}, "trigger": {"time_before_expiry": "P30D"}},
                    {"action": {"type": "notify"}, "trigger": {"time_before_expiry": "P31D"}},
                ],
            },
        },
        opts=opts,
    )
    identity = managedidentity.UserAssignedIdentity(
        f"{name}-id", resource_group_name=rg, resource_name_=f"{name}-id", tags={"ai-zone": zone} if zone else None, opts=opts
    )
    grant = authorization.RoleAssignment(
        f"{name}-grant",
        scope=made.id,
        role_definition_id=role(CRYPTO_USER),
        principal_id=identity.principal_id,
        principal_type="ServicePrincipal",
        opts=opts,
    )
    return Key(holder, made, identity, grant, f"https://{name}.vault.azure.net")


def store(
    name: str,
    rg: pulumi.Input[str],
    zone: str | None,
    data_class: str | None,
    used: Key,
    logs: Logs,
    containers: tuple[str, ...] = ("records",),
    kept_by: list[pulumi.Resource] | None = None,
    opts: pulumi.ResourceOptions | None = None,
    **more: Any,
) -> storage.StorageAccount:
    """An account for private endpoints and Entra ID alone: own key, versions, deletions that can be undone, containers that keep what they have."""
    given = pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[used.grant]))
    tags = {label: value for label, value in (("ai-zone", zone), ("data-class", data_class)) if value}
    account = storage.StorageAccount(
        name,
        resource_group_name=rg,
        account_name=name,
        kind="StorageV2",
        sku={"name": "Standard_ZRS"},
        identity={"type": "UserAssigned", "user_assigned_identities": [used.identity.id]},
        encryption={
            "key_source": "Microsoft.Keyvault",
            "key_vault_properties": {"key_name": used.key.name, "key_vault_uri": used.vault.properties.vault_uri},
            "encryption_identity": {"encryption_user_assigned_identity": used.identity.id},
            "require_infrastructure_encryption": True,
            "services": {
                "blob": {"enabled": True, "key_type": "Account"},
                "file": {"enabled": True, "key_type": "Account"},
                "queue": {"enabled": True, "key_type": "Account"},
                "table": {"enabled": True, "key_type": "Account"},
            },
        },
        minimum_tls_version="TLS1_2",
        enable_https_traffic_only=True,
        allow_blob_public_access=False,
        allow_shared_key_access=False,
        default_to_o_auth_authentication=True,
        allow_cross_tenant_replication=False,
        allowed_copy_scope="PrivateLink",
        is_local_user_enabled=False,
        is_sftp_enabled=False,
        public_network_access="Disabled",
        network_rule_set={"default_action": "Deny", "bypass": "None"},
        sas_policy={"sas_expiration_period": "00.01:00:00", "expiration_action": "Block"},
        tags=tags or None,
        opts=given,
        **more,
    )
    properties = storage.BlobServiceProperties(
        name,
        resource_group_name=rg,
        account_name=account.name,
        blob_services_name="default",
        is_versioning_enabled=True,
        change_feed={"enabled": True},
        delete_retention_policy={"enabled": True, "days": 30},
        container_delete_retention_policy={"enabled": True, "days": 30},
        opts=opts,
    )
    for container in containers:
        made = storage.BlobContainer(
            f"{name}-{container}",
            resource_group_name=rg,
            account_name=account.name,
            container_name=container,
            public_access="None",
            deny_encryption_scope_override=True,
            default_encryption_scope="$account-encryption-key",
            immutable_storage_with_versioning={"enabled": True},
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[properties])),
        )
        policy = storage.BlobContainerImmutabilityPolicy(
            f"{name}-{container}",
            resource_group_name=rg,
            account_name=account.name,
            container_name=container,
            immutability_policy_name="default",
            immutability_period_since_creation_in_days=SIX_YEARS_DAYS,
            allow_protected_append_writes_all=False,
            opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[made])),
        )
        if kept_by is not None:  # For what must wait until the containers stand.
            kept_by.append(policy)
    recorded(f"{name}-account", account.id.apply(lambda one: f"{one}/blobServices/default"), logs, opts)
    kept(f"{name}-account", account, opts)
    return account


def log_store(
    name: str, rg: pulumi.Input[str], zone: str | None, used: Key, logs: Logs, opts: pulumi.ResourceOptions | None = None
) -> storage.StorageAccount:
    """Where flow logs are kept; Network Watcher writes as a trusted service."""
    return store(name, rg, zone, "internal", used, logs, containers=("insights-logs-flowlogflowevent",), opts=opts)


@dataclass
class Ground:
    """What each zone's program starts with: group, logs, key, network with flow logs."""

    rg: resources.ResourceGroup
    name: pulumi.Output[str]
    zone: str | None
    logs: Logs
    key: Key
    net: Network
    log_account: storage.StorageAccount
    opts: pulumi.ResourceOptions | None

    @property
    def vnet(self) -> pulumi.Output[str]:
        found: pulumi.Output[str] = self.net.vnet.id
        return found

    def subnet(self, label: str) -> pulumi.Output[str]:
        """Id of a subnet."""
        found: pulumi.Output[str] = self.net.subnets[label].id
        return found

    def endpoint(self, name: str, target: Any, kind: str, label: str = "endpoint", **more: Any) -> network.PrivateEndpoint:
        """A private endpoint in the zone's network."""
        target_id = target if isinstance(target, str | pulumi.Output) else target.id
        return endpoint(name, self.name, self.subnet(label), target_id, kind, self.vnet, self.zone, self.opts, **more)

    def store(self, name: str, data_class: str | None, **more: Any) -> storage.StorageAccount:
        """A store of the zone."""
        return store(name, self.name, self.zone, data_class, self.key, self.logs, opts=self.opts, **more)

    def recorded(self, name: str, resource: Any) -> None:
        """Every log of a resource goes to the zone's workspace."""
        recorded(name, resource, self.logs, self.opts)


def ground(
    name: str,
    zone: str | None,
    cidr: str,
    subnets: dict[str, str] | None = None,
    rules: dict[str, list[dict[str, Any]]] | None = None,
    allowed: tuple[str, ...] = (),
    opts: pulumi.ResourceOptions | None = None,
    beside: Ground | None = None,
) -> Ground:
    """The usual start: `workload` and `endpoint` subnets of a /24 in the network's first two /24s; `beside` another of the subscription."""
    head = cidr.rsplit(".", 2)[0]
    rg = group(f"rg-{name}", zone, opts)
    logs = workspace(f"log-{name}", rg.name, zone, opts, beside.logs.watcher if beside else None)
    compact = name.replace("-", "")
    used = key(f"kv-{name}", rg.name, zone, logs, opts)
    net = zone_network(
        f"vnet-{name}", rg.name, zone, cidr, subnets or {"workload": f"{head}.0.0/24", "endpoint": f"{head}.1.0/24"}, rules, allowed, opts
    )
    account = log_store(f"st{compact}logs", rg.name, zone, used, logs, opts)
    flow_logs(f"vnet-{name}", net.vnet.id, account.id, logs, opts)
    return Ground(rg, rg.name, zone, logs, used, net, account, opts)
