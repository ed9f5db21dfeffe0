"""Sets of IP addresses, IPv4 and IPv6 together: what the forwarding walk and the filters reckon with.

Sorted disjoint intervals of integers. IPv6 lies at its own numbers, IPv4 behind it, so one list serves both families
and a set operation is one sweep. Prefixes are only for reading and printing (RFC 4632, RFC 4291).
"""

import ipaddress
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import Final

from posture.record import record

_V4_BASE: Final = 1 << 128
_V4_LAST: Final = _V4_BASE + (1 << 32) - 1
_V6_LAST: Final = _V4_BASE - 1

Interval = tuple[int, int]
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@record
class AddressSet:
    """An immutable set of addresses. Make it with `AddressSet.parse`; equal sets compare and hash equal however they were written."""

    intervals: tuple[Interval, ...] = ()
    """Inclusive, sorted, disjoint and not adjacent."""

    @staticmethod
    def parse(*cidrs: str) -> "AddressSet":
        """Addresses of CIDRs or single addresses.

        Host bits are cleared, as AWS does with a rule's CIDR ("100.68.0.18/18 becomes 100.68.0.0/18").

        Raises ValueError, naming the first text that is no CIDR.
        """
        parsed: list[Interval] = []
        for cidr in cidrs:
            parsed.extend(_parse(cidr).intervals if isinstance(cidr, str) else _refuse(cidr))
        return AddressSet(_normal(parsed))

    @property
    def is_empty(self) -> bool:
        """Whether no address is in the set."""
        return not self.intervals

    def __bool__(self) -> bool:
        return bool(self.intervals)

    def __contains__(self, address: object) -> bool:
        return isinstance(address, str) and self.contains(AddressSet.parse(address))

    def union(self, *others: "AddressSet") -> "AddressSet":
        """Addresses of this set or any other."""
        others = tuple(other for other in others if other.intervals)
        if not others:
            return self
        if not self.intervals and len(others) == 1:
            return others[0]
        merged = list(self.intervals)
        for other in others:
            merged.extend(other.intervals)
        return AddressSet(_normal(merged))

    def intersection(self, other: "AddressSet") -> "AddressSet":
        """Addresses of both sets."""
        if self.intervals == other.intervals:
            return self
        return AddressSet(tuple(_common(self.intervals, other.intervals)))

    def difference(self, other: "AddressSet") -> "AddressSet":
        """Addresses of this set that the other lacks."""
        if not self.intervals or not other.intervals:
            return self
        return AddressSet(tuple(_without(self.intervals, other.intervals)))

    __or__ = union
    __and__ = intersection
    __sub__ = difference

    def contains(self, other: "AddressSet") -> bool:
        """Whether every address of the other set is in this one. The empty set is in every set."""
        starts = [low for low, _ in self.intervals]
        for low, high in other.intervals:
            index = bisect_right(starts, low) - 1
            if index < 0 or self.intervals[index][1] < high:
                return False
        return True

    def overlaps(self, other: "AddressSet") -> bool:
        """Whether any address is in both."""
        return next(_common(self.intervals, other.intervals), None) is not None

    @property
    def v4(self) -> "AddressSet":
        """The IPv4 part."""
        return self.intersection(ANY_V4)

    @property
    def v6(self) -> "AddressSet":
        """The IPv6 part."""
        return self.intersection(ANY_V6)

    def prefixes(self) -> list[str]:
        """The shortest list of CIDRs that makes up the set, IPv4 first."""
        four = [interval for interval in self.intervals if interval[0] >= _V4_BASE]
        six = [interval for interval in self.intervals if interval[0] < _V4_BASE]
        networks: list[Network] = []
        for low, high in four:
            networks.extend(
                ipaddress.summarize_address_range(ipaddress.IPv4Address(low - _V4_BASE), ipaddress.IPv4Address(high - _V4_BASE))
            )
        for low, high in six:
            networks.extend(ipaddress.summarize_address_range(ipaddress.IPv6Address(low), ipaddress.IPv6Address(high)))
        return [str(network) for network in networks]

    def __str__(self) -> str:
        if self == ANY:
            return "any address"
        shown = self.prefixes()
        if not shown:
            return "no address"
        return ", ".join(shown[:4]) + (f" and {len(shown) - 4} more" if len(shown) > 4 else "")

    def __repr__(self) -> str:
        return f"AddressSet({self})"


@lru_cache(maxsize=65536)
def _parse(cidr: str) -> AddressSet:
    text = cidr.strip()
    if "%" in text:
        raise ValueError(f"{cidr!r} is not a CIDR: an address with a scope has no meaning in a route or filter")
    try:
        network = ipaddress.ip_network(text, strict=False)
    except ValueError as error:
        raise ValueError(f"{cidr!r} is not a CIDR: write an IPv4 or IPv6 prefix such as 10.0.0.0/16 or 2001:db8::/56") from error
    base = _V4_BASE if network.version == 4 else 0
    return AddressSet(((base + int(network.network_address), base + int(network.broadcast_address)),))


def _refuse(value: object) -> tuple[Interval, ...]:
    raise ValueError(f"{value!r} is not a CIDR: write a string such as 10.0.0.0/16")


def _normal(intervals: Iterable[Interval]) -> tuple[Interval, ...]:
    merged: list[Interval] = []
    for low, high in sorted(intervals):
        # The last IPv6 address and the first IPv4 one are neighbours in number only.
        if merged and low <= merged[-1][1] + 1 and low != _V4_BASE:
            if high > merged[-1][1]:
                merged[-1] = (merged[-1][0], high)
        elif merged and low == _V4_BASE and merged[-1][0] == _V4_BASE:
            merged[-1] = (_V4_BASE, max(high, merged[-1][1]))
        else:
            merged.append((low, high))
    return tuple(merged)


def _common(left: tuple[Interval, ...], right: tuple[Interval, ...]) -> Iterator[Interval]:
    i = j = 0
    while i < len(left) and j < len(right):
        low, high = max(left[i][0], right[j][0]), min(left[i][1], right[j][1])
        if low <= high:
            yield low, high
        if left[i][1] < right[j][1]:
            i += 1
        else:
            j += 1


def _without(left: tuple[Interval, ...], right: tuple[Interval, ...]) -> Iterator[Interval]:
    j = 0
    for low, high in left:
        while j < len(right) and right[j][1] < low:
            j += 1
        k = j
        while k < len(right) and right[k][0] <= high:
            if right[k][0] > low:
                yield low, right[k][0] - 1
            low = right[k][1] + 1
            k += 1
        if low <= high:
            yield low, high


EMPTY: Final = AddressSet()
ANY_V6: Final = AddressSet(((0, _V6_LAST),))
ANY_V4: Final = AddressSet(((_V4_BASE, _V4_LAST),))
ANY: Final = AddressSet(((0, _V6_LAST), (_V4_BASE, _V4_LAST)))
