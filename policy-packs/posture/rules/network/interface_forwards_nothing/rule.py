"""Network interfaces of zones forward nothing for others; only an inspector in egress does."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_words import az, blocks_of
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_false

INTERFACE: Final = az("network:NetworkInterface")
MACHINE: Final = {
    "azure-native:compute:VirtualMachine": "networkProfile.networkInterfaceConfigurations",
    "azure-native:compute:VirtualMachineScaleSet": "virtualMachineProfile.networkProfile.networkInterfaceConfigurations",
}
"""Machines that describe their interfaces themselves."""


@rule(*INTERFACE, *MACHINE)
def check(look: Look) -> Iterator[Fault]:
    """IP forwarding."""
    if look.zone is None or look.zone is ZoneName.EGRESS:
        return
    described = MACHINE.get(look.resource.type)
    for base in [""] if described is None else [f"{block}." for block in blocks_of(look, described)]:
        yield from must_be_false(look, f"{base}enableIPForwarding", "forwards traffic that is not its own")
