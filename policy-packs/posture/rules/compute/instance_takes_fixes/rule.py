"""Machines of zones take security fixes without waiting for somebody.

Sources: Azure Virtual Machines documentation, "Automatic Guest Patching for Azure Virtual Machines and Scale Sets" (patch orchestration modes);
REST API reference, "Virtual Machines - Create Or Update" (WindowsConfiguration.enableAutomaticUpdates: true by default).
"""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

MACHINE: Final = az("compute:VirtualMachine")
FLEET: Final = az("compute:VirtualMachineScaleSet")
_FAULT: Final = "takes no security fixes by itself"


@rule(*MACHINE, *FLEET)
def check(look: Look) -> Iterator[Fault]:
    """Only what is switched off: left alone, Windows updates itself, and a Linux image does as its publisher set it up."""
    if look.zone is None:
        return
    root = "virtualMachineProfile.osProfile" if look.resource.type in FLEET else "osProfile"
    windows, linux = f"{root}.windowsConfiguration", f"{root}.linuxConfiguration"
    replaced = look.flag("upgradePolicy.automaticOSUpgradePolicy.enableAutomaticOSUpgrade") is True
    if look.value(windows) is not None and not replaced:
        # A fleet whose images are replaced must not update itself as well.
        yield from must_be_true(look, f"{windows}.enableAutomaticUpdates", _FAULT, default=True)
    for one in (windows, linux):
        if says(look, f"{one}.patchSettings.patchMode", "manual") and not replaced:
            yield Fault(_FAULT, f"{one}.patchSettings.patchMode")
