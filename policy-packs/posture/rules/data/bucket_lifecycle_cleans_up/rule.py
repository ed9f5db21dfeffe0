"""Unfinished uploads of records end by a lifecycle rule."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_buckets import GENERAL_BUCKET, LIFECYCLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, spots
from posture.values import is_unknown

_LONGEST_DAYS: Final = 30
_UPLOADS: Final = ("abortIncompleteMultipartUpload.daysAfterInitiation", "abortIncompleteMultipartUploadDays")


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Some rule that is switched on ends them."""
    if not look.holds_records:
        return
    places = spots(look, LIFECYCLE)
    days = [value for spot in places.found if _is_on(spot) for name in _UPLOADS if (value := spot.look.number(spot.at(name))) is not None]
    if any(not is_unknown(value) and value <= _LONGEST_DAYS for value in days):
        return
    holder = places.found[0].look if places.found else look
    verdict = Verdict.UNPROVEN if places.uncertain or any(is_unknown(value) for value in days) else Verdict.VIOLATED
    yield Fault(
        f"keeps the parts of unfinished uploads for more than {_LONGEST_DAYS} days",
        LIFECYCLE.root,
        verdict,
        "" if holder is look else holder.urn,
    )


def _is_on(spot: Spot) -> bool:
    return spot.look.text(spot.at("status")) != "Disabled" and spot.look.flag(spot.at("enabled")) is not False
