"""Parts of inputs that checks can judge although other parts are unknown yet."""

from collections.abc import Iterator

from simulator.rules import UNKNOWN, Properties
from simulator.values import holds_unknown


def given(value: object) -> bool:
    """Whether a property is given, known or not: absent, empty and null ones are not."""
    return value is UNKNOWN or value not in (None, "", [], {})


def whole_items(inputs: Properties, name: str) -> Iterator[tuple[int, Properties]]:
    """Items of a list that hold no unknown, with their places."""
    value = inputs.get(name)
    if isinstance(value, list):
        for i, item in enumerate(value):
            if isinstance(item, dict) and not holds_unknown(item):
                yield i, item


def items(inputs: Properties, name: str) -> Iterator[tuple[int, Properties]]:
    """Items of a list, with their places; their properties may be unknown."""
    value = inputs.get(name)
    if isinstance(value, list):
        for i, item in enumerate(value):
            if isinstance(item, dict):
                yield i, item
