"""Log groups of a zone keep their logs for a stated time, a year or more."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import LOG_GROUP
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_at_least

_LEAST_DAYS: Final = 365


@rule(*LOG_GROUP)
def check(look: Look) -> Iterator[Fault]:
    """Absent and 0 mean for ever, which nobody decided."""
    if not serves(look):
        return
    if look.value("retentionInDays") in (None, 0):
        yield Fault("says not how long it keeps its logs", "retentionInDays")
    else:
        yield from must_be_at_least(look, "retentionInDays", _LEAST_DAYS, f"keeps its logs for less than {_LEAST_DAYS} days")
