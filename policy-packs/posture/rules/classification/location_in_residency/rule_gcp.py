"""What belongs to a zone stands in a region that the reviewer allows."""

from collections.abc import Iterator
from typing import Final

from posture.readers.gcp.names import region_called
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.gcp_engines import SQL, is_replica
from posture.rules.gcp_projects import inside, project_of
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell, must_be_true
from posture.values import is_unknown

_EVERYWHERE: Final = ("global", "-")
TOPIC: Final = gcp("pubsub:Topic")
SCHEDULE: Final = gcp("compute:ResourcePolicy")
SETTINGS: Final = gcp("compute:SnapshotSettings")
ENDPOINT: Final = gcp("compute:GlobalForwardingRule")


@rule(EVERY, of=("gcp",))
def check(look: Look) -> Iterator[Fault]:
    """Google Cloud documentation, "Geography and regions": a zone is its region and a letter; a multi-region is a place of its own."""
    residency = {one.lower() for one in look.approved.residency}
    if not look.on_gcp or not residency or not guarded(look):
        return
    for prop in ("location", "region", "zone"):
        place = look.text(prop) if given(look, prop) is not None else None
        if isinstance(place, str) and (name := region_called(place)) not in _EVERYWHERE and name not in residency:
            yield Fault(f"stands in {place}, where the zone's data may not be", prop)
            return
    if look.resource.type in TOPIC:
        yield from _messages(look, residency)
    if look.resource.type in SCHEDULE:
        yield from _snapshots(look, residency)
    if look.resource.type in ENDPOINT:
        yield from _directory(look, residency)
    if look.resource.type in SQL and look.holds_records and not is_replica(look):
        yield from _backups(look, residency)


def _messages(look: Look, residency: set[str]) -> Iterator[Fault]:
    """Pub/Sub documentation, "Configure message storage policies": without regions, messages are kept near whoever sends them; in transit too, if that is said."""
    prop = "messageStoragePolicy.allowedPersistenceRegions"
    places = look.texts(prop)
    if is_unknown(places) or any(is_unknown(one) for one in places):
        yield cannot_tell(prop, "where it keeps messages")
    elif not places:
        yield Fault("keeps messages in whatever region they are sent from", prop)
    elif abroad := sorted(str(one) for one in places if str(one).lower() not in residency):
        yield Fault(f"may keep messages in {abroad[0]}, where the zone's data may not be", prop)
    else:
        yield from must_be_true(look, "messageStoragePolicy.enforceInTransit", "lets messages pass through any region on their way")


def _backups(look: Look, residency: set[str]) -> Iterator[Fault]:
    """Cloud SQL documentation, "Custom backup locations": where none is named, backups go to the nearest multi-region."""
    base = "settings.backupConfiguration"
    place = look.text(f"{base}.location")
    if look.flag(f"{base}.enabled") is not True:
        return
    if is_unknown(place):
        yield cannot_tell(f"{base}.location", "where its backups lie")
    elif not place:
        yield Fault("keeps backups in a multi-region that Google chooses", f"{base}.location")
    elif str(place).lower() not in residency:
        yield Fault(f"keeps backups in {place}, where the zone's data may not be", f"{base}.location")


def _snapshots(look: Look, residency: set[str]) -> Iterator[Fault]:
    """Compute Engine documentation, "Configure snapshot settings": where no place is named, the project's default, which is the nearest multi-region."""
    base = "snapshotSchedulePolicy"
    prop = f"{base}.snapshotProperties.storageLocations"
    if look.value(base) in (None, {}):
        return
    places = look.texts(prop) if not isinstance(look.value(prop), str) else [look.text(prop)]
    if is_unknown(look.value(base)) or is_unknown(places) or any(is_unknown(one) for one in places):
        yield cannot_tell(prop, "where it keeps snapshots")
    elif not places:
        own = project_of(look)
        set_here = [one for one in inside(own) if one.resource.type in SETTINGS] if own is not None else []
        if set_here:
            # What the project's settings say in its stead.
            if any(one.text("storageLocation.policy") != "LOCAL_REGION" for one in set_here):
                yield cannot_tell(prop, "where it keeps snapshots")
        else:
            yield Fault("keeps snapshots in a multi-region that Google chooses", prop)
    elif abroad := sorted(str(one) for one in places if str(one).lower() not in residency):
        yield Fault(f"keeps snapshots in {abroad[0]}, where the zone's data may not be", prop)


def _directory(look: Look, residency: set[str]) -> Iterator[Fault]:
    """Compute Engine API, globalForwardingRules: an endpoint's name and address are noted in us-central1 unless a region is given.

    Asked only of who says where they are noted: who says nothing of it takes Google's own directory."""
    base = "serviceDirectoryRegistrations"
    prop = f"{base}.serviceDirectoryRegion"
    if look.value(base) in (None, {}, []):
        return
    place = look.text(prop)
    if is_unknown(look.value(base)) or is_unknown(place):
        yield cannot_tell(prop, "where its name is noted")
    elif str(place or "us-central1").lower() not in residency:
        yield Fault(f"notes its name and address in {place or 'us-central1'}, where the zone's data may not be", prop)
