"""The retention of PHI is six years or more, of de-identified records a year or more."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET, DAY, SIX_YEARS_DAYS, YEAR_DAYS
from posture.rules.look import Look
from posture.rules.scope import holds_phi
from posture.rules.words import must_be_at_least


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Seconds, as a text or a number."""
    if look.holds_records and look.value("retentionPolicy.retentionPeriod") is not None:
        least = SIX_YEARS_DAYS if holds_phi(look) else YEAR_DAYS
        yield from must_be_at_least(look, "retentionPolicy.retentionPeriod", least * DAY, f"keeps its records for less than {least:,} days")
