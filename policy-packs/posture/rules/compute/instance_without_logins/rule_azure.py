"""Nobody logs in to machines of zones by a password."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_true

MACHINE: Final = az("compute:VirtualMachine")
FLEET: Final = az("compute:VirtualMachineScaleSet")


EXTENSION: Final = az("compute:VirtualMachineExtension", "compute:VirtualMachineScaleSetExtension")
_RESETS: Final = ("vmaccessforlinux", "vmaccessagent")
"""Extensions that make users and set passwords. Azure Virtual Machines documentation, "VMAccess Extension for Linux"; "VMAccess Extension" (Windows)."""


@rule(*MACHINE, *FLEET, *EXTENSION)
def check(look: Look) -> Iterator[Fault]:
    """Azure makes no Linux machine without a key or a password; the key's port stays closed by the network's rules."""
    if look.resource.type in EXTENSION:
        if serves(look) and says(look, "type", *_RESETS):
            yield Fault("makes users and sets passwords of its machine", "type")
        return
    if look.zone is None:
        return
    root = "virtualMachineProfile.osProfile" if look.resource.type in FLEET else "osProfile"
    linux = look.value(f"{root}.linuxConfiguration")
    if linux is not None or (look.value(root) is not None and look.value(f"{root}.windowsConfiguration") is None):
        yield from must_be_true(look, f"{root}.linuxConfiguration.disablePasswordAuthentication", "lets people log in by a password")
        if look.value(f"{root}.adminPassword") is not None:
            yield Fault("has an administrator with a password", f"{root}.adminPassword")
