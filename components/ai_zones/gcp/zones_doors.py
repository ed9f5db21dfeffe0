"""The zones' doors: the front by which people enter access, and the roads and doors of declared peers.

Sources: those of the components; docs/decisions/0012, "People and peers".
"""

from typing import Any

import pulumi

from ai_zones.gcp.access_front import GcpAccessFront
from ai_zones.gcp.peer_door import GcpPeerDoor
from ai_zones.gcp.peer_road import GcpPeerRoad
from ai_zones.gcp.service_link_consumer import link_address
from ai_zones.gcp.subnets import WORKLOAD, zone_ranges
from ai_zones.gcp.zones_built import Built, loose
from ai_zones.gcp.zones_input import ACCESS, Zones
from ai_zones.plan import Direction, Peer, ZoneName


def build_front(built: Built) -> GcpAccessFront | None:
    """The front, where it is asked for and the zone access is built here. It names levels of the plan's access policy by their short names."""
    zones = built.zones
    if zones.front is None or ACCESS not in zones.zones:
        return None
    network = built.networks[ACCESS]
    levels = built.access_policy.access_levels if built.access_policy is not None else {}
    applications = {
        name: {**application, "access_levels": [levels.get(level, level) for level in application["access_levels"]]}
        for name, application in zones.front["applications"].items()
    }
    args = {
        **zones.place(ACCESS),
        "network": network.network,
        "deletion_protection": zones.deletion_protection,
        **zones.front,
        "applications": applications,
    }
    return GcpAccessFront(zones.name(ACCESS, "front"), loose(args), built.options(ACCESS, network, built.access_policy))


def build_peers(built: Built, zone: ZoneName) -> dict[str, GcpPeerRoad]:
    """A road for each peer of a zone that comes by circuit or VPN, by the peer's name, and a door for each that enters."""
    zones = built.zones
    roads: dict[str, GcpPeerRoad] = {}
    for name, peer in zones.road_peers(zone).items():
        network = built.networks[zone]
        door: list[pulumi.Resource] = []
        if peer.direction is Direction.INBOUND:
            place = {
                **zones.place(zone),
                "zone": zone.value,
                "network": network.network,
                "workload_subnetwork": network.workload_subnetwork,
            }
            args: dict[str, Any] = {**place, "peer": name, "address": door_address(zones, zone, name), "port": peer.port}
            door.append(GcpPeerDoor(zones.name(zone, "door", name), loose(args), built.options(zone, network)))
        road = {
            **zones.place(zone),
            "zone": zone.value,
            "network": network.network,
            "cidr": str(peer.cidr),
            "advertised": [advertised(zones, zone, name, peer)],
            "deletion_protection": zones.deletion_protection,
            **zones.circuits[name],
        }
        roads[name] = GcpPeerRoad(zones.name(zone, "road", name), loose(road), built.options(zone, network, *door))
    return roads


def advertised(zones: Zones, zone: ZoneName, name: str, peer: Peer) -> str:
    """What a peer is told of: the one address that it enters at, or the programs that ask it."""
    return f"{door_address(zones, zone, name)}/32" if peer.direction is Direction.INBOUND else zones.range(zone, WORKLOAD)


def door_address(zones: Zones, zone: ZoneName, name: str) -> str:
    """Address at which a peer enters: from the upper end of the programs' range, by its place among the zone's peers."""
    return link_address(zone_ranges(zones.plan.network(zone))[WORKLOAD], list(zones.road_peers(zone)).index(name))
