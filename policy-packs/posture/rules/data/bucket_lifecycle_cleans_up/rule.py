"""Unfinished uploads of records, and superseded versions of records and logs, end by a lifecycle rule."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.rules.aws_buckets import GENERAL_BUCKET, LIFECYCLE, takes_access_logs
from posture.rules.aws_scope import guarded
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import spots
from posture.values import is_unknown

_LONGEST_DAYS: Final = 30
_UPLOADS: Final = ("abortIncompleteMultipartUpload.daysAfterInitiation", "abortIncompleteMultipartUploadDays")
_EARLIER: Final = ("noncurrentVersionExpiration", "noncurrentVersionExpirations", "noncurrentVersionExpirationInDays")


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Some rule that is switched on ends each of them."""
    if not (look.holds_records or (guarded(look) and takes_access_logs(look))):
        return
    places = spots(look, LIFECYCLE)
    live = [
        spot for spot in places.found if spot.look.text(spot.at("status")) != "Disabled" and spot.look.flag(spot.at("enabled")) is not False
    ]
    wanted = [
        (_EARLIER, "keeps superseded versions for ever"),
        *([(_UPLOADS, "keeps the parts of unfinished uploads for ever")] if look.holds_records else []),
    ]
    for names, fault in wanted:
        values = [value for spot in live for name in names if (value := spot.look.value(spot.at(name))) not in (None, [], {}, 0)]
        if not values:
            holder = places.found[0].look if places.found else look
            yield Fault(
                fault, LIFECYCLE.root, Verdict.UNPROVEN if places.uncertain else Verdict.VIOLATED, "" if holder is look else holder.urn
            )
        elif names is _UPLOADS and not any(is_unknown(value) or float(value) <= _LONGEST_DAYS for value in values):
            yield Fault(f"keeps the parts of unfinished uploads for more than {_LONGEST_DAYS} days", LIFECYCLE.root)
