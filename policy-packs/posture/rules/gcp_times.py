"""Durations as Google writes them: `7776000s`, `90d` (protocol buffers documentation, "Duration": seconds with up to nine digits behind the point)."""

import re
from collections.abc import Iterator
from typing import Final

from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.rules.words import cannot_tell
from posture.values import is_unknown
from posture.view import Path

DAY: Final = 86_400
_DURATION: Final = re.compile(r"^(\d{1,12})(?:\.\d+)?(s|m|h|d)$")
_SECONDS: Final = {"s": 1, "m": 60, "h": 3600, "d": DAY}


def seconds(look: Look, prop: Path) -> int | None:
    """A duration in seconds; None where it is absent, unknown or none."""
    value = look.text(prop)
    found = _DURATION.match(value) if isinstance(value, str) else None
    return int(found[1]) * _SECONDS[found[2]] if found else None


def must_last(look: Look, prop: Path, least: int, fault: str, *, default: int | None = None) -> Iterator[Fault]:
    """A duration must be `least` seconds or more. `default`: what Google takes where it is absent; None: absent is a fault."""
    if is_unknown(look.text(prop)):
        yield cannot_tell(prop, "whether it " + fault)
        return
    found = default if look.text(prop) is None else seconds(look, prop)
    if found is None or found < least:
        yield Fault(fault, prop)
