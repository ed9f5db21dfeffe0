"""Records in a bucket keep their earlier versions."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.words import must_be_true


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Cloud Storage documentation, "Object Versioning": off unless it is given."""
    if look.holds_records:
        yield from must_be_true(look, "versioning.enabled", "keeps no earlier versions of its objects")
