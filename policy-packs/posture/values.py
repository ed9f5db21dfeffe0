"""Values as a judge sees them: known, unknown until the update, or absent.

A preview knows less than a state. Readers never touch a raw property: they ask a `ResourceView`, which answers with a
value, with `UNKNOWN` or with `None` (absent), so that an unknown can't be mistaken for an absent property.
"""

from collections.abc import Iterator, Mapping
from typing import Any, Final, final

from typing_extensions import TypeIs

# Source: Pulumi SDK `pulumi.runtime.rpc`; both appear in preview JSON and states.
UNKNOWN_MARKER: Final = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE_KEY: Final = "4dabf18193072939515e22adb298388d"


@final
class Unknown:
    """A value that only the update will tell. Equal to nothing but itself; has no truth value."""

    __slots__ = ()
    is_unknown: Final = True

    def __repr__(self) -> str:
        return "UNKNOWN"

    def __bool__(self) -> bool:
        raise TypeError("an unknown value has no truth value: ask `is_unknown(value)` first")


UNKNOWN: Final = Unknown()


class Untold(Mapping[str, Any]):
    """Properties of which nothing is told: whichever is asked for is unknown."""

    def __getitem__(self, key: str) -> Unknown:
        return UNKNOWN

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


def is_unknown(value: object) -> TypeIs[Unknown]:
    """Whether the value is unknown until the update."""
    return isinstance(value, Unknown)


def holds_unknown(value: Any) -> bool:
    """Whether the value is unknown, or holds an unknown at any depth."""
    if isinstance(value, Unknown):
        return True
    if isinstance(value, Untold):
        return True
    if isinstance(value, dict):
        return any(holds_unknown(item) for item in value.values())
    if isinstance(value, (list, tuple)):
        return any(holds_unknown(item) for item in value)
    return False


def texts_in(value: Any) -> Iterator[str]:
    """Every text in a value, at any depth, in its order."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from texts_in(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from texts_in(item)
