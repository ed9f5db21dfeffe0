"""Access lists do not count in buckets of a zone."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_true


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Uniform bucket-level access": off unless it is given or the organization demands it."""
    if guarded(look):
        yield from must_be_true(look, "uniformBucketLevelAccess", "has access lists on its objects beside its grants")
