"""Three answers: yes, no, and not known until the update. Kleene's strong logic of indeterminacy.

Source: S. C. Kleene, "Introduction to Metamathematics", section 64.
"""

from collections.abc import Iterable

Truth = bool | None
"""None: not known."""


def every(answers: Iterable[Truth]) -> Truth:
    """Yes if all are; no as soon as one is not."""
    known: Truth = True
    for answer in answers:
        if answer is False:
            return False
        if answer is None:
            known = None
    return known


def some(answers: Iterable[Truth]) -> Truth:
    """Yes as soon as one is; no if none is."""
    known: Truth = False
    for answer in answers:
        if answer is True:
            return True
        if answer is None:
            known = None
    return known
