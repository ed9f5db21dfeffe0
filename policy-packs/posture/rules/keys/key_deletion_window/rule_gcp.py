"""A destroyed key of a zone can be had back for a month."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_keys import KEY
from posture.rules.gcp_times import DAY, must_last
from posture.rules.look import Look
from posture.rules.scope import guarded

_DAYS: Final = 30


@rule(*KEY)
def check(look: Look) -> Iterator[Fault]:
    """Cloud KMS documentation, "Destroy and restore key versions": thirty days unless it is given."""
    if guarded(look):
        yield from must_last(
            look, "destroyScheduledDuration", _DAYS * DAY, f"can be had back for less than {_DAYS} days", default=_DAYS * DAY
        )
