"""Log groups of a zone are protected against deletion, and keep what they are given."""

from collections.abc import Iterator
from typing import Final

from posture.readers.aws.tokens import LOG_GROUP
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.neighbours import serves
from posture.rules.words import must_be_one_of, must_be_true

_CLASSES: Final = ("STANDARD", "INFREQUENT_ACCESS")


@rule(*LOG_GROUP)
def check(look: Look) -> Iterator[Fault]:
    """Off unless it is given. The class DELIVERY keeps logs for a day or two, whatever its retention says."""
    if serves(look):
        yield from must_be_true(look, "deletionProtectionEnabled", "can be deleted by one command")
        yield from must_be_one_of(look, "logGroupClass", _CLASSES, "passes its logs on and keeps none", default="STANDARD")
