"""Lengths of time as Vault writes them.

Source: Vault documentation, "Duration string format": a number is seconds; units are ns, us, ms, s, m, h and d.
"""

import re
from typing import Any, Final

from posture.values import UNKNOWN, Unknown, is_unknown

MINUTE: Final = 60
HOUR: Final = 3600
DAY: Final = 86_400
YEAR: Final = 365 * DAY
SYSTEM_MAXIMUM: Final = 32 * DAY
"""What a mount, a role or a token has that names no maximum. Source: Vault documentation, "System configuration: max_lease_ttl" (768 h)."""

_UNITS: Final = {"ns": 1e-9, "us": 1e-6, "µs": 1e-6, "ms": 1e-3, "s": 1, "m": MINUTE, "h": HOUR, "d": DAY}
_PART: Final = re.compile(r"(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h|d)")


def seconds(value: Any) -> int | Unknown | None:
    """Whole seconds; None where nothing is given (`""` and absent); what can't be read is unknown."""
    if value is None or value == "":
        return None
    if is_unknown(value) or isinstance(value, bool):
        return UNKNOWN
    if isinstance(value, (int, float)):
        return int(value)
    if not isinstance(value, str):
        return UNKNOWN
    text = value.strip()
    if re.fullmatch(r"-?\d{1,15}", text):
        return int(text)
    if not re.fullmatch(f"(?:{_PART.pattern})+", text):
        return UNKNOWN
    return int(sum(float(number) * _UNITS[unit] for number, unit in _PART.findall(text)))


def written(length: int) -> str:
    """For people: `90 d`, `24 h`, `300 s`."""
    if length % DAY == 0 and length >= 2 * DAY:
        return f"{length // DAY} d"
    if length % HOUR == 0 and length:
        return f"{length // HOUR} h"
    return f"{length} s"
