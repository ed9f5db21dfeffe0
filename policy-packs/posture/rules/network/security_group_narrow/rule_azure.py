"""Security groups of zones allow addresses of known networks only."""

from collections.abc import Iterator
from typing import Final

from ai_zones.plan import ZoneName
from posture.rules.azure_networks import FILTER, FILTER_RULE, WIDE, filter_zone, is_address, known, parsed, prefixes, rules_in, word
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot
from posture.rules.words import cannot_tell
from posture.values import is_unknown

_SIDES: Final = {"inbound": "source", "outbound": "destination"}
_FREE: Final = (("outbound", ZoneName.EGRESS), ("inbound", ZoneName.ACCESS))


@rule(*FILTER, *FILTER_RULE)
def check(look: Look) -> Iterator[Fault]:
    """Each rule that allows: where inbound comes from, where outbound goes. Egress opens to the world; access may be entered from it."""
    zone = filter_zone(look)
    if zone is None:
        return
    found = rules_in(look)
    if found.uncertain:
        yield cannot_tell("securityRules", "which addresses it lets through")
    for spot in found.found:
        if spot.look is look:
            yield from _wide(spot, zone)


def _wide(spot: Spot, zone: ZoneName) -> Iterator[Fault]:
    access, direction = word(spot, "access"), word(spot, "direction")
    if access == "deny":
        return
    if is_unknown(access) or is_unknown(direction):
        yield cannot_tell(spot.at("access"), "what it lets through")
        return
    side = _SIDES.get(direction, "source")
    if (direction, zone) in _FREE:
        return
    prop = spot.at(f"{side}AddressPrefix")
    for prefix in prefixes(spot, side):
        if is_unknown(prefix):
            yield cannot_tell(prop, "which addresses it lets through")
        elif prefix.lower().split(".")[0] in WIDE or prefix.lower() in WIDE:
            yield Fault(f"lets {direction} traffic pass for {prefix}, which is everybody", prop)
        elif is_address(prefix) and not known(spot.look.scene).contains(parsed(prefix)):
            yield Fault(f"lets {direction} traffic pass for {prefix}, more than any known network", prop)
    # The other side is the subnet's own; a block there that is no network's shows that somebody meant another one.
    other = "destination" if side == "source" else "source"
    for prefix in prefixes(spot, other):
        if isinstance(prefix, str) and is_address(prefix) and not known(spot.look.scene).contains(parsed(prefix)):
            yield Fault(f"names {prefix} as its {other}, more than any known network", spot.at(f"{other}AddressPrefix"))
