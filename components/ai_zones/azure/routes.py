"""Route tables: one a subnet, so that none follows Azure's system routes out.

Every subnet of Azure has a system route `0.0.0.0/0 → Internet`, and takes the routes that a gateway learns. A route of ours for the same range
comes first. Routes are inline, so a route added by hand is removed at the next update.
Sources: Azure Virtual Network documentation, "Virtual network traffic routing" (longest prefix, then user-defined, BGP, system; `None` drops;
`VirtualNetworkGateway` as next hop works for VPN gateways alone: to ExpressRoute only BGP leads; propagation is switched a table).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import pulumi
from pulumi_azure_native import network

from ai_zones.azure.naming import Kind, child, resource_name
from ai_zones.azure.ordering import after
from ai_zones.azure.tags import tags_for
from ai_zones.azure.validation import PlacedInput

ROUTE_TABLE: Final = "Microsoft.Network/routeTables"
EVERYWHERE: Final = "0.0.0.0/0"
NOWHERE: Final = network.RouteNextHopType.NONE


@dataclass(frozen=True)
class Way:
    """One route."""

    name: str
    to: str
    hop: network.RouteNextHopType
    address: pulumi.Input[str] | None = None
    """Address of a virtual appliance."""


NO_WAY_OUT: Final = Way("nowhere", EVERYWHERE, NOWHERE)
"""What no other route takes is dropped."""


def peer_ways(peers: Mapping[str, str]) -> list[Way]:
    """Peer → range: routes to the zone's own VPN gateway, and nothing wider."""
    return [Way(f"peer-{peer}", cidr, network.RouteNextHopType.VIRTUAL_NETWORK_GATEWAY) for peer, cidr in sorted(peers.items())]


def build_route_table(
    name: str,
    label: str,
    place: PlacedInput,
    zone: str,
    ways: Iterable[Way],
    *,
    parent: pulumi.Resource,
    learn_from_gateway: bool = False,
    waits_for: Iterable[pulumi.Resource] = (),
) -> network.RouteTable:
    """The table of one subnet. `learn_from_gateway` takes the routes of an ExpressRoute gateway in; the routes here come first."""
    return network.RouteTable(
        child(name, "routes", label),
        route_table_name=route_table_name(name, label),
        resource_group_name=place.resource_group_name,
        location=place.location,
        disable_bgp_route_propagation=not learn_from_gateway,
        routes=[
            network.RouteArgs(name=way.name, address_prefix=way.to, next_hop_type=way.hop, next_hop_ip_address=way.address) for way in ways
        ],
        tags=tags_for(zone, extra=place.tags),
        opts=after(parent, list(waits_for)),
    )


def route_table_name(name: str, label: str) -> str:
    """Name of the table of one subnet."""
    return resource_name(Kind.NETWORK, name, label)
