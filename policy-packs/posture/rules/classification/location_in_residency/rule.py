"""What belongs to a zone stands in a region that the reviewer allows."""

from collections.abc import Iterator
from typing import Final

from posture.rules.azure_paths import GROUP
from posture.rules.contract import EVERY, Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.parts import given
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_EVERYWHERE: Final = ("global", "")


@rule(EVERY, of=("azure-native",))
def check(look: Look) -> Iterator[Fault]:
    """By `location`, without regard to case and spaces; without a stated residency nobody said which."""
    residency = {one.lower().replace(" ", "") for one in look.approved.residency}
    if not look.on_azure or not residency:
        return
    place = look.text("location") if given(look, "location") is not None else None
    if place is None or not _concerned(look):
        return
    if is_unknown(place):
        if (
            "location" in (look.resource.declared or ())
            and not look.targets("location", (GROUP,))
            and not look.resource.property_dependencies.get("location")
        ):
            yield cannot_tell("location", "in which region it stands")
    elif (name := place.lower().replace(" ", "")) not in _EVERYWHERE and name not in residency:
        yield Fault(f"stands in {place}, where the zone's data may not be", "location")


def _concerned(look: Look) -> bool:
    """A rule of a policy is of the networks that the policy is linked to."""
    return guarded(look) or serves(look) or (look.parent is not None and _concerned(look.parent))
