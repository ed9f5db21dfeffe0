"""Machines of zones start only what is signed, and can prove it."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, must_say
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

MACHINE: Final = az("compute:VirtualMachine")
FLEET: Final = az("compute:VirtualMachineScaleSet")
_TYPES: Final = ("trustedlaunch", "confidentialvm")


@rule(*MACHINE, *FLEET)
def check(look: Look) -> Iterator[Fault]:
    """Trusted launch or confidential, with secure boot and a virtual TPM."""
    if look.zone is None:
        return
    root = "virtualMachineProfile.securityProfile" if look.resource.type in FLEET else "securityProfile"
    yield from must_say(look, f"{root}.securityType", _TYPES, "starts whatever stands on its disk", default="Standard")
    yield from must_be_true(look, f"{root}.uefiSettings.secureBootEnabled", "starts what is not signed")
    yield from must_be_true(look, f"{root}.uefiSettings.vTpmEnabled", "can't prove what it started")
