"""What gives a subnet a way to the internet: default outbound access, a NAT gateway, public addresses, outbound rules of a load balancer.

Sources: Azure documentation, "Default outbound access in Azure" (private subnets; absent means on up to API version 2025-05-01, and off
from 2025-07-01), "What is Azure NAT Gateway?", "Outbound rules Azure Load Balancer".
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because
from posture.readers.azure.arm import api_version_of, refer
from posture.readers.azure.balancing import gives_way_out, members
from posture.readers.azure.firewalls import firewalls_in
from posture.readers.azure.interfaces import standing_in
from posture.readers.azure.layout import FIREWALL_SUBNET, Part
from posture.readers.azure.tokens import APPLICATION_GATEWAY, BASTION, LOAD_BALANCER, NAT_GATEWAY, SUBNETS
from posture.record import record
from posture.values import is_unknown
from posture.view import ResourceView

PRIVATE_BY_DEFAULT: Final = "2025-07-01"
"""First API version for which a subnet without `defaultOutboundAccess` is a private one."""
_FRONTS: Final = {
    APPLICATION_GATEWAY: ("gatewayIPConfigurations", "frontendIPConfigurations"),
    BASTION: ("ipConfigurations", "ipConfigurations"),
}
"""What stands in a subnet with public addresses → where it says the subnet, and where the addresses."""
_PUBLIC_OF_NAT: Final = ("publicIpAddresses", "publicIpPrefixes", "publicIpAddressesV6", "publicIpPrefixesV6")


@record
class Outbound:
    """`open` None: can't be told."""

    open: bool | None
    because: Because
    nat: str | None = None
    """The NAT gateway by which packets go."""
    by_default: bool = False
    """By default outbound access, which the subnet has by itself."""


def outbound(graph: GraphBuilder, part: Part) -> Outbound:
    """Whether the system's default route of a subnet leads to the internet, and by what."""
    known = graph.once("azure ways out", dict[str, Outbound])
    if part.key not in known:
        known[part.key] = _outbound(graph, part)
    return known[part.key]


def _outbound(graph: GraphBuilder, part: Part) -> Outbound:
    urn = part.view.resource.urn
    if part.only_next_hops:
        return _of_next_hops(graph, part)
    by_nat = _by_nat(graph, part)
    if by_nat is not None and by_nat.open:
        return by_nat
    by_default, by_address = _by_default(part), _by_address(graph, part)
    found = [way for way in (by_address, by_nat, by_default) if way is not None]
    return next((way for way in found if way.open), next((way for way in found if way.open is None), Outbound(False, Because(urn, ""))))


def _of_next_hops(graph: GraphBuilder, part: Part) -> Outbound:
    """A firewall without a public address forwards by force to another one; gateways send nothing of others to the internet."""
    if part.name != FIREWALL_SUBNET:
        return Outbound(False, Because(part.view.resource.urn, part.base + "name"))
    by_nat = _by_nat(graph, part)
    if by_nat is not None and by_nat.open:
        return by_nat
    for firewall in firewalls_in(graph, part):
        if firewall.public is not False:
            return Outbound(firewall.public, Because(firewall.urn, "ipConfigurations", "0.0.0.0/0"))
    return Outbound(False, Because(part.view.resource.urn, part.base + "name"))


def _by_nat(graph: GraphBuilder, part: Part) -> Outbound | None:
    nat = part.refer(graph, "natGateway.id", NAT_GATEWAY)
    because = Because(part.view.resource.urn, f"{part.base}natGateway", "0.0.0.0/0 by NAT gateway")
    if nat.absent:
        return None
    if nat.unknown:
        graph.unreadable(part.key, "its NAT gateway is unknown until the update")
        return Outbound(None, because)
    key = nat.targets[0] if nat.targets else nat.literal or ""
    if len(nat.targets) == 1 and not graph.stack.by_urn[key].external:
        view = graph.view(key)
        if all(view.value(prop) in (None, []) for prop in _PUBLIC_OF_NAT):
            return None  # without an address it translates nothing
    return Outbound(True if nat.certain else None, because, key)


def _by_default(part: Part) -> Outbound:
    flag = part.view.flag(f"{part.base}defaultOutboundAccess")
    because = Because(part.view.resource.urn, f"{part.base}defaultOutboundAccess", "0.0.0.0/0, default outbound access")
    if is_unknown(flag):
        return Outbound(None, because, by_default=True)
    if flag is not None:
        return Outbound(flag, because, by_default=True)
    version = api_version_of(part.view)
    return Outbound(version < PRIVATE_BY_DEFAULT if version else None, because, by_default=True)


def _by_address(graph: GraphBuilder, part: Part) -> Outbound | None:
    unsure: Outbound | None = None
    for interface in standing_in(graph, part.key):
        standing = [reference for reference in interface.subnets if part.key in reference.targets]
        urn = interface.view.resource.urn
        if interface.public:
            way = Outbound(True if standing[0].certain else None, Because(urn, interface.because, "0.0.0.0/0 by its public address"))
            if way.open:
                return way
            unsure = unsure or way
    for front in graph.stack.of_type(*_FRONTS):
        if _stands_publicly(graph, graph.view(front.urn), part.key):
            return Outbound(True, Because(front.urn, _FRONTS[front.type][1], "0.0.0.0/0 by its public address"))
    for balancer in graph.stack.of_type(LOAD_BALANCER):
        gives = gives_way_out(graph, balancer.urn)
        if gives is False:
            continue
        owners = {urn for member in members(graph, balancer.urn) for urn in member.targets}
        here = any(interface.owner in owners for interface in standing_in(graph, part.key))
        if here or part.key in owners:
            way = Outbound(gives, Because(balancer.urn, "outboundRules", "0.0.0.0/0 by load balancer"))
            if way.open:
                return way
            unsure = unsure or way
    return unsure


def _stands_publicly(graph: GraphBuilder, view: ResourceView, key: str) -> bool:
    """Whether a gateway or bastion stands in the subnet with a public address: it answers whoever comes in."""
    homes, fronts = _FRONTS[view.resource.type]
    blocks = view.blocks(homes)
    places = [refer(graph, view, f"{block}.subnet.id", *SUBNETS) for block in ([] if is_unknown(blocks) else blocks)]
    listed = view.blocks(fronts)
    public = any(view.value(f"{block}.publicIPAddress") is not None for block in ([] if is_unknown(listed) else listed))
    return public and any(place.targets == (key,) and place.certain for place in places)
