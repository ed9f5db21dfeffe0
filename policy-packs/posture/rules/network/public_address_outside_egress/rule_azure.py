"""Public addresses stand only in egress and access; the gateway of a declared peer has one for its tunnel."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import users, zone_in_use

ADDRESS: Final = az("network:PublicIPAddress", "network:PublicIPPrefix")
INTERFACE: Final = az("network:NetworkInterface")
BALANCER: Final = az("network:LoadBalancer")
MACHINE: Final = az("compute:VirtualMachine", "compute:VirtualMachineScaleSet")
TUNNEL: Final = az("network:VirtualNetworkGateway")
_ALLOWED: Final = (ZoneName.EGRESS, ZoneName.ACCESS)
_PLACES: Final = {
    **dict.fromkeys(INTERFACE, ("ipConfigurations[*].publicIPAddress",)),
    **dict.fromkeys(BALANCER, ("frontendIPConfigurations[*].publicIPAddress", "frontendIPConfigurations[*].publicIPPrefix")),
    **dict.fromkeys(
        MACHINE,
        tuple(
            f"{root}networkProfile.networkInterfaceConfigurations[*].ipConfigurations[*].publicIPAddressConfiguration"
            for root in ("", "virtualMachineProfile.")
        ),
    ),
}


@rule(*ADDRESS, *INTERFACE, *BALANCER, *MACHINE)
def check(look: Look) -> Iterator[Fault]:
    """Of an address by its zone, or that of what uses it; of an interface, a balancer, a machine by what it gives itself."""
    zone = zone_in_use(look)
    if zone is None or zone in _ALLOWED:
        return
    if look.resource.type in ADDRESS:
        holders = users(look)
        if not holders or any(holder.resource.type not in TUNNEL for holder in holders if holder.resource.custom):
            yield Fault(f"is a public address of zone {zone}", "tags")
        return
    for place in _PLACES[look.resource.type]:
        if any(look.value(path) not in (None, {}, "") for path in _spread(look, place)):
            yield Fault(f"gives public addresses, in zone {zone}", place.replace("[*]", ""))


def _spread(look: Look, path: str) -> list[str]:
    if "[*]" not in path:
        return [path]
    head, rest = path.split("[*]", 1)
    blocks = look.blocks(head)
    return [found for block in (blocks if isinstance(blocks, list) else []) for found in _spread(look, block + rest)]
