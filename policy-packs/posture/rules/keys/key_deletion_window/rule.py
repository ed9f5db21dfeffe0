"""Keys that serve a zone wait 30 days before they are deleted."""

from collections.abc import Iterator
from typing import Final

from posture.rules.aws_keys import KEYS
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_at_least

_DAYS: Final = 30


@rule(*KEYS)
def check(look: Look) -> Iterator[Fault]:
    """30 days unless it is given; written out in our own stacks."""
    if serves(look):
        prop = "pendingWindowInDays" if look.resource.type.startswith("aws-native:") else "deletionWindowInDays"
        yield from must_be_at_least(look, prop, _DAYS, f"can be had back for less than {_DAYS} days after its deletion", default=_DAYS)
