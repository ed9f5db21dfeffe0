"""Route tables of closed zones end the default route: nowhere, or at an inspector."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.proofs.verdict import Verdict
from posture.rules.azure_networks import ROUTES, TABLE, filter_zone, word
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import spots
from posture.values import is_unknown

_FREE: Final = (ZoneName.EGRESS, ZoneName.ACCESS)
_ENDS: Final = ("none", "virtualappliance")


@rule(*TABLE)
def check(look: Look) -> Iterator[Fault]:
    """The default route is Azure's own unless a table has another: to the internet, or to what a gateway announces."""
    zone = filter_zone(look)
    if zone is None or zone in _FREE:
        return
    found = spots(look, ROUTES)
    if any(word(spot, "addressPrefix") == "0.0.0.0/0" and word(spot, "nextHopType") in _ENDS for spot in found.found):
        return
    unsure = found.uncertain or any(is_unknown(word(spot, prop)) for spot in found.found for prop in ("addressPrefix", "nextHopType"))
    yield Fault(
        "leaves the default route to Azure: it has none of its own that ends it", "routes", Verdict.UNPROVEN if unsure else Verdict.VIOLATED
    )
