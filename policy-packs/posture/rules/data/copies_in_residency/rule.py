"""Copies that Azure makes by itself stay in the regions that the reviewer allows."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_words import az, blocks_of, must_say, says
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import cannot_tell
from posture.values import is_unknown

ACCOUNT: Final = az("storage:StorageAccount")
DATABASE: Final = az("dbforpostgresql:Server", "dbformysql:Server")
VAULT: Final = az("recoveryservices:Vault")
BACKUP: Final = az("dataprotection:BackupVault")
COSMOS: Final = az("cosmosdb:DatabaseAccount")
REPLICA: Final = az("containerregistry:Replication")
BUS: Final = az("servicebus:Namespace")
EVENTS: Final = az("eventgrid:Topic", "eventgrid:Domain")
_GEO: Final = ("grs", "gzrs")


@rule(*ACCOUNT, *DATABASE, *VAULT, *BACKUP, *COSMOS, *REPLICA, *BUS, *EVENTS)
def check(look: Look) -> Iterator[Fault]:
    """A paired region is chosen by Azure: its name is in no program, and the reviewer must allow a second region by name."""
    if not serves(look):
        return
    kind, several = look.resource.type, len(look.approved.residency) > 1
    if kind in ACCOUNT:
        sku = look.text("sku.name")
        if is_unknown(sku):
            yield cannot_tell("sku.name", "in which regions it lies")
        elif sku is not None and sku.lower().endswith(_GEO) and not several:
            yield Fault(f"is copied to a second region that Azure chooses ({sku})", "sku.name")
    elif kind in DATABASE and says(look, "backup.geoRedundantBackup", "enabled") and not several:
        yield Fault("copies its backups to a second region that Azure chooses", "backup.geoRedundantBackup")
    elif kind in VAULT and not several:
        redundancy = look.text("properties.redundancySettings.standardTierStorageRedundancy")
        if redundancy is None or (isinstance(redundancy, str) and redundancy.lower() == "georedundant"):
            yield Fault(
                "copies its backups to a second region that Azure chooses", "properties.redundancySettings.standardTierStorageRedundancy"
            )
        if says(look, "properties.redundancySettings.crossRegionRestore", "enabled"):
            yield Fault("can be restored in a second region", "properties.redundancySettings.crossRegionRestore")
    elif kind in BACKUP and not several:
        for block in blocks_of(look, "properties.storageSettings"):
            if look.text(f"{block}.type") is None or says(look, f"{block}.type", "georedundant"):
                yield Fault("copies its backups to a second region that Azure chooses", f"{block}.type")
    elif kind in EVENTS and not several:
        fault = "is copied to the paired region, with what its events say"
        yield from must_say(look, "dataResidencyBoundary", ("withinregion",), fault, default="WithinGeopair")
    else:
        yield from _listed(look)


def _listed(look: Look) -> Iterator[Fault]:
    props = {
        **dict.fromkeys(COSMOS, ("locations", "locationName")),
        **dict.fromkeys(BUS, ("geoDataReplication.locations", "locationName")),
    }.get(look.resource.type)
    paths = (
        [f"{block}.{props[1]}" for block in blocks_of(look, props[0])] if props else ["location"] if look.resource.type in REPLICA else []
    )
    for path in paths:
        place = look.text(path)
        if is_unknown(place):
            yield cannot_tell(path, "in which region a copy lies")
        elif place and look.approved.residency and place.lower().replace(" ", "") not in look.approved.residency:
            yield Fault(f"has a copy in {place}, where its data may not be", path)
