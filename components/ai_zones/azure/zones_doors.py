"""The zones' doors: the front by which people enter access, and the gateways of declared peers.

Sources: Azure Application Gateway documentation, "Private Application Gateway deployment"; Azure ExpressRoute and VPN Gateway documentation;
docs/decisions/0011.
"""

from ipaddress import IPv4Network
from typing import Any, cast

import pulumi

from ai_zones.azure.access_front import AzureAccessFront
from ai_zones.azure.access_front_input import AzureAccessFrontArgs
from ai_zones.azure.peer_circuit import AzurePeerCircuit, AzurePeerCircuitArgs
from ai_zones.azure.peer_door import AzurePeerDoor
from ai_zones.azure.peer_gateway import AzurePeerGateway
from ai_zones.azure.service_link_consumer import link_address
from ai_zones.azure.subnets import ENDPOINT, FRONT, GATEWAY, WORKLOAD
from ai_zones.azure.zones_built import Built, loose
from ai_zones.azure.zones_input import Zones
from ai_zones.plan import Direction, Link, ZoneName

ACCESS = ZoneName.ACCESS


def front_address(zones: Zones) -> str:
    """Address of the front: the last that Azure gives out in its subnet."""
    return link_address(IPv4Network(zones.range(ACCESS, FRONT)), 0)


def build_front(built: Built) -> AzureAccessFront | None:
    """The front, where it is asked for and the zone access is built here."""
    zones = built.zones
    if zones.front is None or ACCESS not in zones.zones:
        return None
    network = built.networks[ACCESS]
    # `Any`: what the front is given stands in the settings, and the front itself judges it.
    args: dict[str, Any] = {
        **zones.place(ACCESS),
        "virtual_network_id": network.virtual_network_id,
        "front_subnet": zones.range(ACCESS, FRONT),
        "workload_cidr": zones.range(ACCESS, WORKLOAD),
        "endpoint_cidr": zones.range(ACCESS, ENDPOINT),
        "address": front_address(zones),
        "log_workspace_id": built.workspace_id,
        "availability_zones": list(zones.plan.availability_zones),
        **zones.front,
    }
    options = built.options(ACCESS, network, built.archive, built.vaults[ACCESS])
    return AzureAccessFront(zones.name(ACCESS, "front"), cast(AzureAccessFrontArgs, args), options)


def build_peers(built: Built, zone: ZoneName) -> AzurePeerGateway | None:
    """Gateways to the peers of a zone, where it has any that come by circuit or VPN."""
    zones = built.zones
    network = built.networks[zone]
    roads: dict[str, Any] = {}
    lines: list[pulumi.Resource] = []
    doors = 0
    for name, peer in sorted(zones.plan.peers.items()):
        if peer.zone is not zone or peer.link is Link.PRIVATE_LINK:
            continue
        road = dict(zones.circuits[name])
        if (own := road.pop("circuit", None)) is not None:
            line = _line(built, zone, name, own)
            road["circuit_id"] = line.circuit_id
            lines.append(line)
        link = "vpn" if peer.link is Link.VPN else "private-circuit"
        roads[name] = {"link": link, "cidr": str(peer.cidr), **road}
        if peer.direction is Direction.INBOUND:
            _door(built, zone, name, peer.port, link_address(IPv4Network(zones.range(zone, WORKLOAD)), doors))
            doors += 1
    if not roads:
        return None
    return AzurePeerGateway(
        zones.name(zone, "peers"),
        loose(
            {
                **zones.place(zone),
                "zone": zone.value,
                "virtual_network_id": network.virtual_network_id,
                "virtual_network_cidr": str(zones.plan.network(zone)),
                "gateway_subnet": zones.range(zone, GATEWAY),
                "peers": roads,
                "log_workspace_id": built.workspace_id,
                "deletion_protection": zones.deletion_protection,
            }
        ),
        built.options(zone, network, built.archive, *lines),
    )


def _line(built: Built, zone: ZoneName, peer: str, own: dict[str, Any]) -> AzurePeerCircuit:
    """A circuit of our own to a peer."""
    zones = built.zones
    args: dict[str, Any] = {
        **zones.place(zone),
        "zone": zone.value,
        "log_workspace_id": built.workspace_id,
        "deletion_protection": zones.deletion_protection,
        **own,
    }
    return AzurePeerCircuit(zones.name(zone, "line", peer), cast(AzurePeerCircuitArgs, args), built.options(zone, built.archive))


def _door(built: Built, zone: ZoneName, peer: str, port: int, address: str) -> AzurePeerDoor:
    """Fixed address at which a peer enters the zone's programs."""
    zones = built.zones
    return AzurePeerDoor(
        zones.name(zone, "door", peer),
        loose(
            {
                **zones.place(zone),
                "zone": zone.value,
                "peer": peer,
                "subnet_id": built.networks[zone].workload_subnet_id,
                "address": address,
                "port": port,
                "availability_zones": list(zones.plan.availability_zones),
            }
        ),
        built.options(zone, built.networks[zone]),
    )
