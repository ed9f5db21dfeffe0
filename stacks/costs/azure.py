"""What of Azure's resources is charged by the hour or month, as kinds of `azure-prices.yaml`.

Sources: Azure Application Gateway documentation, "Understanding pricing" (the least instances reserve ten capacity units each); Azure Database for
PostgreSQL documentation, "High availability" (a standby is charged as the primary is); Azure AI Search documentation, "Plan and manage
costs" (replicas × partitions); Azure Key Vault pricing (keys in an HSM by the month, RSA above 2,048 bits more).
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final

from stacks.costs.resources import Resource

_RULES_INCLUDED: Final = 5
_UNITS_AN_INSTANCE: Final = 10
_SHORT_RSA: Final = 2048
_STANDBY: Final = ("ZoneRedundant", "SameZone")


def azure_kinds(resource: Resource) -> Iterator[tuple[str, float]]:
    """(kind, how many) of what is charged by the hour or month."""
    given = resource.inputs
    match resource.type.removeprefix("azure-native:"):
        case "network:AzureFirewall":
            yield f"firewall:{_at(given, 'sku', 'tier') or 'Standard'}", 1
        case "network:PublicIPAddress":
            yield "public-address", 1
        case "network:PrivateEndpoint":
            yield "private-endpoint", 1
        case "network:LoadBalancer":
            yield from _balancer(given)
        case "network:ApplicationGateway":
            tier = _at(given, "sku", "tier")
            yield f"application-gateway:{tier}", 1
            least = _at(given, "autoscaleConfiguration", "minCapacity") or _at(given, "sku", "capacity") or 0
            yield f"capacity-unit:{tier}", _UNITS_AN_INSTANCE * least
        case "network:VirtualNetworkGateway":
            yield f"gateway:{_at(given, 'sku', 'name')}", 1
        case "network:ExpressRouteCircuit":
            speed = _at(given, "serviceProviderProperties", "bandwidthInMbps")
            # A preview's numbers may come as floats: the engine knows no others.
            yield f"expressroute:{_at(given, 'sku', 'name')}:{f'{speed:g}' if isinstance(speed, int | float) else speed}", 1
        case "privatedns:PrivateZone":
            yield "private-dns-zone", 1
        case "keyvault:Key":
            yield from _key(given)
        case "dbforpostgresql:Server":
            servers = 2 if _at(given, "highAvailability", "mode") in _STANDBY else 1
            yield f"postgresql:{_at(given, 'sku', 'name')}", servers
            yield "postgresql-gb", servers * (_at(given, "storage", "storageSizeGB") or 0)
        case "containerregistry:Registry":
            yield f"registry:{_at(given, 'sku', 'name')}", 1
        case "containerservice:ManagedCluster":
            yield f"kubernetes:{_at(given, 'sku', 'tier') or 'Free'}", 1
        case "search:Service":
            yield f"search:{_at(given, 'sku', 'name')}", (given.get("replicaCount") or 1) * (given.get("partitionCount") or 1)
        case "monitor:MetricAlert":
            yield "metric-alert", len(_at(given, "criteria", "allOf") or [None])
        case "monitor:ScheduledQueryRule":
            yield f"log-alert:{given.get('evaluationFrequency')}", 1


AZURE_COUNTED: Final = frozenset({"azure-native:keyvault:Key", "azure-native:network:LoadBalancer"})
"""Types of which some cost nothing: keys in software, balancers of the retired basic kind."""


def _balancer(given: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    if _at(given, "sku", "name") != "Standard":
        return
    rules = sum(len(given.get(key) or ()) for key in ("loadBalancingRules", "outboundRules", "inboundNatRules"))
    if rules:
        yield "load-balancer", 1
        yield "load-balancer-rule", max(0, rules - _RULES_INCLUDED)


def _key(given: Mapping[str, Any]) -> Iterator[tuple[str, float]]:
    if str(_at(given, "properties", "kty")).endswith("-HSM"):
        plain = _at(given, "properties", "kty") == "RSA-HSM" and (_at(given, "properties", "keySize") or _SHORT_RSA) <= _SHORT_RSA
        yield "hsm-key-2048" if plain else "hsm-key", 1


def _at(given: Any, *path: str) -> Any:
    for name in path:
        given = given.get(name) if isinstance(given, Mapping) else None
    return given
