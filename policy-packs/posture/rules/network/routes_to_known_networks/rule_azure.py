"""Routes of zones lead to known networks; beyond them only where the zone may reach egress."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_networks import ROUTE, ROUTES, TABLE, filter_zone, known, parsed, word
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, spots
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_FREE: Final = (ZoneName.EGRESS, ZoneName.ACCESS)


@rule(*TABLE, *ROUTE)
def check(look: Look) -> Iterator[Fault]:
    """Never to the internet; through a gateway only to known networks; through an appliance also beyond, where egress lies behind it."""
    zone = filter_zone(look)
    if zone is None or zone in _FREE:
        return
    for spot in [Spot(look, "")] if look.resource.type in ROUTE else spots(look, ROUTES).found:
        if spot.look is look:
            yield from _wide(spot, zone)


def _wide(spot: Spot, zone: ZoneName) -> Iterator[Fault]:
    hop, prefix = word(spot, "nextHopType"), spot.look.text(spot.at("addressPrefix"))
    if is_unknown(hop):
        yield cannot_tell(spot.at("nextHopType"), "where it leads")
    elif hop == "internet":
        yield Fault(f"routes {prefix if isinstance(prefix, str) else 'traffic'} of zone {zone} to the internet", spot.at("nextHopType"))
    elif hop in ("virtualnetworkgateway", "virtualappliance"):
        if hop == "virtualappliance" and any(flow.source is zone and flow.target is ZoneName.EGRESS for flow in spot.look.approved.flows):
            return
        if is_unknown(prefix):
            yield cannot_tell(spot.at("addressPrefix"), "where it leads")
        elif prefix and not known(spot.look.scene).contains(
            parsed(prefix) if prefix[:1].isdigit() or ":" in prefix else parsed("0.0.0.0/0")
        ):
            yield Fault(f"routes {prefix} out of zone {zone}, more than any known network", spot.at("addressPrefix"))
