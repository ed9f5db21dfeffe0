"""No lifecycle rule ends PHI, or the logs of a zone, before six years have passed; other records not before a year."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET, LIFECYCLE, SIX_YEARS_DAYS, takes_access_logs
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, each_place
from posture.rules.scope import guarded, holds_phi
from posture.rules.words import must_be_at_least

_CURRENT: Final = ("expiration.days", "expirationInDays")
_EARLIER: Final = (
    "noncurrentVersionExpiration.noncurrentDays",
    "noncurrentVersionExpiration.days",
    "noncurrentVersionExpirations[0].days",
    "noncurrentVersionExpirationInDays",
)
_YEAR: Final = 365


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Rules that are switched on; a rule for one prefix ends records as well."""
    if guarded(look):
        least = SIX_YEARS_DAYS if holds_phi(look) or takes_access_logs(look) else _YEAR
        yield from each_place(look, LIFECYCLE, lambda spot: _keeps(spot, least))


def _keeps(spot: Spot, least: int) -> Iterator[Fault]:
    if spot.look.text(spot.at("status")) == "Disabled" or spot.look.flag(spot.at("enabled")) is False:
        return
    for below in (*_CURRENT, *_EARLIER):
        if spot.look.value(spot.at(below)) not in (None, 0):
            what = "objects" if below in _CURRENT else "earlier versions of objects"
            yield from must_be_at_least(spot.look, spot.at(below), least, f"ends {what} before {least:,} days have passed")
    if spot.look.value(spot.at("expiration.date")) is not None or spot.look.value(spot.at("expirationDate")) is not None:
        yield Fault("ends objects on a date, however young they are", spot.at("expiration.date"))
