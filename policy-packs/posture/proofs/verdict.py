"""The three verdicts. Unknown is never a pass."""

from collections.abc import Iterable
from enum import StrEnum


class Verdict(StrEnum):
    """What is said of a theorem."""

    PROVEN = "proven"
    VIOLATED = "violated"
    UNPROVEN = "unproven"


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Violated beats unproven, unproven beats proven."""
    found = set(verdicts)
    for verdict in (Verdict.VIOLATED, Verdict.UNPROVEN):
        if verdict in found:
            return verdict
    return Verdict.PROVEN
