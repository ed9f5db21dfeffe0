"""Nothing of phi or deidentification is public, nor what shares its group, key or endpoints; no vault, log or backup ever is."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import DataClass
from posture.proofs.dns_closed import CLOSED_ZONES
from posture.proofs.search import HOLDERS
from posture.rules.azure_beside import STORES, endpoints_to, zones_beside
from posture.rules.azure_words import az
from posture.rules.contract import Fault, rule
from posture.rules.look import Look

_NEVER: Final = az(
    "keyvault:Vault",
    "keyvault:ManagedHsm",
    "operationalinsights:Workspace",
    "recoveryservices:Vault",
    "dataprotection:BackupVault",
    "healthcareapis:Workspace",
)


@rule(*STORES, *_NEVER)
def check(look: Look) -> Iterator[Fault]:
    """Only what its own tag calls public, or less than what it stands beside."""
    if look.data_class == DataClass.PUBLIC:
        if look.zone in HOLDERS:
            yield Fault(f"is called public, though it belongs to {look.zone}", "tags")
        elif look.resource.type in _NEVER:
            yield Fault("is called public, which no log, secret, key or backup is", "tags")
        elif doors := [door for door in endpoints_to(look) if door.zone in CLOSED_ZONES]:
            yield Fault(f"is called public, though a private endpoint of {doors[0].zone} leads to it ({doors[0].name})", "tags")
        else:
            for where, zone in zones_beside(look):
                if zone in HOLDERS:
                    yield Fault(f"is called public, though it stands beside records of {zone}: {where}", "tags")
                    return
