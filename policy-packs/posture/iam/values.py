"""Three-valued truth, and the markers for what is absent and what is not known yet.

The three values are Kleene's: `UNKNOWN` says "could be either", so a sound caller never reads it as a pass.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import Enum
from typing import Final


class Truth(Enum):
    """Kleene's strong three-valued logic."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2

    @classmethod
    def of(cls, value: bool) -> Truth:
        return cls.TRUE if value else cls.FALSE

    def __and__(self, other: Truth) -> Truth:
        # By identity: an evaluation asks this a million times, and an enum's value is slow to read.
        return other if self is Truth.TRUE or other is Truth.FALSE else self

    def __or__(self, other: Truth) -> Truth:
        return other if self is Truth.FALSE or other is Truth.TRUE else self

    def __invert__(self) -> Truth:
        return Truth.FALSE if self is Truth.TRUE else Truth.TRUE if self is Truth.FALSE else self

    def __bool__(self) -> bool:
        raise TypeError("a Truth has three values: ask `.possible` or `.certain`")

    @property
    def possible(self) -> bool:
        """True unless it is certainly false."""
        return self is not Truth.FALSE

    @property
    def certain(self) -> bool:
        """True only if it is certainly true."""
        return self is Truth.TRUE


def all_of(truths: Iterable[Truth]) -> Truth:
    result = Truth.TRUE
    for truth in truths:
        if truth is Truth.FALSE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


def any_of(truths: Iterable[Truth]) -> Truth:
    result = Truth.FALSE
    for truth in truths:
        if truth is Truth.TRUE:
            return truth
        if truth is Truth.UNKNOWN:
            result = truth
    return result


class Absent(Enum):
    """The type of `ABSENT`."""

    ABSENT = "absent"


class Unknown(Enum):
    """The type of `UNKNOWN`. It follows the same protocol as any other unknown leaf: `is_unknown` is true."""

    UNKNOWN = "unknown"

    @property
    def is_unknown(self) -> bool:
        return True


ABSENT: Final = Absent.ABSENT
"""The condition key is certainly not in the request context."""
UNKNOWN: Final = Unknown.UNKNOWN
"""The condition key may be absent or hold any value; the leaf of a document may be any value."""


_PLAIN: Final = (str, dict, list, int)


def is_unknown(value: object) -> bool:
    """Whether a leaf is a value that is not known yet: any object whose attribute `is_unknown` is True.

    Asked of the type first, so that markers that raise on every attribute access stay harmless.
    """
    if value is None or isinstance(value, _PLAIN):
        return False
    try:
        return getattr(value, "is_unknown", False) is True
    except Exception:  # noqa: BLE001 - an unknown marker may raise whatever it likes when touched
        return True
