"""Values as rules see them: plain JSON-like Python, and one sentinel for what a preview does not know yet."""

import re
from collections.abc import Iterator
from typing import Any, Final


class Unknown:
    """A value that only exists after creation. There is one instance, `UNKNOWN`; compare with `is`."""

    _instance: "Unknown | None" = None

    def __new__(cls) -> "Unknown":
        if cls._instance is None:
            cls._instance = super().__new__(cls)
        return cls._instance

    def __repr__(self) -> str:
        return "<unknown>"

    def __bool__(self) -> bool:
        # A rule that writes `if inputs.get("x")` would silently treat an unknown as absent.
        raise TypeError("an unknown value has no truth value: test `is UNKNOWN` first, or read through `Action.known`")

    def __deepcopy__(self, memo: object) -> "Unknown":
        return self

    def __copy__(self) -> "Unknown":
        return self


UNKNOWN: Final = Unknown()
"""The one unknown value."""


class Blob:
    """An asset or archive: opaque, compared by its hash."""

    def __init__(self, kind: str, raw: dict[str, Any]) -> None:
        self.kind = kind
        """`asset` or `archive`."""
        self.raw = raw
        """The form that travels between engine and plugin."""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Blob) and other.raw == self.raw

    def __hash__(self) -> int:
        return hash(repr(sorted(self.raw)))


Properties = dict[str, Any]
"""camelCase property → str, bool, int, float, list, dict, `UNKNOWN` or `Blob`. Secrets are unwrapped: their paths are kept apart."""


def holds_unknown(value: object) -> bool:
    """Whether an unknown stands anywhere inside."""
    if value is UNKNOWN:
        return True
    if isinstance(value, dict):
        return any(holds_unknown(item) for item in value.values())
    if isinstance(value, list):
        return any(holds_unknown(item) for item in value)
    return False


_STEP = re.compile(r"([^.\[\]]+)|\[(\d+|\*)\]")


def at(properties: object, path: str) -> Iterator[tuple[str, Any]]:
    """Every (concrete path, value) that `path` names; `[*]` stands for each element of a list or map.

    An absent property yields nothing; an unknown container yields itself at its own path.
    """
    found: list[tuple[str, Any]] = [("", properties)]
    for name, index in _STEP.findall(path):
        following: list[tuple[str, Any]] = []
        for where, value in found:
            if value is UNKNOWN:
                following.append((where, value))
            elif name:
                if isinstance(value, dict) and value.get(name) is not None:
                    following.append((f"{where}.{name}" if where else name, value[name]))
            elif isinstance(value, list):
                picked = range(len(value)) if index == "*" else [int(index)]
                following.extend((f"{where}[{i}]", value[i]) for i in picked if i < len(value) and value[i] is not None)
            elif isinstance(value, dict) and index == "*":
                following.extend((f'{where}["{key}"]', item) for key, item in value.items() if item is not None)
        found = following
    yield from found


def starred(path: str) -> str:
    """`ingress[0].protocol` → `ingress[*].protocol`."""
    out, inside = [], False
    for letter in path:
        if letter == "[":
            out.append("[*]")
            inside = True
        elif letter == "]":
            inside = False
        elif not inside:
            out.append(letter)
    return "".join(out)
