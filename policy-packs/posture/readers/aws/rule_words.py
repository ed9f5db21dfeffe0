"""Protocols and ports as AWS filters write them.

Source: Amazon EC2 API Reference, IpPermission and NetworkAclEntry: -1 means all protocols and then ports do not count;
for ICMP the port fields hold type and code; ports count for TCP and UDP only.
"""

from typing import Final

from posture.graph.builder import GraphBuilder
from posture.values import Unknown, is_unknown
from posture.view import Path, ResourceView

ALL: Final = "-1"
LAST_PORT: Final = 65535
_NUMBERS: Final = {"6": "tcp", "17": "udp", "1": "icmp", "58": "icmpv6", "all": ALL, "-1": ALL}
_WITH_PORTS: Final = ("tcp", "udp")


def protocol(graph: GraphBuilder, view: ResourceView, path: Path) -> tuple[str, bool]:
    """Name of the protocol, and whether it is known: an unknown one may be any."""
    text = view.text(path)
    if isinstance(text, str):
        lowered = text.strip().lower()
        return _NUMBERS.get(lowered, lowered), True
    if text is None:
        graph.unreadable(view.resource.urn, f"{path} is missing")
    return ALL, False


def ports(
    graph: GraphBuilder, view: ResourceView, base: Path, name: str, low_prop: str = "fromPort", high_prop: str = "toPort"
) -> tuple[int, int, bool]:
    """First and last port, and whether they are known: unknown ones may be any."""
    if name not in _WITH_PORTS:
        return 0, LAST_PORT, True
    low, high = view.number(base + low_prop), view.number(base + high_prop)
    if is_unknown(low) or is_unknown(high):
        return 0, LAST_PORT, False
    if low is None and high is None:
        return 0, LAST_PORT, True  # CloudFormation: "-1 or absent means all"
    low, high = _in_range(low, 0), _in_range(high, LAST_PORT)
    if low is None or high is None or low > high:
        graph.unreadable(view.resource.urn, f"{base}{low_prop} to {high_prop} is no range of ports")
        return 0, LAST_PORT, False
    return low, high, True


def _in_range(port: int | Unknown | None, absent: int) -> int | None:
    if port is None or port == -1:
        return absent
    return port if isinstance(port, int) and 0 <= port <= LAST_PORT else None
