"""Which blocks of addresses a rule of Google's may name: those of known networks, and the few that Google documents.

Sources: VPC documentation, "Subnets" (primary and secondary ranges), "Configure Private Google Access"; Google Kubernetes Engine, "About network
isolation in GKE" (the control plane's range); VPC documentation, "Serverless VPC Access"; Cloud Load Balancing documentation, "Health checks overview".
"""

import ipaddress
from typing import Final

from posture.graph.addresses import AddressSet
from posture.readers.gcp.vips import FRONTS, VIPS
from posture.rules.aws_networks import PRIVATE, block, known_addresses
from posture.rules.gcp_networks import SUBNET
from posture.rules.gcp_words import gcp, items
from posture.rules.look import Scene

_RANGES: Final = {
    **dict.fromkeys(SUBNET, ("ipCidrRange", "ipv6CidrRange")),
    **dict.fromkeys(gcp("container:Cluster"), ("privateClusterConfig.masterIpv4CidrBlock", "clusterIpv4Cidr", "servicesIpv4Cidr")),
    **dict.fromkeys(gcp("vpcaccess:Connector"), ("ipCidrRange",)),
    **dict.fromkeys(gcp("filestore:Instance"), ("networks.reservedIpRange",)),
    **dict.fromkeys(gcp("redis:Instance"), ("reservedIpRange",)),
}


def known(scene: Scene) -> AddressSet:
    """Addresses of the stack's networks, of the plan, of declared peers, and those that the reviewer vouches for."""
    if "known-gcp-addresses" not in scene.notes:
        literals: list[object] = []
        for resource in scene.of(tuple(_RANGES)):
            look = scene.look(resource)
            literals += [look.value(prop) for prop in _RANGES[resource.type]]
            literals += [look.value(f"{block}.ipCidrRange") for block in items(look, "secondaryIpRanges")]
        for resource in scene.of(gcp("compute:GlobalAddress")):
            address, length = scene.look(resource).value("address"), scene.look(resource).value("prefixLength")
            if isinstance(address, str) and isinstance(length, int | float) and length:
                literals.append(f"{address}/{int(length)}")
        scene.notes["known-gcp-addresses"] = known_addresses(scene).union(*(told for one in literals if (told := block(one))))
    found: AddressSet = scene.notes["known-gcp-addresses"]
    return found


ROOM: Final = 16
"""A summary of subnetworks may have room to grow: so many times what stands in it."""


def too_wide(scene: Scene, literal: str) -> bool:
    """Whether a block says more than it can mean.

    One around a known network, but far larger; or one of the internet that is neither a network's nor Google's. A private block of a network that
    nobody mentions may be a peer's: what it opens the theorems say.
    """
    asked = block(literal)
    if asked is None or not asked:
        return False
    ours = known(scene)
    if ours.contains(asked) or any(range_.contains(asked) for range_ in (VIPS, FRONTS)):
        return False
    if ours.overlaps(asked):
        return _size(asked) > ROOM * _size(ours.intersection(asked))
    return not (PRIVATE.contains(asked) or _link_local(literal))


def _size(addresses: AddressSet) -> int:
    return sum(last - first + 1 for first, last in addresses.intervals)


def _link_local(literal: str) -> bool:
    """A block that no network routes is nobody's network."""
    return ipaddress.ip_network(literal, strict=False).is_link_local
