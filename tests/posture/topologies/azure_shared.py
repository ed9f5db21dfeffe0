"""What many of Azure's programs share: a network of one zone without a road, whose names are closed, and a store that is not."""

from typing import Any

import pulumi
from pulumi_azure_native import dnsresolver, network, resources, storage

SUBSCRIPTION = "11111111-aaaa-4bbb-8ccc-000000000001"
OTHER = "22222222-aaaa-4bbb-8ccc-000000000002"
"""Another subscription of ours."""
VENDOR = "55555555-eeee-4fff-8aaa-000000000055"
"""A subscription that no reviewer lists."""
TENANT = "99999999-aaaa-4bbb-8ccc-00000000000f"
STRANGERS = "66666666-eeee-4fff-8aaa-00000000006f"
"""A directory that no reviewer lists."""


def close_names(
    name: str, rg: pulumi.Input[str], vnet_id: pulumi.Input[str], allowed: tuple[str, ...] = (), opts: pulumi.ResourceOptions | None = None
) -> None:
    """A DNS security policy: the list is allowed, `.` is blocked."""
    policy = dnsresolver.DnsResolverPolicy(f"{name}-names", resource_group_name=rg, dns_resolver_policy_name=f"{name}-names", opts=opts)
    for priority, (action, domains) in enumerate((("Allow", allowed), ("Block", (".",))), start=1):
        if not domains:
            continue
        label = f"{name}-{action.lower()}"
        listed = dnsresolver.DnsResolverDomainList(
            label, resource_group_name=rg, dns_resolver_domain_list_name=label, domains=list(domains), opts=opts
        )
        dnsresolver.DnsSecurityRule(
            label,
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


class Network:
    """A network of one zone: subnets without default outbound access behind one table that drops what it does not know."""

    def __init__(
        self,
        name: str,
        zone: str | None,
        cidr: str,
        subnets: dict[str, str],
        rg: resources.ResourceGroup,
        rules: list[dict[str, Any]] | None = None,
        names: bool = True,
        dropping: bool = True,
        opts: pulumi.ResourceOptions | None = None,
        **of_subnets: Any,
    ) -> None:
        tags = {"ai-zone": zone} if zone else None
        self.rg, self.opts = rg, opts
        self.vnet = network.VirtualNetwork(
            name, resource_group_name=rg.name, virtual_network_name=name, address_space={"address_prefixes": [cidr]}, tags=tags, opts=opts
        )
        self.table = network.RouteTable(
            f"{name}-table",
            resource_group_name=rg.name,
            route_table_name=f"{name}-table",
            disable_bgp_route_propagation=True,
            routes=[{"name": "drop", "address_prefix": "0.0.0.0/0", "next_hop_type": "None"}] if dropping else [],
            opts=opts,
        )
        self.group = network.NetworkSecurityGroup(
            f"{name}-group", resource_group_name=rg.name, network_security_group_name=f"{name}-group", security_rules=rules or [], opts=opts
        )
        self.subnets = {
            label: network.Subnet(
                f"{name}-{label}",
                resource_group_name=rg.name,
                virtual_network_name=self.vnet.name,
                subnet_name=label,
                address_prefix=block,
                network_security_group={"id": self.group.id},
                route_table={"id": self.table.id},
                opts=opts,
                **{"default_outbound_access": False, **of_subnets},
            )
            for label, block in subnets.items()
        }
        if names:
            close_names(name, rg.name, self.vnet.id, opts=opts)


def group(name: str, opts: pulumi.ResourceOptions | None = None) -> resources.ResourceGroup:
    """A resource group under its own name."""
    return resources.ResourceGroup(name, resource_group_name=name, opts=opts)


def account(name: str, rg: resources.ResourceGroup, zone: str = "phi", data_class: str = "phi", **more: Any) -> storage.StorageAccount:
    """A storage account that only private endpoints and Entra ID reach, but for what is given."""
    closed: dict[str, Any] = {
        "kind": "StorageV2",
        "sku": {"name": "Standard_ZRS"},
        "public_network_access": "Disabled",
        "allow_blob_public_access": False,
        "allow_shared_key_access": False,
        "allow_cross_tenant_replication": False,
        "allowed_copy_scope": "PrivateLink",
        "minimum_tls_version": "TLS1_2",
        "enable_https_traffic_only": True,
        "network_rule_set": {"default_action": "Deny", "bypass": "None"},
        "tags": {"ai-zone": zone, "data-class": data_class},
    }
    return storage.StorageAccount(name, resource_group_name=rg.name, account_name=name, **{**closed, **more})


def machine_card(name: str, at: Network, label: str, **more: Any) -> network.NetworkInterface:
    """The interface of a machine: enough to stand for it."""
    configuration = {
        "name": "primary",
        "private_ip_allocation_method": "Dynamic",
        "subnet": {"id": at.subnets[label].id},
        **more.pop("configuration", {}),
    }
    return network.NetworkInterface(
        name, resource_group_name=at.rg.name, network_interface_name=name, ip_configurations=[configuration], opts=at.opts, **more
    )


def public_address(name: str, rg: resources.ResourceGroup) -> network.PublicIPAddress:
    """A standard public address."""
    return network.PublicIPAddress(
        name, resource_group_name=rg.name, public_ip_address_name=name, sku={"name": "Standard"}, public_ip_allocation_method="Static"
    )


def nat(name: str, rg: resources.ResourceGroup) -> network.NatGateway:
    """A NAT gateway with an address."""
    return network.NatGateway(
        name,
        resource_group_name=rg.name,
        nat_gateway_name=name,
        sku={"name": "Standard"},
        public_ip_addresses=[{"id": public_address(f"{name}-pip", rg).id}],
    )
