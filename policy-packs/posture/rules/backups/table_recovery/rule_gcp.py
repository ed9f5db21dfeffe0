"""Tables and documents with records can be put back to any moment of the last week."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_engines import FIRESTORE, SPANNER
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.words import must_be_at_least, must_be_one_of

DATASET: Final = gcp("bigquery:Dataset")
_HOURS: Final = 168
_WEEK: Final = ("7d", "168h", "10080m", "604800s")


@rule(*DATASET, *FIRESTORE, *SPANNER)
def check(look: Look) -> Iterator[Fault]:
    """BigQuery documentation, "Time travel": seven days, the most there is, unless fewer are given; Firestore an hour, Spanner ("Point-in-time recovery") an hour."""
    if not look.holds_records:
        return
    if look.resource.type in DATASET:
        yield from must_be_at_least(look, "maxTimeTravelHours", _HOURS, "can be put back for less than seven days", default=_HOURS)
    elif look.resource.type in FIRESTORE:
        yield from must_be_one_of(
            look, "pointInTimeRecoveryEnablement", ("POINT_IN_TIME_RECOVERY_ENABLED",), "can't be put back to a moment"
        )
    else:
        yield from must_be_one_of(look, "versionRetentionPeriod", _WEEK, "can be put back for less than seven days")
