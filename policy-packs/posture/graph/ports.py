"""Sets of ports by protocol: what a connection may be opened on."""

from collections.abc import Iterable
from functools import lru_cache
from typing import Final

PortRange = tuple[str, int, int]
"""Protocol, first and last port."""
Ports = tuple[PortRange, ...]

LAST: Final = 65535
TCP: Final = "tcp"
PROTOCOLS: Final = ("tcp", "udp", "icmp", "other")
"""Every other protocol is one bucket: a rule that allows one of them allows the bucket, a rule that denies one denies nothing."""
ALL_PORTS: Final[Ports] = tuple((protocol, 0, LAST) for protocol in PROTOCOLS)
NO_PORTS: Final[Ports] = ()

# Source: IANA, "Protocol Numbers".
_NAMES: Final = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmp", "icmpv6": "icmp", "icmp6": "icmp"}
_ALL: Final = frozenset({"-1", "all", "any", "*", ""})


def protocols(name: str) -> tuple[str, ...]:
    """The buckets that a protocol's name or number stands for."""
    lowered = name.strip().lower()
    if lowered in _ALL:
        return PROTOCOLS
    lowered = _NAMES.get(lowered, lowered)
    return (lowered,) if lowered in PROTOCOLS else ("other",)


def merge(ranges: Iterable[PortRange]) -> Ports:
    """The union, sorted, without overlaps."""
    merged: list[PortRange] = []
    for protocol, low, high in sorted(ranges):
        if merged and merged[-1][0] == protocol and low <= merged[-1][2] + 1:
            if high > merged[-1][2]:
                merged[-1] = (protocol, merged[-1][1], high)
        else:
            merged.append((protocol, low, high))
    return tuple(merged)


def subtract(ports: Ports, other: Ports) -> Ports:
    """Ports that the other set lacks."""
    left = list(ports)
    for protocol, low, high in other:
        rest: list[PortRange] = []
        for name, first, last in left:
            if name != protocol or last < low or first > high:
                rest.append((name, first, last))
                continue
            if first < low:
                rest.append((name, first, low - 1))
            if last > high:
                rest.append((name, high + 1, last))
        left = rest
    return tuple(left)


def common(ports: Ports, other: Ports) -> Ports:
    """Ports of both."""
    return merge(
        (protocol, max(low, first), min(high, last))
        for protocol, low, high in ports
        for name, first, last in other
        if name == protocol and max(low, first) <= min(high, last)
    )


@lru_cache(maxsize=4096)
def tcp(ranges: tuple[tuple[int, int], ...]) -> Ports:
    """TCP port ranges, as readers give them with a link. Remembered: most of thousands of links say the same."""
    return merge((TCP, low, high) for low, high in ranges)


def text(ports: Ports) -> str:
    """For people: `tcp 443, 8200; udp 53`."""
    if merge(ports) == merge(ALL_PORTS):
        return "every port of every protocol"
    by_protocol: dict[str, list[str]] = {}
    for protocol, low, high in ports:
        shown = "every port" if (low, high) == (0, LAST) else str(low) if low == high else f"{low}-{high}"
        by_protocol.setdefault(protocol, []).append(shown)
    parts = []
    for protocol, shown_ranges in by_protocol.items():
        if protocol in ("icmp", "other"):
            parts.append("icmp" if protocol == "icmp" else "other protocols")
        else:
            parts.append(f"{protocol} {', '.join(shown_ranges)}")
    return "; ".join(parts) or "no port"
