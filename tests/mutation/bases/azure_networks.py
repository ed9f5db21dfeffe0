"""Closed networks as a careful team writes them on Azure: groups that deny the rest, tables that lead nowhere, names, flow logs, private endpoints.

Sources: Azure Virtual Network, "Default outbound access in Azure"; Azure DNS, "DNS security policy"; Azure Private Link, "Azure Private
Endpoint private DNS zone values"; Network Watcher, "Virtual network flow logs", "Managed identity for virtual network flow logs".
"""

from dataclasses import dataclass, field
from typing import Any

import pulumi
from pulumi_azure_native import authorization, dnsresolver, managedidentity, network, operationalinsights, privatedns

BLOB_CONTRIBUTOR = "ba92f5b4-2d11-453d-a403-e96b0029c9fe"
"""Storage Blob Data Contributor."""
PRIVATE_ZONES = {
    "blob": "privatelink.blob.core.windows.net",
    "dfs": "privatelink.dfs.core.windows.net",
    "file": "privatelink.file.core.windows.net",
    "queue": "privatelink.queue.core.windows.net",
    "table": "privatelink.table.core.windows.net",
    "vault": "privatelink.vaultcore.azure.net",
    "postgresqlServer": "privatelink.postgres.database.azure.com",
    "account": "privatelink.openai.azure.com",
    "searchService": "privatelink.search.windows.net",
    "registry": "privatelink.azurecr.io",
    "amlworkspace": "privatelink.api.azureml.ms",
    "Sql": "privatelink.documents.azure.com",
    "namespace": "privatelink.servicebus.windows.net",
    "sites": "privatelink.azurewebsites.net",
    "fhir": "privatelink.azurehealthcareapis.com",
    "healthcareworkspace": "privatelink.azurehealthcareapis.com",
    "azuremonitor": "privatelink.monitor.azure.com",
    "topic": "privatelink.eventgrid.azure.net",
    "dataFactory": "privatelink.datafactory.azure.net",
    "redisCache": "privatelink.redis.cache.windows.net",
    "sqlServer": "privatelink.database.windows.net",
}


@dataclass
class Logs:
    """Where everything is recorded: a workspace to ask, and the watcher of the subscription, with its group."""

    workspace: operationalinsights.Workspace
    watcher: tuple[network.NetworkWatcher, pulumi.Input[str]]


def rule(name: str, priority: int, access: str, direction: str, **more: Any) -> dict[str, Any]:
    """One rule of a network security group."""
    every = {
        "protocol": "*",
        "source_address_prefix": "*",
        "source_port_range": "*",
        "destination_address_prefix": "*",
        "destination_port_range": "*",
    }
    given = {**every, **more}
    if "destination_port_ranges" in more:
        given.pop("destination_port_range")
    return {"name": name, "priority": priority, "access": access, "direction": direction, **given}


def denies() -> list[dict[str, Any]]:
    """What no other rule allows is dropped, also within the network."""
    return [rule("deny-in", 4096, "Deny", "Inbound"), rule("deny-out", 4096, "Deny", "Outbound")]


def to_own(cidr: str, *ports: str) -> list[dict[str, Any]]:
    """Connections within the network on named ports."""
    within = {"protocol": "Tcp", "source_address_prefix": cidr, "destination_address_prefix": cidr, "destination_port_ranges": list(ports)}
    return [rule("own-in", 200, "Allow", "Inbound", **within), rule("own-out", 200, "Allow", "Outbound", **within)]


@dataclass
class Network:
    """A network of one zone, without a road."""

    vnet: network.VirtualNetwork
    subnets: dict[str, network.Subnet] = field(default_factory=dict)
    groups: dict[str, network.NetworkSecurityGroup] = field(default_factory=dict)
    table: network.RouteTable | None = None


def closed_names(
    name: str, rg: pulumi.Input[str], vnet_id: pulumi.Input[str], allowed: tuple[str, ...] = (), opts: pulumi.ResourceOptions | None = None
) -> dnsresolver.DnsResolverPolicy:
    """A DNS security policy: a list is allowed, every other name is blocked."""
    policy = dnsresolver.DnsResolverPolicy(f"{name}-names", resource_group_name=rg, dns_resolver_policy_name=f"{name}-names", opts=opts)
    for priority, (label, action, domains) in enumerate((("allow", "Allow", allowed), ("block", "Block", (".",))), start=2):
        if not domains:
            continue
        listed = dnsresolver.DnsResolverDomainList(
            f"{name}-{label}", resource_group_name=rg, dns_resolver_domain_list_name=f"{name}-{label}", domains=list(domains), opts=opts
        )
        dnsresolver.DnsSecurityRule(
            f"{name}-{label}",
            resource_group_name=rg,
            dns_resolver_policy_name=policy.name,
            dns_security_rule_name=label,
            priority=priority * 100,
            action={"action_type": action, "block_response_code": "SERVFAIL"} if action == "Block" else {"action_type": action},
            dns_resolver_domain_lists=[{"id": listed.id}],
            dns_security_rule_state="Enabled",
            opts=opts,
        )
    dnsresolver.DnsResolverPolicyVirtualNetworkLink(
        f"{name}-names",
        resource_group_name=rg,
        dns_resolver_policy_name=policy.name,
        dns_resolver_policy_virtual_network_link_name=f"{name}-names",
        virtual_network={"id": vnet_id},
        opts=opts,
    )
    return policy


def flow_logs(
    name: str,
    vnet_id: pulumi.Input[str],
    store_id: pulumi.Input[str],
    logs: Logs,
    opts: pulumi.ResourceOptions | None = None,
) -> None:
    """Every flow of the network is recorded, by an identity that may write to the store: the store takes no keys."""
    writer = managedidentity.UserAssignedIdentity(
        f"{name}-flows", resource_group_name=logs.watcher[1], resource_name_=f"{name}-flows", opts=opts
    )
    grant = authorization.RoleAssignment(
        f"{name}-flows",
        scope=store_id,
        role_definition_id=f"/providers/Microsoft.Authorization/roleDefinitions/{BLOB_CONTRIBUTOR}",
        principal_id=writer.principal_id,
        principal_type="ServicePrincipal",
        opts=opts,
    )
    network.FlowLog(
        f"{name}-flows",
        resource_group_name=logs.watcher[1],
        network_watcher_name=logs.watcher[0].name,
        flow_log_name=f"{name}-flows",
        target_resource_id=vnet_id,
        storage_id=store_id,
        identity={"type": "UserAssigned", "user_assigned_identities": [writer.id]},
        enabled=True,
        format={"type": "JSON", "version": 2},
        retention_policy={"days": 0, "enabled": False},
        flow_analytics_configuration={
            "network_watcher_flow_analytics_configuration": {
                "enabled": True,
                "traffic_analytics_interval": 10,
                "workspace_resource_id": logs.workspace.id,
            }
        },
        opts=pulumi.ResourceOptions.merge(opts, pulumi.ResourceOptions(depends_on=[grant])),
    )


def zone_network(
    name: str,
    rg: pulumi.Input[str],
    zone: str | None,
    cidr: str,
    subnets: dict[str, str],
    rules: dict[str, list[dict[str, Any]]] | None = None,
    allowed: tuple[str, ...] = (),
    opts: pulumi.ResourceOptions | None = None,
) -> Network:
    """A network whose subnets have no default outbound access, one security group each, and a table that drops what is not known."""
    tags = {"ai-zone": zone} if zone else None
    vnet = network.VirtualNetwork(
        name, resource_group_name=rg, virtual_network_name=name, address_space={"address_prefixes": [cidr]}, tags=tags, opts=opts
    )
    made = Network(vnet)
    made.table = network.RouteTable(
        name,
        resource_group_name=rg,
        route_table_name=f"{name}-routes",
        disable_bgp_route_propagation=True,
        routes=[{"name": "nowhere", "address_prefix": "0.0.0.0/0", "next_hop_type": "None"}],
        tags=tags,
        opts=opts,
    )
    for label, block in subnets.items():
        made.groups[label] = network.NetworkSecurityGroup(
            f"{name}-{label}",
            resource_group_name=rg,
            network_security_group_name=f"{name}-{label}",
            security_rules=[*(rules or {}).get(label, to_own(cidr, "443")), *denies()],
            tags=tags,
            opts=opts,
        )
        made.subnets[label] = network.Subnet(
            f"{name}-{label}",
            resource_group_name=rg,
            virtual_network_name=vnet.name,
            subnet_name=label,
            address_prefix=block,
            default_outbound_access=False,
            private_endpoint_network_policies="Enabled",
            private_link_service_network_policies="Disabled" if label == "link" else "Enabled",
            network_security_group={"id": made.groups[label].id},
            route_table={"id": made.table.id},
            opts=opts,
        )
    closed_names(name, rg, vnet.id, allowed, opts)
    return made


def private_zone(
    name: str, rg: pulumi.Input[str], dns: str, vnet_id: pulumi.Input[str], opts: pulumi.ResourceOptions | None = None
) -> privatedns.PrivateZone:
    """A private DNS zone for one network."""
    zone = privatedns.PrivateZone(name, resource_group_name=rg, private_zone_name=dns, location="global", opts=opts)
    privatedns.VirtualNetworkLink(
        name,
        resource_group_name=rg,
        private_zone_name=zone.name,
        virtual_network_link_name=name,
        location="global",
        registration_enabled=False,
        virtual_network={"id": vnet_id},
        opts=opts,
    )
    return zone


def endpoint(
    name: str,
    rg: pulumi.Input[str],
    subnet_id: pulumi.Input[str],
    target_id: pulumi.Input[str],
    kind: str,
    vnet_id: pulumi.Input[str],
    zone: str | None = None,
    opts: pulumi.ResourceOptions | None = None,
    dns: privatedns.PrivateZone | None = None,
) -> network.PrivateEndpoint:
    """A private endpoint with its names, for one network."""
    made = network.PrivateEndpoint(
        name,
        resource_group_name=rg,
        private_endpoint_name=name,
        custom_network_interface_name=f"{name}-nic",
        subnet={"id": subnet_id},
        private_link_service_connections=[{"name": name, "private_link_service_id": target_id, "group_ids": [kind]}],
        tags={"ai-zone": zone} if zone else None,
        opts=opts,
    )
    zone_of = dns or private_zone(name, rg, PRIVATE_ZONES[kind], vnet_id, opts)
    network.PrivateDnsZoneGroup(
        name,
        resource_group_name=rg,
        private_endpoint_name=made.name,
        private_dns_zone_group_name="default",
        private_dns_zone_configs=[{"name": kind.lower(), "private_dns_zone_id": zone_of.id}],
        opts=opts,
    )
    return made
