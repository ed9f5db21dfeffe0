"""Private names that are written with an address, and who keeps that address.

Azure hands out a subnet's addresses as they come free. A record with an address of its own leads to its endpoint only while the endpoint
keeps that address; otherwise to whatever gets it next.
Sources: Azure Private Link documentation, "Manage Azure private endpoints" (static addresses are given at creation); Azure Virtual Network
documentation, "Private IP addresses" (dynamic: the next that is free, and another after the resource was made anew).
"""

import ipaddress
from collections.abc import Iterator
from typing import Final

from posture.rules.azure_networks import ENDPOINT, NETWORK, SUBNET, subnet_name, subnets_in
from posture.rules.azure_words import az, blocks_of, says
from posture.rules.look import Look, Scene
from posture.rules.neighbours import users

RECORD: Final = az("privatedns:PrivateRecordSet")
_KEEPERS: Final = {
    **dict.fromkeys(az("network:NetworkInterface"), "ipConfigurations"),
    **dict.fromkeys(az("network:LoadBalancer", "network:ApplicationGateway"), "frontendIPConfigurations"),
    **dict.fromkeys(az("dnsresolver:InboundEndpoint"), "ipConfigurations"),
}
"""What keeps an address where it is allocated statically, and where it says so."""
_ADDRESS: Final = ("privateIPAddress", "privateIpAddress")
_ALLOCATION: Final = ("privateIPAllocationMethod", "privateIpAllocationMethod")
_NAMELESS: Final = (*ENDPOINT, *az("network:PrivateLinkService"))
"""What stands in a subnet and is no record's aim but by a fixed address: endpoints, and the sources of a link service."""


def keeps_address(look: Look) -> bool:
    """Whether an endpoint has an address of its own choice."""
    return any(True for _ in _kept(look))


def loose_names(look: Look) -> list[str]:
    """Records with an address in an endpoint's subnet that nothing of the stack keeps; those that take it from a resource are not meant."""
    ranges, kept = list(_ranges(look)), _all_kept(look.scene)
    return [name for name, address in _written(look.scene) if address not in kept and any(address in one for one in ranges)]


def may_belong_to_others(look: Look) -> bool:
    """Whether something else in the subnet may have the address."""
    return any(user.resource.type not in _NAMELESS for subnet in look.targets("subnet", SUBNET) for user in users(subnet))


def _ranges(look: Look) -> Iterator[ipaddress.IPv4Network]:
    for reference in look.references("subnet", (*SUBNET, *NETWORK)):
        for urn in reference.targets:
            for spot in subnets_in(look.scene.look(look.scene.stack.by_urn[urn])):
                inline = spot.look.resource.type in NETWORK
                if inline and subnet_name(spot) != (reference.literal or "").rsplit("/", 1)[-1].lower():
                    continue
                for prop in ("addressPrefix", "addressPrefixes"):
                    texts = spot.look.texts(spot.at(prop))
                    yield from (found for one in (texts if isinstance(texts, list) else []) if (found := _network(one)) is not None)


def _all_kept(scene: Scene) -> frozenset[ipaddress.IPv4Address]:
    if "kept addresses" not in scene.notes:
        tokens = (*ENDPOINT, *_KEEPERS)
        scene.notes["kept addresses"] = frozenset(one for resource in scene.of(tokens) for one in _kept(scene.look(resource)))
    found: frozenset[ipaddress.IPv4Address] = scene.notes["kept addresses"]
    return found


def _kept(look: Look) -> Iterator[ipaddress.IPv4Address]:
    endpoint = look.resource.type in ENDPOINT
    for block in blocks_of(look, "ipConfigurations" if endpoint else _KEEPERS[look.resource.type]):
        if endpoint or any(says(look, f"{block}.{prop}", "static") for prop in _ALLOCATION):
            yield from (found for prop in _ADDRESS if (found := _address(look.text(f"{block}.{prop}"))) is not None)


def _written(scene: Scene) -> list[tuple[str, ipaddress.IPv4Address]]:
    """Names of records with the addresses that the program writes into them."""
    if "written addresses" not in scene.notes:
        scene.notes["written addresses"] = [
            (record.name, found)
            for record in map(scene.look, scene.of(RECORD))
            if not record.resource.property_dependencies.get("aRecords")
            for block in blocks_of(record, "aRecords")
            if (found := _address(record.text(f"{block}.ipv4Address"))) is not None
        ]
    written: list[tuple[str, ipaddress.IPv4Address]] = scene.notes["written addresses"]
    return written


def _address(text: object) -> ipaddress.IPv4Address | None:
    try:
        return ipaddress.IPv4Address(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _network(text: object) -> ipaddress.IPv4Network | None:
    try:
        return ipaddress.IPv4Network(text, strict=False) if isinstance(text, str) else None
    except ValueError:
        return None
