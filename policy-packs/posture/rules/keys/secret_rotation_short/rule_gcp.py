"""Secrets of a zone that rotate do so every 90 days or more often."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_times import DAY, seconds
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import cannot_tell
from posture.values import is_unknown

SECRET: Final = gcp("secretmanager:Secret", "secretmanager:RegionalSecret")
_DAYS: Final = 90


@rule(*SECRET)
def check(look: Look) -> Iterator[Fault]:
    """Secret Manager documentation, "Create rotation schedules": where there is one."""
    prop = "rotation.rotationPeriod"
    period = seconds(look, prop)
    if guarded(look) and is_unknown(look.text(prop)):
        yield cannot_tell(prop, "how often it rotates")
    elif guarded(look) and period is not None and period > _DAYS * DAY:
        yield Fault(f"rotates less often than every {_DAYS} days", prop)
    elif guarded(look) and period is None and look.value("rotation") is not None:
        yield Fault("rotates once, and never again", prop)
    elif guarded(look) and look.value("rotation") is None and look.value("topics") not in (None, []):
        # Topics are there to be told when it is time.
        yield Fault("names who is told to rotate it, and no time", "rotation")
