"""What is deleted from a bucket of records comes back for a week or more."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.words import must_be_at_least

_WEEK: Final = 604_800


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Soft delete": seven days unless more are given, which is the least; 0 switches it off."""
    if look.holds_records:
        prop = "softDeletePolicy.retentionDurationSeconds"
        yield from must_be_at_least(look, prop, _WEEK, "loses for good what is deleted", default=_WEEK)
