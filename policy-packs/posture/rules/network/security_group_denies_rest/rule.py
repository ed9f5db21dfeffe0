"""Security groups of zones deny by rules of their own what they don't allow, in both directions."""

from collections.abc import Iterator, Sequence
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.azure_networks import ANYTHING, FILTER, WIDE, filter_zone, of_a_front, ports, prefixes, rules_in, word
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot
from posture.values import is_unknown

_DIRECTIONS: Final = ("inbound", "outbound")


@rule(*FILTER)
def check(look: Look) -> Iterator[Fault]:
    """Azure's default rules allow the whole network, what is peered with it, and the internet outbound."""
    if filter_zone(look) is None:
        return
    found = rules_in(look)
    for direction in _DIRECTIONS:
        if direction == "outbound" and of_a_front(look):
            continue
        if not any(_denies(spot, direction) for spot in found.found):
            unsure = found.uncertain or any(is_unknown(word(spot, "access")) for spot in found.found)
            verdict = Verdict.UNPROVEN if unsure else Verdict.VIOLATED
            yield Fault(f"leaves what its rules don't name to Azure's defaults ({direction})", "securityRules", verdict)


def _denies(spot: Spot, direction: str) -> bool:
    """For everybody, every port, every protocol."""
    return (
        word(spot, "access") == "deny"
        and word(spot, "direction") == direction
        and word(spot, "protocol") in ("*", "any")
        and _all(spot, ports(spot))
        and all(_everybody(prefixes(spot, side)) for side in ("source", "destination"))
    )


def _all(spot: Spot, written: Sequence[object]) -> bool:
    return not written or any(isinstance(one, str) and one.lower() in ANYTHING for one in written)


def _everybody(written: Sequence[object]) -> bool:
    return not written or any(isinstance(one, str) and one.lower() in WIDE[:1] + WIDE[2:4] for one in written)
