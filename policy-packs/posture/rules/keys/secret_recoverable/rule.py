"""Secrets of a zone wait before they are deleted."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.scope import guarded
from posture.rules.words import must_be_at_least, must_be_false

_LEAST_DAYS: Final = 30


@rule("aws:secretsmanager/secret:Secret")
def check(look: Look) -> Iterator[Fault]:
    """30 days unless it is given."""
    if guarded(look):
        yield from must_be_at_least(
            look,
            "recoveryWindowInDays",
            _LEAST_DAYS,
            f"can be had back for less than {_LEAST_DAYS} days after its deletion",
            default=_LEAST_DAYS,
        )
        yield from must_be_false(look, "forceOverwriteReplicaSecret", "overwrites a secret of its name in another region")
