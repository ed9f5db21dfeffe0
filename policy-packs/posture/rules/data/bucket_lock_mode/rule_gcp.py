"""Nobody can shorten the retention of records in a bucket."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.words import must_be_true


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Where there is a retention policy; `bucket-object-lock` asks that there is one."""
    if look.holds_records and look.value("retentionPolicy.retentionPeriod") is not None:
        yield from must_be_true(
            look, "retentionPolicy.isLocked", "lets an administrator delete records before their time: its retention is not locked"
        )
