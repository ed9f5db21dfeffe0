"""Label selectors, with labels that may be unknown.

Source: Kubernetes documentation, "Labels and Selectors" (an empty selector matches everything; `NotIn` and `!=` match what lacks the key).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from posture.kubernetes.truth import Truth, every
from posture.record import record
from posture.values import Unknown, is_unknown

OPERATORS: Final = frozenset({"In", "NotIn", "Exists", "DoesNotExist"})


@dataclass(frozen=True, slots=True, eq=False)
class Labels:
    """Labels of something; `complete` is False when it may have more."""

    known: Mapping[str, Any] = field(default_factory=dict)
    """Values may be unknown."""
    complete: bool = True

    @staticmethod
    def of(value: Any) -> "Labels":
        """Labels as they stand in an object."""
        if value is None:
            return Labels()
        return Labels(value) if isinstance(value, Mapping) else Labels(complete=False)

    def also(self, key: str, value: str) -> "Labels":
        """With a label that the server sets."""
        return Labels({key: value, **self.known}, self.complete)

    @property
    def signature(self) -> tuple[object, ...]:
        """What two sets of labels have in common when no selector tells them apart."""
        return (self.complete, *sorted((key, "\0unknown" if is_unknown(value) else str(value)) for key, value in self.known.items()))


@record
class Requirement:
    """One line of a selector."""

    key: str
    operator: str
    values: tuple[str | Unknown, ...] = ()

    def matches(self, labels: Labels) -> Truth:
        """Whether labels fulfil it."""
        if self.key not in labels.known:
            if not labels.complete:
                return None
            return self.operator in ("NotIn", "DoesNotExist")
        value = labels.known[self.key]
        if self.operator == "Exists":
            return True
        if self.operator == "DoesNotExist":
            return False
        listed = self._lists(value)
        if listed is None:
            return None
        return listed if self.operator == "In" else not listed

    def _lists(self, value: Any) -> Truth:
        if is_unknown(value):
            return None
        if value in self.values:
            return True
        return None if any(is_unknown(one) for one in self.values) else False


@record
class Selector:
    """All requirements must hold; without any it selects everything."""

    requirements: tuple[Requirement, ...] = ()
    readable: bool = True
    """False when it is unknown, or written as no server accepts it: then it may select anything, or nothing."""

    def matches(self, labels: Labels) -> Truth:
        """Whether it selects what has these labels."""
        found = every(one.matches(labels) for one in self.requirements)
        return found if self.readable or found is False else None

    @property
    def empty(self) -> bool:
        """Whether it certainly selects everything."""
        return self.readable and not self.requirements


EVERYTHING: Final = Selector()
UNREADABLE: Final = Selector(readable=False)


def parse_selector(value: Any) -> Selector:
    """A `LabelSelector` as it stands in an object."""
    if value is None:
        return EVERYTHING
    if not isinstance(value, Mapping):
        return UNREADABLE
    requirements: list[Requirement] = []
    readable = set(value) <= {"matchLabels", "matchExpressions"}
    labels, expressions = value.get("matchLabels"), value.get("matchExpressions")
    if isinstance(labels, Mapping):
        requirements.extend(Requirement(key, "In", (text,)) for key, text in labels.items() if isinstance(text, (str, Unknown)))
        readable = readable and all(isinstance(text, (str, Unknown)) for text in labels.values())
    elif labels is not None:
        readable = False
    if isinstance(expressions, (list, tuple)):
        for expression in expressions:
            found = _requirement(expression)
            readable = readable and found is not None
            requirements.extend((found,) if found is not None else ())
    elif expressions is not None:
        readable = False
    return Selector(tuple(requirements), readable)


def _requirement(value: Any) -> Requirement | None:
    if not isinstance(value, Mapping):
        return None
    key, operator, values = value.get("key"), value.get("operator"), value.get("values")
    if not isinstance(key, str) or not isinstance(operator, str) or operator not in OPERATORS:
        return None
    if operator in ("Exists", "DoesNotExist"):
        return Requirement(key, operator)
    if not isinstance(values, (list, tuple)) or not values:
        return None
    return Requirement(key, operator, tuple(one if isinstance(one, (str, Unknown)) else str(one) for one in values))
