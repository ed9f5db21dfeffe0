"""Where things stand in a program of Azure: a resource's network, a network's subnets, the group and subscription of each, and strangers."""

import ipaddress
import re
from collections.abc import Iterator
from typing import Any

from tests.mutation.edits import add, output
from tests.mutation.forms import FOREIGN_SUBSCRIPTION
from tests.mutation.operators.adding import Site
from tests.mutation.program import Late, Program, Row, Taken, Where, plain

AZURE = "azure-native:"
VNET, SUBNET = "azure-native:network:VirtualNetwork", "azure-native:network:Subnet"
TABLE, ROUTE = "azure-native:network:RouteTable", "azure-native:network:Route"
GROUP, RULE = "azure-native:network:NetworkSecurityGroup", "azure-native:network:SecurityRule"
STRANGER = f"/subscriptions/{FOREIGN_SUBSCRIPTION}/resourceGroups/vendor/providers"
ABROAD = "swedencentral"
"""A region in no base's residency."""
_RESERVED = ("AzureFirewallSubnet", "AzureFirewallManagementSubnet", "GatewaySubnet", "AzureBastionSubnet", "RouteServerSubnet")


def azure(row: Row, *types: str) -> bool:
    """Whether the program makes it, on Azure, of one of these types."""
    return row.simulated and row.type.startswith(AZURE) and (not types or row.type in types)


def group_of(program: Program, row: Row) -> Any:
    """The resource group's name as another resource of the same group gives it."""
    value = row.inputs.get("resourceGroupName")
    if isinstance(value, Late):
        owner = next((urn for urn in row.property_dependencies.get("resourceGroupName", []) if urn in program.by_urn), None)
        return Late(value.value, owner)
    if isinstance(value, str):
        owner = next((one.urn for one in program.of_type("azure-native:resources:ResourceGroup") if one.outputs.get("name") == value), None)
        return Taken(value, owner) if owner else value
    return plain(value)


def subscription_of(row: Row) -> str:
    """The subscription of the resource's id."""
    found = re.match(r"/subscriptions/([^/]+)", str(row.id or ""), re.I)
    return found[1] if found else ""


def named(program: Program, row: Row, property_: str, type_: str) -> Row | None:
    """The parent that a path parameter names, by what it comes from or by its words."""
    for urn in row.property_dependencies.get(property_, []):
        if urn in program.by_urn and program.by_urn[urn].type == type_:
            return program.by_urn[urn]
    name = plain(row.inputs.get(property_))
    return next(
        (one for one in program.of_type(type_) if isinstance(name, str) and str(one.outputs.get("name", "")).lower() == name.lower()), None
    )


def subnets_of(program: Program, network: Row) -> list[Row]:
    """Subnets of a network that are resources of their own."""
    return [row for row in program.of_type(SUBNET) if named(program, row, "virtualNetworkName", VNET) is network]


def is_plain(subnet: Row) -> bool:
    """Whether workloads stand in it: not one of the names that Azure keeps for its gateways."""
    return str(plain(subnet.inputs.get("subnetName"))) not in _RESERVED


def network_of(program: Program, row: Row) -> Row | None:
    """The network of a subnet, of what stands in one, or of a table or group that one uses."""
    if row.type == VNET:
        return row
    if row.type == SUBNET:
        return named(program, row, "virtualNetworkName", VNET)
    if row.type in (ROUTE, RULE):
        holder = named(program, row, *(("routeTableName", TABLE) if row.type == ROUTE else ("networkSecurityGroupName", GROUP)))
        return network_of(program, holder) if holder else None
    if row.type in (TABLE, GROUP):
        return next(
            (found for user in program.users(row.urn) if user.type in (SUBNET, VNET) and (found := network_of(program, user))), None
        )
    for urn in (one for urns in row.property_dependencies.values() for one in urns):
        found = program.by_urn.get(urn)
        if found is not None and found.type == SUBNET:
            return network_of(program, found)
    return None


def blocks(network: Row) -> list[str]:
    """The network's address blocks."""
    space = network.inputs.get("addressSpace")
    return [str(plain(one)) for one in (space.get("addressPrefixes") or [])] if isinstance(space, dict) else []


def free_block(program: Program, network: Row, prefix: int = 27) -> str | None:
    """A block of the network that no subnet has."""
    taken = [str(plain(row.inputs.get("addressPrefix"))) for row in subnets_of(program, network)]
    inline = network.inputs.get("subnets")
    taken += [str(plain(one.get("addressPrefix"))) for one in inline if isinstance(one, dict)] if isinstance(inline, list) else []
    used = [ipaddress.ip_network(one) for one in taken if "/" in one]
    for block in blocks(network):
        whole = ipaddress.ip_network(block)
        if not isinstance(whole, ipaddress.IPv4Network) or whole.prefixlen > prefix:
            continue
        for part in (
            ipaddress.ip_network((int(whole.broadcast_address) + 1 - 2 ** (32 - prefix) * count, prefix)) for count in range(1, 9)
        ):
            if not any(part.overlaps(one) for one in used if isinstance(one, ipaddress.IPv4Network)):
                return str(part)
    return None


def says_itself(row: Row, where: Where) -> bool:
    """The side of a rule that says where the filtered subnet itself is: what comes in arrives there, what goes out starts there, whatever is written."""
    name = next((part for part in reversed(where) if isinstance(part, str)), "")
    rule: Any = row.inputs if row.type == RULE else row.inputs.get("securityRules")
    if row.type == GROUP and isinstance(rule, list) and len(where) > 1 and isinstance(where[1], int):
        rule = rule[where[1]]
    direction = str(plain(rule.get("direction"))) if isinstance(rule, dict) else ""
    return (direction, name[:6]) in (("Inbound", "destin"), ("Outbound", "source")) and "Address" in name


def beside(site: Site, type_: str, label: str, inputs: dict[str, Any], like: Row | None = None) -> str:
    """A new resource in the group of another."""
    near = like or site.row
    group = {"resourceGroupName": group_of(site.program, near)} if "resourceGroupName" in near.inputs else {}
    urn = add(site.program, near, type_, site.name(label), {**group, **_located(site.program, near), **inputs})
    site.added.add(urn)
    return urn


def _located(program: Program, near: Row) -> dict[str, Any]:
    """The location is filled in by the provider where the program says none: a new resource needs it as much."""
    return {}


def id_of(site: Site, urn: str) -> Any:
    """A resource's id as another's input shows it."""
    return output(site.program, urn)


def strings(program: Program) -> Iterator[str]:
    """Own subscriptions of the program, by the ids of what it makes."""
    yield from dict.fromkeys(found for row in program.rows if row.type.startswith(AZURE) and (found := subscription_of(row)))


_FOR_ENDPOINTS = "privateEndpointNetworkPolicies"


def concerns_no_endpoint(program: Program, row: Row, where: Where) -> bool:
    """Whether it is a subnet's policy for private endpoints and none stands in that subnet: then it says nothing of anything."""
    if row.type not in (SUBNET, VNET) or where[-1] != _FOR_ENDPOINTS:
        return False
    subnet: Any = row.inputs
    for part in where[:-1]:
        subnet = subnet[part]
    name = plain(row.inputs.get("subnetName") if row.type == SUBNET else subnet.get("name"))
    network = plain(row.inputs.get("virtualNetworkName"))
    end = f"/virtualnetworks/{network}/subnets/{name}" if isinstance(network, str) else f"/subnets/{name}"
    held = (plain((one.inputs.get("subnet") or {}).get("id")) for one in program.of_type(f"{AZURE}network:PrivateEndpoint"))
    return not any(str(one).lower().endswith(end.lower()) for one in held)
