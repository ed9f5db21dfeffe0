"""Records in a bucket are locked: the bucket has object lock, and a default retention."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_buckets import GENERAL_BUCKET, LOCK, holds_locked_records
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.parts import Spot, given, must_have_part
from posture.rules.words import cannot_tell, must_be_one_of, must_be_true
from posture.values import is_unknown

_FAULT: Final = "does not lock its objects: they can be changed or deleted before their time"
_PERIODS: Final = ("days", "years")


@rule(*GENERAL_BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Object lock and a default retention, inline or as a resource of its own."""
    if holds_locked_records(look):
        unlocked = list(must_have_part(look, LOCK, f"{_FAULT} (no default retention)", _retains))
        yield from unlocked  # one fault where both are missing: a retention is given to a bucket that is made with a lock
        if unlocked:
            return
        if look.resource.type.startswith("aws-native:") or given(look, "objectLockConfiguration") is None:
            yield from must_be_true(look, "objectLockEnabled", "is made without object lock: what is written before the lock stands open")


def _retains(spot: Spot) -> Iterator[Fault]:
    path = spot.at("rule.defaultRetention")
    periods = [spot.look.number(f"{path}.{period}") for period in _PERIODS]
    if any(is_unknown(period) for period in periods):
        yield cannot_tell(path, "whether it locks its objects")
    elif not any(periods):
        yield Fault(f"{_FAULT} (no default retention)", path)
    yield from must_be_one_of(spot.look, spot.at("objectLockEnabled"), ("Enabled",), _FAULT, default="Enabled")
