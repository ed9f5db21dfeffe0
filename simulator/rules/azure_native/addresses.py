"""Address arithmetic of virtual networks.

Sources: Azure documentation, "Azure Virtual Network frequently asked questions (FAQ)" (smallest IPv4 subnet /29, largest /2, IPv6 subnets
exactly /64; five addresses of a subnet are reserved; ranges that can't be added).
"""

import ipaddress
from collections.abc import Iterator
from typing import Any

from simulator.rules import Action, Fault, Object, Properties, at
from simulator.rules.azure_native.ids import id_in, named, same
from simulator.rules.azure_native.kinds import APPLICATION_GATEWAY, FIREWALL, INBOUND_ENDPOINT, INTERFACE, LOAD_BALANCER, SUBNET, VNET

FAQ = "Azure documentation, 'Azure Virtual Network frequently asked questions (FAQ)'"
RESERVED_AT_START = 4
"""The network's address, the gateway and two for Azure DNS; the last address is the broadcast."""
FORBIDDEN = tuple(
    ipaddress.ip_network(text) for text in ("224.0.0.0/4", "255.255.255.255/32", "127.0.0.0/8", "169.254.0.0/16", "168.63.129.16/32")
)
_HOLDERS = (
    (INTERFACE, "ipConfigurations[*]", "privateIPAddress"),
    (LOAD_BALANCER, "frontendIPConfigurations[*]", "privateIPAddress"),
    (FIREWALL, "ipConfigurations[*]", "privateIPAddress"),
    (INBOUND_ENDPOINT, "ipConfigurations[*]", "privateIpAddress"),
    (APPLICATION_GATEWAY, "frontendIPConfigurations[*]", "privateIPAddress"),
)

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


def network(text: object) -> Network | None:
    """A block, or None for what is none."""
    try:
        return ipaddress.ip_network(text) if isinstance(text, str) and "/" in text else None
    except ValueError:
        return None


def inside(block: Network, outer: Network) -> bool:
    """Whether a block is part of another of the same version."""
    return block.version == outer.version and block.subnet_of(outer)  # type: ignore[arg-type]


def overlap(first: Network, second: Network) -> bool:
    """Whether two blocks share addresses."""
    return first.version == second.version and first.overlaps(second)


def blocks(texts: object) -> list[Network]:
    """The blocks among some texts."""
    return [block for text in (texts if isinstance(texts, list) else []) if (block := network(text)) is not None]


def space(vnet: Object | Properties | None) -> list[Network]:
    """Address space of a network."""
    values = vnet.outputs if isinstance(vnet, Object) else vnet or {}
    return blocks((values.get("addressSpace") or {}).get("addressPrefixes"))


def ranges(subnet: Properties) -> list[Network]:
    """Blocks of a subnet."""
    several = subnet.get("addressPrefixes")
    return blocks([subnet.get("addressPrefix"), *(several if isinstance(several, list) else [])])


def block_faults(path: str, text: object, *, longest: int = 29) -> Iterator[Fault]:
    """What is wrong with a block of a network (`longest` 32 where no subnet need fit) or subnet."""
    if not isinstance(text, str):
        return
    try:
        block = ipaddress.ip_network(text)
    except ValueError as error:
        yield path, f"{text!r} is not a CIDR block: {error}"
        return
    if "/" not in text:
        yield path, f"{text!r} is not a CIDR block: it has no prefix length, such as {text}/24"
    elif block.version == 4 and not 2 <= block.prefixlen <= longest:
        yield path, f"{text!r} has prefix length /{block.prefixlen}; allowed: /2 to /{longest}"
    elif any(overlap(block, bad) for bad in FORBIDDEN):
        yield path, f"{text!r} has addresses that Azure keeps for itself; forbidden: {', '.join(map(str, FORBIDDEN))}"


def taken(action: Action, subnet_id: str) -> dict[str, str]:
    """Address → id of its holder, in a subnet."""
    found: dict[str, str] = {}
    for kind, path, property_ in _HOLDERS:
        for one in action.find_anywhere(kind):
            for _, part in at(one.outputs, path):
                if isinstance(part, dict) and same(id_in(part.get("subnet")), subnet_id) and part.get(property_):
                    found.setdefault(str(part[property_]), one.id)
    return found


def judge_address(action: Action, subnet_id: str, address: object, where: str) -> None:
    """Refuse a chosen address that is outside of the subnet, reserved, or taken by another."""
    subnet = named(action, subnet_id, SUBNET)
    if subnet is None or not isinstance(address, str):
        return
    try:
        wanted = ipaddress.ip_address(address)
    except ValueError:
        action.refuse("InvalidIPAddressFormat", f"{where}: {address!r} is not an IP address")
    block = next((one for one in ranges(subnet.outputs) if one.version == wanted.version and wanted in one), None)
    if block is None:
        action.refuse("PrivateIPAddressNotInSubnet", f"{where}: private address {address} does not belong to subnet {subnet.id}")
    if block.version == 4 and (int(wanted) - int(block[0]) < RESERVED_AT_START or wanted == block[-1]):
        action.refuse("PrivateIPAddressInReservedRange", f"{where}: {address} is one of the five addresses of {block} that Azure reserves")
    holder = taken(action, subnet_id).get(address)
    if holder and not same(holder, action.id):
        action.refuse("PrivateIPAddressIsAllocated", f"{where}: {address} is already allocated to {holder}")


def address_in(action: Action, subnet_id: str, salt: str, used: set[str]) -> str:
    """A free private address of a subnet: always the same for the resource and salt unless another holds it. Adds it to `used`."""
    subnet = named(action, subnet_id, SUBNET)
    block = next((one for one in ranges(subnet.outputs) if one.version == 4), None) if subnet else None
    if block is None:
        return ""
    busy = set(taken(action, subnet_id)) | used
    count = block.num_addresses - RESERVED_AT_START - 1
    start = int(action.world.digest(action.urn, subnet_id.lower(), salt)[:8], 16)
    addresses = (str(block[RESERVED_AT_START + (start + step) % count]) for step in range(count))
    found = next((one for one in addresses if one not in busy), None)
    if found is None:
        action.refuse("SubnetIsFull", f"subnet {subnet_id} has no free address: {block} has {block.num_addresses}, five of them reserved")
    used.add(found)
    return found


def network_of(action: Action, subnet_id: object) -> Object | None:
    """The network of a subnet."""
    text = str(subnet_id or "")
    cut = text.lower().rfind("/subnets/")
    return named(action, text[:cut], VNET) if cut > 0 else None


def gives(value: Any) -> bool:
    """Whether an optional part of inputs says something."""
    return value not in (None, "", [], {})
