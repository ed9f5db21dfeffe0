"""Buckets of a zone are not emptied by a destroy."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.gcp_buckets import BUCKET
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_false


@rule(*BUCKET)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is given (provider reference, `gcp.storage.Bucket`)."""
    if guarded(look):
        yield from must_be_false(look, "forceDestroy", "is emptied by a destroy, with all its versions")
