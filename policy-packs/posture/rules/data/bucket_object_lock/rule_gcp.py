"""Records in a bucket are held by a retention policy."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.words import must_be_set


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Bucket Lock": none unless it is given. Retention may be set for each object instead ("Object Retention Lock")."""
    if look.holds_records and look.flag("enableObjectRetention") is not True:
        yield from must_be_set(
            look, "retentionPolicy.retentionPeriod", "lets its objects be overwritten and deleted at once (no retention policy)"
        )
