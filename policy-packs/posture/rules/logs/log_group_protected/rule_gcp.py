"""Log buckets of a zone are locked: nobody shortens their retention, and one that holds something is not deleted."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_true

BUCKETS: Final = gcp("logging:ProjectBucketConfig", "logging:FolderBucketConfig", "logging:OrganizationBucketConfig")


@rule(*BUCKETS)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Logging documentation, "Configure log buckets" (locking is final)."""
    if guarded(look):
        yield from must_be_true(look, "locked", "can be emptied or deleted: it is not locked")
