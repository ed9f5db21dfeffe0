"""Log buckets of a zone keep their logs for a year or more."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_at_least

BUCKETS: Final = gcp("logging:ProjectBucketConfig", "logging:FolderBucketConfig", "logging:OrganizationBucketConfig")
_DAYS: Final = 365


@rule(*BUCKETS)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Logging documentation, "Configure log buckets": thirty days unless it is given."""
    if guarded(look):
        yield from must_be_at_least(look, "retentionDays", _DAYS, f"keeps its logs for less than {_DAYS} days", default=30)
