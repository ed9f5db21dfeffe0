"""Values that Azure takes in letters large or small."""

import re

from simulator.rules import Pattern


def choice(path: str, *values: str, source: str) -> Pattern:
    """One of these values; the resource manager compares them without regard to case."""
    return Pattern(path, f"(?i:{'|'.join(map(re.escape, values))})", source=source, saying=f"allowed: {', '.join(values)}")


def is_(value: object, *wanted: str) -> bool:
    """Whether a value is one of these, without regard to case."""
    return isinstance(value, str) and value.lower() in {one.lower() for one in wanted}
