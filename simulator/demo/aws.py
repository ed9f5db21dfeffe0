"""What stands on the simulated AWS, told by zone: from the exported state, and from the world itself.

The classification is the one that components write (docs/decisions/0001): `ai-zone` on resources, `ai-flow` on the consumer half of a link.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Any

from simulator.demo.shown import Service, ZoneBuilt
from simulator.world import Object, World

if TYPE_CHECKING:
    from simulator.demo.story import Story

NAME = "AWS"
PACKAGE = "aws:"
ACCOUNT = "account"
LEAK = "Somebody adds a NAT route to the PHI subnets: refused in preview, with its path"
LEAK_MARKS = "+~±-"
ROUTED = "route tables"
NO_ROADS = "no route to 0.0.0.0/0, no NAT gateway"
KEPT = "What AWS itself keeps:"

_VPC = "aws:ec2/vpc:Vpc"
_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
_TABLE = "aws:ec2/routeTable:RouteTable"
_ROUTE = "aws:ec2/route:Route"
_NAT = "aws:ec2/natGateway:NatGateway"
_KINDS = {
    "aws:ec2/subnet:Subnet": "subnets",
    _ENDPOINT: "private endpoints",
    "aws:rds/clusterInstance:ClusterInstance": "database instances",
    "aws:s3/bucket:Bucket": "buckets",
    "aws:lb/loadBalancer:LoadBalancer": "load balancers",
    "aws:networkfirewall/firewall:Firewall": "firewalls",
    _NAT: "NAT gateways",
    "aws:ec2/internetGateway:InternetGateway": "internet gateways",
    "aws:kms/key:Key": "keys",
    "aws:cloudwatch/logGroup:LogGroup": "log groups",
}


def further(story: "Story") -> tuple[Callable[[], None], ...]:
    """Steps of this cloud alone: none."""
    return ()


def zones_built(resources: list[dict[str, Any]], world: World) -> list[ZoneBuilt]:
    """Each zone's network and resources, by address. A resource is of the zone whose provider made it."""
    networks = {one["provider"]: one for one in resources if one["type"] == _VPC}
    kinds: dict[str, Counter[str]] = {provider: Counter() for provider in networks}
    for one in resources:
        if one.get("provider") in kinds:
            kinds[one["provider"]][_KINDS.get(one["type"], "other")] += 1
    built = [
        ZoneBuilt(
            _tags(vpc)["ai-zone"], world.by_urn(vpc["urn"])[0].account, vpc["outputs"]["cidrBlock"], kinds[provider], tuple(_KINDS.values())
        )
        for provider, vpc in networks.items()
    ]
    return sorted(built, key=lambda zone: IPv4Network(zone.cidr))


def services_linked(resources: list[dict[str, Any]], order: Sequence[str]) -> list[Service]:
    """Every private link between zones, by the service that it leads to; zones in the order that is given."""
    consumers = [one for one in resources if one["type"] == _ENDPOINT and "ai-flow" in _tags(one)]
    kinds = {"Interface": "endpoint service whose owner accepts each connection", "Resource": "VPC Lattice resource endpoint"}
    found: dict[tuple[str, str], set[str]] = {}
    for one in consumers:
        kind = one["outputs"]["vpcEndpointType"]
        found.setdefault((_tags(one)["ai-flow"], kinds.get(kind, kind)), set()).add(_tags(one)["ai-zone"])
    linked = [Service(target, tuple(sorted(sources, key=order.index)), by) for (target, by), sources in found.items()]
    return sorted(linked, key=lambda service: (order.index(service.target.split("/")[0]), service.target))


def not_built(resources: list[dict[str, Any]], world: World) -> list[str]:
    """Resources of the state that the world does not know."""
    ours = (one for one in resources if one.get("custom") and one["type"].startswith(PACKAGE))
    return [one["urn"] for one in ours if not any(item.id == one["id"] for item in world.by_urn(one["urn"]))]


def roads_out(world: World, account: str) -> list[str]:
    """NAT gateways of an account, and its routes to everywhere."""
    found = [f"{one.type} {one.id}" for one in world.find(_NAT, account=account)]
    found += [f"{one.type} {one.id}" for one in world.find(_ROUTE, account=account) if _everywhere(one.outputs)]
    for table in world.find(_TABLE, account=account):
        found += [f"{table.type} {table.id}" for route in table.outputs.get("routes") or [] if _everywhere(route)]
    return found


def tables(world: World, account: str) -> int:
    """Number of route tables of an account."""
    return len(world.find(_TABLE, account=account))


def kept(world: World) -> dict[tuple[str, str], list[Object]]:
    """What is left of a destroyed stack, by type and the reason why the cloud keeps it; an empty reason is a fault."""
    found: dict[tuple[str, str], list[Object]] = {}
    for one in world.remaining():
        why = str(one.state.get("kept_because") or ("made and kept by AWS" if one.keeper else ""))
        found.setdefault((one.type, why), []).append(one)
    return found


def _everywhere(route: dict[str, Any]) -> bool:
    return any(
        route.get(name) in ("0.0.0.0/0", "::/0")
        for name in ("destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock")
    )


def _tags(resource: dict[str, Any]) -> dict[str, str]:
    return resource.get("inputs", {}).get("tags") or {}
