"""The default retention of PHI is six years or more, of de-identified records a year or more."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET, LOCK, SIX_YEARS_DAYS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, each_place
from posture.rules.scope import holds_phi
from posture.rules.words import must_be_at_least

_YEAR: Final = 365


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Days, or years, of each default retention."""
    if look.holds_records:
        least = SIX_YEARS_DAYS if holds_phi(look) else _YEAR
        yield from each_place(look, LOCK, lambda spot: _period(spot, least))


def _period(spot: Spot, least: int) -> Iterator[Fault]:
    years, fault = spot.at("rule.defaultRetention.years"), f"keeps its records for less than {least:,} days"
    if spot.look.value(years) is not None:
        yield from must_be_at_least(spot.look, years, -(-least // _YEAR), fault)
    elif spot.look.value(spot.at("rule.defaultRetention.days")) is not None:
        yield from must_be_at_least(spot.look, spot.at("rule.defaultRetention.days"), least, fault)
