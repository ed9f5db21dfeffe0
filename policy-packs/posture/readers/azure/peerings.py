"""Peerings between virtual networks: each side is declared by itself, and both are needed.

A peering with `allowVirtualNetworkAccess` off still carries packets that rules let through by address: it only takes the peer out of the tag
`VirtualNetwork`. Sources: Azure documentation, "Virtual network peering", "Create, change, or delete a virtual network peering" ("Allow
access", "Allow forwarded traffic", gateway transit), "How to configure subnet peering".
"""

from collections.abc import Iterator

from posture.graph.addresses import EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.graph.facts import Because, GatewayFact
from posture.graph.kinds import GatewayKind
from posture.readers.azure.arm import inline_children, inline_key, name_of, parent_of, parse_arm_id, refer
from posture.readers.azure.layout import addresses, parts_of, range_of, space_of
from posture.readers.azure.tokens import NETWORK, PEERING
from posture.readers.registry import joins, reads
from posture.record import record
from posture.reference import Reference
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView


@record
class Peering:
    """One side of a peering."""

    key: str
    view: ResourceView
    base: Path
    network: Reference
    remote: Reference
    access: bool | Unknown
    forwarded: bool | Unknown
    lends_gateway: bool | Unknown
    borrows_gateway: bool | Unknown
    whole: bool
    """False for a subnet peering."""

    @property
    def because(self) -> Because:
        """What to mend."""
        return Because(self.view.resource.urn, self.base.rstrip(".") or "remoteVirtualNetwork")


def peerings(graph: GraphBuilder) -> tuple[Peering, ...]:
    """Every side that stands in the stack."""
    return graph.once("azure peerings", lambda: tuple(_all(graph)))


def _all(graph: GraphBuilder) -> Iterator[Peering]:
    own: set[tuple[str, str]] = set()
    for resource in graph.stack.of_type(PEERING):
        view = graph.view(resource.urn)
        network = parent_of(view, graph, NETWORK)
        own.update((urn, (name_of(view) or "").lower()) for urn in network.targets)
        yield _read(graph, view, "", network, resource.urn)
    for resource in graph.stack.of_type(NETWORK):
        view = graph.view(resource.urn)
        for name, block in inline_children(view, "virtualNetworkPeerings"):
            if (resource.urn, name) not in own:
                key = inline_key(resource.urn, "virtualNetworkPeerings", name)
                yield _read(graph, view, f"{block}.", Reference.to(resource.urn), key)


def _read(graph: GraphBuilder, view: ResourceView, base: Path, network: Reference, key: str) -> Peering:
    def flag(prop: str, default: bool) -> bool | Unknown:
        found = view.flag(base + prop)
        return default if found is None else found

    return Peering(
        key,
        view,
        base,
        network,
        refer(graph, view, f"{base}remoteVirtualNetwork.id", NETWORK),
        flag("allowVirtualNetworkAccess", True),
        flag("allowForwardedTraffic", False),
        flag("allowGatewayTransit", False),
        flag("useRemoteGateways", False),
        flag("peerCompleteVnets", True) is not False,
    )


def peerings_of(graph: GraphBuilder, network: str) -> tuple[Peering, ...]:
    """The sides that stand in one network."""
    return tuple(side for side in peerings(graph) if network in side.network.targets)


def other_side(graph: GraphBuilder, side: Peering) -> Peering | None:
    """The side that stands in the peered network and leads back."""
    for other in peerings(graph):
        if set(side.remote.targets) & set(other.network.targets) and set(side.network.targets) & set(other.remote.targets):
            return other
    return None


def is_joined(graph: GraphBuilder, side: Peering) -> bool | None:
    """Whether packets pass: both sides stand, or the other one is out of sight. None: nobody can tell."""
    if side.view.text(f"{side.base}peeringState") == "Connected":
        return True
    if not side.remote.targets:
        return True
    other = other_side(graph, side)
    if other is None:
        managed = all(not graph.stack.by_urn[urn].external for urn in side.remote.targets)
        return False if managed and side.remote.certain else None
    return True if other.network.certain and other.remote.certain and side.remote.certain else None


def reachable(graph: GraphBuilder, side: Peering) -> AddressSet | None:
    """Addresses of the other network that a side leads to; None when unknown."""
    if not side.whole:
        names = side.view.texts(f"{side.base}remoteSubnetNames")
        if is_unknown(names) or not side.remote.targets:
            return None
        wanted = {name.lower() for name in names if isinstance(name, str)}
        ranges = [range_of(graph, part) for urn in side.remote.targets for part in parts_of(graph, urn) if part.name in wanted]
        return None if None in ranges else EMPTY.union(*(found for found in ranges if found is not None))
    if len(side.remote.targets) == 1:
        return space_of(graph, side.remote.targets[0])
    for prop in ("remoteVirtualNetworkAddressSpace", "remoteAddressSpace"):
        found, complete = addresses(graph, side.view, f"{side.base}{prop}.addressPrefixes")
        if complete and found:
            return found
    return None


def local_subnets(side: Peering) -> frozenset[str] | None:
    """Names of the subnets that a subnet peering is for; None: all of them."""
    if side.whole:
        return None
    names = side.view.texts(f"{side.base}localSubnetNames")
    return None if is_unknown(names) else frozenset(name.lower() for name in names if isinstance(name, str))


def far_network(graph: GraphBuilder, literal: str | None, name: str) -> Reference:
    """A network of no resource of the stack: whose, its subscription tells."""
    found = parse_arm_id(literal)
    if literal is None or found is None or found.subscription is None:
        return graph.somewhere("network", literal or name)
    asserted = any(entry.literal.lower() == literal.lower() for entry in graph.approved.asserted)
    if asserted or found.subscription in graph.own_subscriptions:
        exact = next((entry.literal for entry in graph.approved.asserted if entry.literal.lower() == literal.lower()), literal)
        return graph.somewhere("network", exact)
    return graph.azure_subscription(found.subscription)


@reads(PEERING)
def peering(resource: ResourceView, graph: GraphBuilder) -> None:
    """One side, read with the other. Here: only what can't be placed."""
    side = next(found for found in peerings(graph) if found.key == resource.resource.urn)
    if not side.network.targets:
        graph.unreadable(
            resource.resource.urn, f"a peering of {side.network.literal or 'an unknown network'}, which no resource of the stack is"
        )


@joins
def gateways_of_peerings(graph: GraphBuilder) -> None:
    """Each side as a next hop of its own network; what is beyond it by both sides' word."""
    for side in peerings(graph):
        if side.remote.unknown:
            graph.unreadable(side.view.resource.urn, "the peered network is unknown until the update")
        far = Reference() if side.remote.targets else far_network(graph, side.remote.literal, side.view.resource.name)
        other = other_side(graph, side)
        certain = side.access is True and (other is None or other.access is True) and is_joined(graph, side) is True
        networks = (side.network, side.remote) if side.remote.targets else (side.network,)
        # Whether the other network takes what comes from beyond this one is its own side's word.
        takes = True if other is None else other.forwarded is True
        graph.add(GatewayFact(side.key, GatewayKind.PEERING, networks=networks, far=far, certain=certain, forwards=takes))
