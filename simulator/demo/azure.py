"""What stands on the simulated Azure, told by zone: from the exported state, and from the world itself.

The classification is the one that components write (docs/decisions/0001): `ai-zone` on resources, `ai-flow` on the consumer half of a link.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Any

from simulator.demo.shown import Service, ZoneBuilt
from simulator.packages.arm import subscription_of
from simulator.world import Object, World

if TYPE_CHECKING:
    from simulator.demo.story import Story

NAME = "Azure"
PACKAGE = "azure-native:"
ACCOUNT = "subscription"
LEAK = "Somebody opens the PHI subnet to the internet, by NAT gateway, route and filter: refused in preview, with its path"
LEAK_MARKS = "+±-"
ROUTED = "route tables"
NO_ROADS = "no route to the internet, no NAT gateway"
KEPT = "What Azure itself keeps:"
_NETWORK = "azure-native:network:VirtualNetwork"
_SUBNET = "azure-native:network:Subnet"
_ENDPOINT = "azure-native:network:PrivateEndpoint"
_TABLE = "azure-native:network:RouteTable"
_ROUTE = "azure-native:network:Route"
_NAT = "azure-native:network:NatGateway"
KINDS = {
    _SUBNET: "subnets",
    _ENDPOINT: "private endpoints",
    "azure-native:network:PrivateLinkService": "private link services",
    "azure-native:dbforpostgresql:Server": "database servers",
    "azure-native:storage:StorageAccount": "storage accounts",
    "azure-native:keyvault:Vault": "key vaults",
    "azure-native:cognitiveservices:Account": "AI accounts",
    "azure-native:network:AzureFirewall": "firewalls",
    "azure-native:network:PublicIPAddress": "public addresses",
    _NAT: "NAT gateways",
    "azure-native:network:NetworkSecurityGroup": "security groups",
    "azure-native:monitor:DiagnosticSetting": "diagnostic settings",
}


def further(story: "Story") -> tuple[Callable[[], None], ...]:
    """Steps of this cloud alone: none."""
    return ()


def zones_built(resources: list[dict[str, Any]], world: World) -> list[ZoneBuilt]:
    """Each zone's network and resources, by address. A resource is of the zone whose provider made it."""
    networks = {one["provider"]: one for one in resources if one["type"] == _NETWORK}
    kinds: dict[str, Counter[str]] = {provider: Counter() for provider in networks}
    for one in resources:
        if one.get("provider") in kinds:
            kinds[one["provider"]][KINDS.get(one["type"], "other")] += 1
    built = [
        ZoneBuilt(
            _tags(net)["ai-zone"],
            subscription_of(net["id"]) or "",
            net["outputs"]["addressSpace"]["addressPrefixes"][0],
            kinds[provider],
            tuple(KINDS.values()),
        )
        for provider, net in networks.items()
    ]
    return sorted(built, key=lambda zone: IPv4Network(zone.cidr))


def services_linked(resources: list[dict[str, Any]], order: Sequence[str]) -> list[Service]:
    """Every private link between zones, by the service that it leads to; zones in the order that is given."""
    found: dict[tuple[str, str], set[str]] = {}
    for one in resources:
        if one["type"] == _ENDPOINT and "ai-flow" in _tags(one):
            found.setdefault((_tags(one)["ai-flow"], _by(one)), set()).add(_tags(one)["ai-zone"])
    linked = [Service(target, tuple(sorted(sources, key=order.index)), by) for (target, by), sources in found.items()]
    return sorted(linked, key=lambda service: (order.index(service.target.split("/")[0]), service.target))


def _by(endpoint: dict[str, Any]) -> str:
    inputs = endpoint["inputs"]
    connections = [*(inputs.get("privateLinkServiceConnections") or []), *(inputs.get("manualPrivateLinkServiceConnections") or [])]
    own = any("/privatelinkservices/" in str(one.get("privateLinkServiceId")).lower() for one in connections)
    return "private link service for named subscriptions" if own else "private endpoint of the resource itself"


def not_built(resources: list[dict[str, Any]], world: World) -> list[str]:
    """Resources of the state that the world does not know."""
    ours = (one for one in resources if one.get("custom") and one["type"].startswith(PACKAGE))
    return [one["urn"] for one in ours if not any(item.id.lower() == one["id"].lower() for item in world.by_urn(one["urn"]))]


def roads_out(world: World, account: str) -> list[str]:
    """NAT gateways of a subscription, its routes to the internet, subnets that Azure would give a road."""
    found = [f"{one.type} {one.id}" for one in world.find(_NAT, account=account)]
    found += [f"{one.type} {one.id}" for one in world.find(_ROUTE, account=account) if one.outputs.get("nextHopType") == "Internet"]
    for table in world.find(_TABLE, account=account):
        found += [f"{table.type} {table.id}" for route in table.outputs.get("routes") or [] if route.get("nextHopType") == "Internet"]
    return found + [
        f"{one.type} {one.id}" for one in world.find(_SUBNET, account=account) if one.outputs.get("defaultOutboundAccess") is not False
    ]


def tables(world: World, account: str) -> int:
    """Number of route tables of a subscription."""
    return len(world.find(_TABLE, account=account))


def kept(world: World) -> dict[tuple[str, str], list[Object]]:
    """What is left of a destroyed stack, by type and the reason why the cloud keeps it; an empty reason is a fault."""
    found: dict[tuple[str, str], list[Object]] = {}
    for one in world.remaining():
        why = str(one.state.get("kept_because") or ("made and kept by Azure" if one.keeper else ""))
        found.setdefault((one.type, why), []).append(one)
    return found


def _tags(resource: dict[str, Any]) -> dict[str, str]:
    return resource.get("inputs", {}).get("tags") or {}
