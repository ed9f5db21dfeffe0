"""What belongs to a zone stands in a region that the reviewer allows."""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import EVERY, Fault, rule
from posture.rules.look import Look
from posture.rules.parts import given
from posture.rules.scope import guarded

_ZONE: Final = re.compile(r"^([a-z]+-[a-z]+\d+)-[a-z]$")
_EVERYWHERE: Final = ("global", "-")


@rule(EVERY)
def check(look: Look) -> Iterator[Fault]:
    """Google Cloud documentation, "Geography and regions": a zone is its region and a letter; a multi-region is a place of its own."""
    residency = {one.lower() for one in look.approved.residency}
    if not look.on_gcp or not residency or not guarded(look):
        return
    for prop in ("location", "region", "zone"):
        place = look.text(prop) if given(look, prop) is not None else None
        if isinstance(place, str) and (name := _region(place)) not in _EVERYWHERE and name not in residency:
            yield Fault(f"stands in {place}, where the zone's data may not be", prop)
            return


def _region(place: str) -> str:
    name = place.rpartition("/")[2].lower()
    found = _ZONE.match(name)
    return found[1] if found else name
