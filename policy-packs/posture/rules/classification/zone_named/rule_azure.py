"""A store of records whose group, key, endpoints or component belong to a zone names its zone too."""

from collections.abc import Iterator

from posture.rules.azure_beside import STORES, zones_beside
from posture.rules.contract import Fault, rule
from posture.rules.look import Look


@rule(*STORES)
def check(look: Look) -> Iterator[Fault]:
    """Only what says what it holds, but not where it belongs."""
    if look.data_class is None or look.zone_said is not None or look.resource.external:
        return
    beside = zones_beside(look)
    if beside:
        where, zone = beside[0]
        yield Fault(f"names no zone, though it belongs to {zone} by {where}", "tags")
