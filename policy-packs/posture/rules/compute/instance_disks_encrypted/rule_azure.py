"""Disks of machines in zones are encrypted with a key of one's own, and on the host."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.words import must_be_true

MACHINE: Final = az("compute:VirtualMachine")
FLEET: Final = az("compute:VirtualMachineScaleSet")
_KEYS: Final = ("diskEncryptionSet", "securityProfile.diskEncryptionSet")


@rule(*MACHINE, *FLEET)
def check(look: Look) -> Iterator[Fault]:
    """A confidential machine's disk is sealed to it before the host sees it; encryption at the host is for the others."""
    if look.zone is None:
        return
    root = "virtualMachineProfile." if look.resource.type in FLEET else ""
    if not says(look, f"{root}securityProfile.securityType", "confidentialvm"):
        yield from must_be_true(
            look, f"{root}securityProfile.encryptionAtHost", "leaves caches and temporary disks of its host unencrypted"
        )
    else:
        kind = f"{root}storageProfile.osDisk.managedDisk.securityProfile.securityEncryptionType"
        if not says(look, kind, "diskwithvmgueststate"):
            yield Fault("does not seal its disk to itself", kind)
    for disk in (f"{root}storageProfile.osDisk", *blocks_of(look, f"{root}storageProfile.dataDisks")):
        managed = f"{disk}.managedDisk"
        if look.value(f"{managed}.id") not in (None, ""):
            continue  # a disk of its own says it itself
        if all(look.value(f"{managed}.{key}") in (None, {}) for key in _KEYS):
            yield Fault("has a disk without a key of its own", managed)
