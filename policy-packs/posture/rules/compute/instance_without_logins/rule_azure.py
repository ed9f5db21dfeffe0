"""Nobody logs in to machines of zones by a password."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

MACHINE: Final = az("compute:VirtualMachine")
FLEET: Final = az("compute:VirtualMachineScaleSet")


@rule(*MACHINE, *FLEET)
def check(look: Look) -> Iterator[Fault]:
    """Azure makes no Linux machine without a key or a password; the key's port stays closed by the network's rules."""
    if look.zone is None:
        return
    root = "virtualMachineProfile.osProfile" if look.resource.type in FLEET else "osProfile"
    linux = look.value(f"{root}.linuxConfiguration")
    if linux is not None or (look.value(root) is not None and look.value(f"{root}.windowsConfiguration") is None):
        yield from must_be_true(look, f"{root}.linuxConfiguration.disablePasswordAuthentication", "lets people log in by a password")
        if look.value(f"{root}.adminPassword") is not None:
            yield Fault("has an administrator with a password", f"{root}.adminPassword")
