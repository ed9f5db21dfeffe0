"""Routes, inline and on their own: destination and next hop.

Sources: Amazon VPC User Guide, "Route table concepts", "Route priority" (static, then prefix list, then propagated), "Example routing options";
Pulumi Registry, `aws.ec2.Route`, `aws.ec2.RouteTable`.
"""

from dataclasses import replace
from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, Destination, GatewayFact, RouteFact
from posture.graph.kinds import GatewayKind
from posture.readers.aws.kinds import (
    CARRIER_GATEWAYS,
    CORE_NETWORKS,
    EGRESS_ONLY,
    FIREWALL_ENDPOINTS,
    INSTANCES,
    INTERFACES,
    INTERNET_GATEWAYS,
    LOCAL_GATEWAYS,
    NAT_GATEWAYS,
    PEERINGS,
    SUBNETS,
    TABLES,
    TRANSIT_GATEWAYS,
    VPN_GATEWAYS,
    Kind,
)
from posture.readers.aws.looking import parse, refer
from posture.readers.aws.prefix_list import prefix_list_destination
from posture.readers.registry import reads
from posture.record import record
from posture.reference import ABSENT, Reference
from posture.values import is_unknown
from posture.view import Path, ResourceView

STATIC: Final = 100
PREFIX_LIST: Final = 150

# Property of a route → kinds that it accepts. Current and older names, `aws` and `aws-native`.
_NEXT_HOPS: Final[dict[str, tuple[Kind, ...]]] = {
    "gatewayId": (INTERNET_GATEWAYS, VPN_GATEWAYS),
    "natGatewayId": (NAT_GATEWAYS,),
    "transitGatewayId": (TRANSIT_GATEWAYS,),
    "vpcPeeringConnectionId": (PEERINGS,),
    "vpcEndpointId": (FIREWALL_ENDPOINTS,),
    "egressOnlyGatewayId": (EGRESS_ONLY,),
    "egressOnlyInternetGatewayId": (EGRESS_ONLY,),
    "carrierGatewayId": (CARRIER_GATEWAYS,),
    "networkInterfaceId": (INTERFACES,),
    "instanceId": (INSTANCES,),
    "localGatewayId": (LOCAL_GATEWAYS,),
    "coreNetworkArn": (CORE_NETWORKS,),
    "odbNetworkArn": (Kind(("aws:odb/network:Network",)),),
}

# Prefix of an id → what stands there, when no resource of the stack does.
_STRANGERS: Final = {
    "nat-": "NAT gateway",
    "pcx-": "peering",
    "tgw-": "transit gateway",
    "vgw-": "VPN gateway",
    "vpce-": "endpoint",
    "eni-": "network interface",
    "i-": "instance",
    "lgw-": "local gateway",
    "arn:": "network",
}
_TO_INTERNET: Final = ("igw-", "eigw-", "cagw-")


@record
class _Names:
    """How a route's destination is called: on its own, and inline."""

    v4: tuple[str, ...]
    v6: tuple[str, ...]
    prefix_list: str = "destinationPrefixListId"


_OWN: Final = _Names(("destinationCidrBlock",), ("destinationIpv6CidrBlock",))
_INLINE: Final = _Names(("cidrBlock", "destinationCidrBlock"), ("ipv6CidrBlock", "destinationIpv6CidrBlock"))


@reads("aws:ec2/route:Route", "aws-native:ec2:Route")
def route(resource: ResourceView, graph: GraphBuilder) -> None:
    """A route that stands on its own, in a table of the stack, one that came with a VPC, or a stranger's."""
    table = refer(graph, resource, "routeTableId", TABLES)
    if not table.targets:
        graph.unreadable(resource.resource.urn, f"the route table {table.literal or 'is unknown: it'} is no resource of the stack")
    _add(resource, graph, table, "", _OWN)


def inline_routes(resource: ResourceView, graph: GraphBuilder) -> None:
    """Routes written inside a table (`routes`)."""
    table = Reference.to(resource.resource.urn)
    blocks = resource.blocks("routes")
    if is_unknown(blocks):
        graph.unreadable(resource.resource.urn, "the inline routes are unknown until the update")
        because = Because(resource.resource.urn, "routes", "unknown")
        graph.add(RouteFact(table, Destination(text="unknown"), Reference(certain=False, prop="routes"), because))
        return
    for block in blocks:
        _add(resource, graph, table, f"{block}.", _INLINE)


def _add(resource: ResourceView, graph: GraphBuilder, table: Reference, base: Path, names: _Names) -> None:
    urn = resource.resource.urn
    if not base and resource.value("destinationCidrBlock") is None and resource.value("cidrBlock") is not None:
        names = _INLINE  # aws-native's output
    if base and not isinstance(resource.value(base[:-1]), dict):
        graph.unreadable(urn, f"{base[:-1]} is no route")
        return
    destination = _destination(resource, graph, base, names)
    via = _next_hop(resource, graph, base)
    if via is None:
        return
    to_internet = via.literal == graph.internet().literal
    graph.add(
        RouteFact(
            table,
            destination,
            via,
            Because(urn, via.prop or base.rstrip("."), destination.text),
            preference=PREFIX_LIST if not destination.group.absent or destination.service else STATIC,
            internet=to_internet,
        )
    )


def _destination(resource: ResourceView, graph: GraphBuilder, base: Path, names: _Names) -> Destination:
    for name in (*names.v4, *names.v6):
        text = resource.text(base + name)
        if isinstance(text, str):
            return Destination(parse(graph, resource, base + name, text), text=text)
    listed = prefix_list_destination(graph, resource, base + names.prefix_list)
    if listed is not None and (listed.group.targets or listed.group.literal or listed.service):
        return listed
    if not any(is_unknown(resource.value(base + name)) for name in (*names.v4, *names.v6, names.prefix_list)):
        graph.unreadable(resource.resource.urn, f"{base.rstrip('.') or 'the route'} has no destination that can be read")
    return Destination(text="unknown")


def _next_hop(resource: ResourceView, graph: GraphBuilder, base: Path) -> Reference | None:
    """The next hop; None for `local`, which only restates the VPC's own route."""
    found: list[Reference] = []
    for name, kinds in _NEXT_HOPS.items():
        path = base + name
        hop = refer(graph, resource, path, *kinds)
        if base and len(hop.targets) == 1 and not hop.certain and _is_sole(resource, base, name):
            hop = replace(hop, certain=True)
        if hop.literal == "local":
            return None
        if not hop.absent:
            found.append(_stranger(graph, hop) if not hop.targets else hop)
    known = [hop for hop in found if not hop.unknown]
    if known:
        # A provider also fills in what follows from the target: the instance behind an interface.
        named = [hop for hop in known if hop.targets] or known
        for hop in named:
            _appliances(graph, hop)
        if len(named) == 1 or all(hop.targets == named[0].targets for hop in named):
            return named[0]
        targets = tuple(dict.fromkeys(urn for hop in named for urn in hop.targets))
        machines = [hop for hop in named if hop.prop.endswith("networkInterfaceId")]
        return machines[0] if machines else replace(named[0], targets=targets, literal=None, certain=False)
    urn = resource.resource.urn
    if not found:
        graph.unreadable(urn, f"{base.rstrip('.') or 'the route'} has no next hop")
        return Reference(certain=False, prop=base.rstrip("."))
    graph.unreadable(urn, f"{found[0].prop} is unknown, and nothing that it depends on is a next hop of the fitting kind")
    return found[0]


def _is_sole(resource: ResourceView, base: Path, name: str) -> bool:
    """Whether an unknown next hop of one inline route can only be the one dependency of its kind: every dependency is some route's next hop.

    As many unknown next hops as dependencies, and one of this name.
    """
    top = base.split("[", 1)[0]
    blocks = resource.blocks(top)
    depends_on = resource.resource.property_dependencies.get(top, frozenset())
    unknown = [
        other for block in ([] if is_unknown(blocks) else blocks) for other in _NEXT_HOPS if is_unknown(resource.value(f"{block}.{other}"))
    ]
    return len(unknown) == len(depends_on) and unknown.count(name) == 1


def _stranger(graph: GraphBuilder, hop: Reference) -> Reference:
    literal = hop.literal
    if literal is None:
        return hop
    if literal.startswith(_TO_INTERNET):
        return replace(graph.internet(), prop=hop.prop)
    kind = next((kind for prefix, kind in _STRANGERS.items() if literal.startswith(prefix)), "next hop")
    return replace(graph.somewhere(kind, literal), prop=hop.prop)


def _appliances(graph: GraphBuilder, hop: Reference) -> None:
    """A machine becomes a gateway by being somebody's next hop."""
    for urn in hop.targets:
        resource = graph.stack.by_urn.get(urn)
        if resource is None or resource.type not in (*INTERFACES.tokens, *INSTANCES.tokens):
            continue
        made: set[str] = graph.once("aws appliances", set)
        if urn in made:
            continue
        made.add(urn)
        graph.add(GatewayFact(urn, GatewayKind.APPLIANCE, subnets=places_of(graph, graph.view(urn))))


def places_of(graph: GraphBuilder, view: ResourceView) -> tuple[Reference, ...]:
    """Subnets of a machine: its own, else those of the interfaces that are attached to it."""
    own = refer(graph, view, "subnetId", SUBNETS)
    found = [] if own.absent else [own]
    for prop in ("networkInterfaces", "primaryNetworkInterface"):
        blocks = view.blocks(prop)
        for block in [] if is_unknown(blocks) else blocks:
            inner = refer(graph, view, f"{block}.subnetId", SUBNETS)
            interface = refer(graph, view, f"{block}.networkInterfaceId", INTERFACES)
            if not inner.absent:
                found.append(inner)
            for urn in interface.targets:
                if urn != view.resource.urn:
                    found.append(refer(graph, graph.view(urn), "subnetId", SUBNETS))
    return tuple(dict.fromkeys(reference for reference in found if reference != ABSENT and not reference.absent))
