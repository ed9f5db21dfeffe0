"""What the tag `VirtualNetwork` means in a network, and which private addresses its gateways lead to.

Source: Azure documentation, "Azure service tags overview" (`VirtualNetwork`: the network's own space, connected on-premises space, peered
networks, the host's virtual address, and prefixes of user-defined routes).
"""

from posture.graph.addresses import ANY_V4, EMPTY, AddressSet
from posture.graph.builder import GraphBuilder
from posture.readers.azure.layout import parts, space_of
from posture.readers.azure.manager import meshed_with
from posture.readers.azure.onward import onward
from posture.readers.azure.peerings import is_joined, peerings_of, reachable
from posture.readers.azure.route_entries import entries_of
from posture.readers.azure.wan_layout import spaces_beyond


def joined_space(graph: GraphBuilder, network: str, subnet: str) -> tuple[AddressSet, AddressSet]:
    """Addresses that the tag certainly names for a subnet of the network, and those that it may name besides."""
    known = graph.once("azure joined spaces", dict[str, tuple[AddressSet, AddressSet]])
    if network not in known:
        known[network] = _of_network(graph, network)
    sure, may = known[network]
    return sure, (may | _of_routes(graph, subnet)) - sure


def _of_network(graph: GraphBuilder, network: str) -> tuple[AddressSet, AddressSet]:
    own = space_of(graph, network)
    sure, may = own or EMPTY, EMPTY if own is not None else ANY_V4
    for side in peerings_of(graph, network):
        there = reachable(graph, side)
        if there is None:
            may = ANY_V4
        elif side.access is True and is_joined(graph, side) is True:
            sure = sure | there
        else:
            may = may | there
    for other in meshed_with(graph, network):
        there = space_of(graph, other)
        may = may | (there if there is not None else ANY_V4)
    for way in onward(graph, network):
        if way.prefixes is None:
            may = ANY_V4
        elif way.certain:
            sure = sure | way.prefixes
        else:
            may = may | way.prefixes
    beyond = spaces_beyond(graph, network)
    if beyond is None:
        may = ANY_V4
    else:
        sure = sure | beyond
    return sure, may


def _of_routes(graph: GraphBuilder, subnet: str) -> AddressSet:
    part = parts(graph).get(subnet)
    if part is None:
        return EMPTY
    return EMPTY.union(*(entry.prefixes for entry in entries_of(graph, part) if entry.prefixes is not None))
