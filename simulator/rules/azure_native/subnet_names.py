"""Subnets whose names Azure reserves for one of its services, and what each must be like.

Sources: Azure documentation, "Azure Firewall FAQ" and "Deploy and configure Azure Firewall using the Azure portal" (/26; no network security
group), "About Azure Bastion configuration settings" (/26; no route table), "About VPN Gateway configuration settings: Gateway subnet"
(/29 at least; no network security group), "Azure Route Server frequently asked questions (FAQ)" (/26, no network security group, no
route table).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from simulator.rules import Action, Fault, Properties
from simulator.rules.azure_native.addresses import ranges
from simulator.rules.azure_native.ids import id_in


@dataclass(frozen=True)
class Reserved:
    """What a subnet of a reserved name must be like."""

    service: str
    longest: int
    """Longest prefix: /26 means 64 addresses or more."""
    group_code: str = ""
    """Error where it has a network security group; empty where it may have one."""
    table_code: str = ""
    """The same for a route table."""


RESERVED = {
    "azurefirewallsubnet": Reserved("Azure Firewall", 26, "NetworkSecurityGroupNotAllowedOnAzureFirewallSubnet"),
    "azurefirewallmanagementsubnet": Reserved(
        "Azure Firewall", 26, "NetworkSecurityGroupNotAllowedOnAzureFirewallSubnet", "RouteTableNotAllowedOnAzureFirewallManagementSubnet"
    ),
    "azurebastionsubnet": Reserved("Azure Bastion", 26, "", "RouteTableCannotBeAttachedForAzureBastionSubnet"),
    "gatewaysubnet": Reserved("VPN and ExpressRoute gateways", 29, "NetworkSecurityGroupCannotBeAttachedToGatewaySubnet"),
    "routeserversubnet": Reserved(
        "Azure Route Server", 26, "NetworkSecurityGroupCannotBeAttachedToRouteServerSubnet", "RouteTableCannotBeAttachedToRouteServerSubnet"
    ),
}
"""Name in small letters → what it must be like."""


def reserved(name: object) -> Reserved | None:
    """What a name is reserved for."""
    return RESERVED.get(name.lower()) if isinstance(name, str) else None


def size_faults(name: object, subnet: Properties, path: str) -> Iterator[Fault]:
    """A reserved subnet that is too small, or lent to another service."""
    kept = reserved(name)
    if kept is None:
        return
    for block in ranges(subnet):
        if block.version == 4 and block.prefixlen > kept.longest:
            yield f"{path}addressPrefix", f"{name} needs at least a /{kept.longest} for {kept.service}, not {block}"
    if isinstance(subnet.get("delegations"), list) and subnet["delegations"]:
        yield f"{path}delegations", f"{name} is reserved for {kept.service} and can't be delegated"


def judge_attachments(action: Action, name: object, subnet: Properties) -> None:
    """Refuse a security group or route table where the service does not allow one."""
    kept = reserved(name)
    group, table = (id_in(subnet.get(part)) for part in ("networkSecurityGroup", "routeTable"))
    if kept and kept.group_code and group:
        action.refuse(kept.group_code, f"network security group {group} can't be associated with {name}")
    if kept and kept.table_code and table:
        action.refuse(kept.table_code, f"route table {table} can't be associated with {name}")
