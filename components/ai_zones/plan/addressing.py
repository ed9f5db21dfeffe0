"""Address planning: one block, a fixed slot for each zone, fixed places for tiers and availability zones within it.

Nothing depends on what else is declared: adding a zone, a tier or an availability zone moves nothing that is already there.

A block is cut into 16 slots: the first eight belong to the zone names in their order, the rest are spare.
A zone's network is cut into four quarters, one an availability zone; a quarter of size q into

    workload 1/2 | endpoint 1/8 | database 1/8 | firewall 1/16 | public 1/16 | spare 1/8

Sources: Amazon VPC User Guide, "VPC CIDR blocks" (networks /16 to /28) and "Subnet CIDR blocks" (subnets /16 to /28,
five reserved addresses); RFC 1918; RFC 6598.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Final

from .names import Tier, ZoneName

SLOT_BITS: Final = 4
SLOTS: Final = 2**SLOT_BITS
NAMED_SLOTS: Final = len(ZoneName)
SPARE_SLOTS: Final = range(NAMED_SLOTS, SLOTS)
AVAILABILITY_ZONES_MAX: Final = 4

LARGEST_ZONE_PREFIX: Final = 16
"""AWS: a network's block is at most a /16."""
SMALLEST_ZONE_PREFIX: Final = 22
"""A /22 still gives firewall subnets of /28, AWS's smallest, and endpoint subnets of /27: 27 addresses for the zone's endpoints."""
LARGEST_BLOCK_PREFIX: Final = 8
SMALLEST_BLOCK_PREFIX: Final = SMALLEST_ZONE_PREFIX - SLOT_BITS

PRIVATE: Final = (IPv4Network("10.0.0.0/8"), IPv4Network("172.16.0.0/12"), IPv4Network("192.168.0.0/16"), IPv4Network("100.64.0.0/10"))
"""RFC 1918, and RFC 6598's shared space, which AWS accepts too."""

TIERS: Final[Mapping[ZoneName, tuple[Tier, ...]]] = {
    zone: {
        ZoneName.PHI: (Tier.WORKLOAD, Tier.ENDPOINT, Tier.DATABASE),
        ZoneName.EGRESS: (Tier.WORKLOAD, Tier.ENDPOINT, Tier.FIREWALL, Tier.PUBLIC),
    }.get(zone, (Tier.WORKLOAD, Tier.ENDPOINT))
    for zone in ZoneName
}
"""Only `egress` has public subnets: elsewhere there is nothing that a gateway could be put into."""

_PLACES: Final[Mapping[Tier, tuple[int, int]]] = {
    # bits below the quarter, index among the pieces of that size
    Tier.WORKLOAD: (1, 0),
    Tier.ENDPOINT: (3, 4),
    Tier.DATABASE: (3, 5),
    Tier.FIREWALL: (4, 12),
    Tier.PUBLIC: (4, 13),
}


@dataclass(frozen=True, slots=True)
class ZoneAddresses:
    """A zone's network and its subnets: `subnets[tier][i]` lies in the i-th availability zone."""

    network: IPv4Network
    subnets: Mapping[Tier, tuple[IPv4Network, ...]]


@dataclass(frozen=True, slots=True)
class AddressPlan:
    """Networks of all declared zones."""

    block: IPv4Network
    zones: Mapping[ZoneName, ZoneAddresses]


def piece(network: IPv4Network, bits: int, index: int) -> IPv4Network:
    """The index-th of the 2**bits equal pieces of a network."""
    if not 0 <= index < 2**bits or network.prefixlen + bits > 32:
        raise ValueError(f"{network} has no piece {index} of {2**bits}")
    prefix = network.prefixlen + bits
    return IPv4Network((int(network.network_address) + (index << (32 - prefix)), prefix))


def slot(block: IPv4Network, index: int) -> IPv4Network:
    """The index-th of the 16 slots of a block."""
    return piece(block, SLOT_BITS, index)


def zone_network(block: IPv4Network, index: int) -> IPv4Network:
    """The network in a slot: all of it, or its first /16 where it is larger."""
    whole = slot(block, index)
    return piece(whole, max(0, LARGEST_ZONE_PREFIX - whole.prefixlen), 0)


def zone_subnets(network: IPv4Network, tiers: Iterable[Tier], availability_zones: int) -> dict[Tier, tuple[IPv4Network, ...]]:
    """Subnets of one zone network, for use without a plan too. The network is a /16 to /22, there are 1 to 4 availability zones."""
    if not LARGEST_ZONE_PREFIX <= network.prefixlen <= SMALLEST_ZONE_PREFIX:
        raise ValueError(f"the zone network {network} must be a /{LARGEST_ZONE_PREFIX} to /{SMALLEST_ZONE_PREFIX}")
    if not 1 <= availability_zones <= AVAILABILITY_ZONES_MAX:
        raise ValueError(f"{availability_zones} availability zones: give 1 to {AVAILABILITY_ZONES_MAX}")
    quarters = [piece(network, 2, i) for i in range(availability_zones)]
    return {tier: tuple(piece(quarter, *_PLACES[tier]) for quarter in quarters) for tier in tiers}
