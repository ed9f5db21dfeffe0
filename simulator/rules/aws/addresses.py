"""Address arithmetic that several modules of rules need."""

import ipaddress
from collections.abc import Iterator

from simulator.rules import Action, Object
from simulator.rules.aws.kinds import CIDR_ASSOCIATION, IPV6_ASSOCIATION, SUBNET

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

RESERVED_AT_START = 4
"""Amazon VPC User Guide, 'Subnet CIDR blocks': the first four addresses and the last one of a subnet can't be used."""


def network(text: object) -> Network | None:
    """A CIDR block, or None for what is none."""
    try:
        return ipaddress.ip_network(str(text), strict=False) if text else None
    except ValueError:
        return None


def generated_block(action: Action) -> str:
    """An Amazon-provided IPv6 block: a /56 of addresses that are reachable from everywhere."""
    number = int(action.hex(6, "ipv6"), 16)
    return str(ipaddress.IPv6Network((0x2A05D018 << 96 | number << 72, 56)))


def blocks_of(action: Action, vpc: Object) -> list[Network]:
    """IPv4 and IPv6 blocks of a VPC, secondary ones included."""
    texts = [vpc.outputs.get("cidrBlock"), vpc.outputs.get("ipv6CidrBlock")]
    texts += [one.outputs.get("cidrBlock") for one in action.find_anywhere(CIDR_ASSOCIATION, vpcId=vpc.id)]
    texts += [one.outputs.get("ipv6CidrBlock") for one in action.find_anywhere(IPV6_ASSOCIATION, vpcId=vpc.id)]
    return [block for text in texts if (block := network(text)) is not None]


def inside(block: Network, outer: Network) -> bool:
    """Whether a block is part of another of the same version."""
    return block.version == outer.version and block.subnet_of(outer)  # type: ignore[arg-type]


def overlapping(first: list[Network], second: list[Network]) -> Iterator[tuple[Network, Network]]:
    """Pairs of blocks that overlap."""
    for one in first:
        for other in second:
            if one.version == other.version and one.overlaps(other):
                yield one, other


def address_in(action: Action, subnet_id: str | None, salt: str = "") -> str:
    """A private address of a subnet, always the same for the resource and salt."""
    subnet = action.get(SUBNET, subnet_id)
    block = network(subnet.outputs.get("cidrBlock")) if subnet else None
    if block is None:
        return ""
    free = block.num_addresses - RESERVED_AT_START - 1
    return str(block[RESERVED_AT_START + int(action.hex(8, f"address {subnet_id} {salt}"), 16) % free])


def zone_of(action: Action, subnet_id: str) -> str:
    """Availability zone of a subnet."""
    subnet = action.get(SUBNET, subnet_id)
    return str(subnet.outputs.get("availabilityZone")) if subnet else ""


def _associated(action: Action, group: str, vpc_id: object) -> bool:
    kind = "aws:vpc/securityGroupVpcAssociation:SecurityGroupVpcAssociation"
    return bool(action.world.find(kind, account=action.account, region=action.region, securityGroupId=group, vpcId=vpc_id))


def all_in_vpc(action: Action, kind: str, ids: list[str], vpc_id: object, code: str) -> None:
    """Refuse subnets, groups and tables of other networks. A group serves each network that it is associated with.

    Source: Amazon VPC User Guide, "Associate security groups with multiple VPCs".
    """
    for id_ in ids:
        one = action.get(kind, id_)
        if one and one.outputs.get("vpcId") != vpc_id and not _associated(action, id_, vpc_id):
            action.refuse(code, f"{id_} belongs to {one.outputs.get('vpcId')}, not to {vpc_id}: they belong to different networks")
