"""Versions of secrets of a zone that are destroyed can be had back for a month."""

from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault, rule
from posture.rules.gcp_times import DAY, must_last
from posture.rules.gcp_words import gcp
from posture.rules.look import Look
from posture.rules.scope import guarded

SECRET: Final = gcp("secretmanager:Secret", "secretmanager:RegionalSecret")
_DAYS: Final = 30


@rule(*SECRET)
def check(look: Look) -> Iterator[Fault]:
    """Secret Manager documentation, "Delay destruction of secret versions": at once unless it is given."""
    if guarded(look):
        yield from must_last(look, "versionDestroyTtl", _DAYS * DAY, f"can be had back for less than {_DAYS} days after its destruction")
