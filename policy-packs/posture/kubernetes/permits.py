"""What a policy lets pass: ports by protocol, those that may and those that certainly do."""

from collections.abc import Iterable
from typing import Final

from posture.graph.ports import ALL_PORTS, LAST, NO_PORTS, Ports, common, merge, subtract
from posture.record import record

SCTP: Final = "sctp"
EVERY_PORT: Final[Ports] = merge((*ALL_PORTS, (SCTP, 0, LAST)))
"""Policies name TCP, UDP and SCTP; what they say of other protocols is left to the network plugin."""


@record
class Permit:
    """`must` is part of `may`."""

    may: Ports = NO_PORTS
    must: Ports = NO_PORTS

    def __bool__(self) -> bool:
        return bool(self.may)

    def __and__(self, other: "Permit") -> "Permit":
        return Permit(common(self.may, other.may), common(self.must, other.must))

    def __or__(self, other: "Permit") -> "Permit":
        return Permit(merge((*self.may, *other.may)), merge((*self.must, *other.must)))

    def __sub__(self, other: "Permit") -> "Permit":
        """What passes of this and not of the other: what certainly goes is taken from what may, and the other way round."""
        return Permit(subtract(self.may, other.must), subtract(self.must, other.may))

    def perhaps(self) -> "Permit":
        """The same, if at all."""
        return Permit(self.may, NO_PORTS)

    def either(self, other: "Permit") -> "Permit":
        """One or the other, nobody knows which."""
        return Permit(merge((*self.may, *other.may)), common(self.must, other.must))

    @property
    def exact(self) -> bool:
        """Whether nothing about it is uncertain."""
        return self.may == self.must


NOTHING: Final = Permit()
EVERYTHING: Final = Permit(EVERY_PORT, EVERY_PORT)


def union(permits: Iterable[Permit]) -> Permit:
    """What any of them lets pass."""
    found = tuple(permit for permit in permits if permit.may)
    if len(found) < 2:
        return found[0] if found else NOTHING
    return Permit(
        merge(port for permit in found for port in permit.may),
        merge(port for permit in found for port in permit.must),
    )


def in_graph_words(ports: Ports) -> Ports:
    """The graph has one bucket for every protocol that is neither TCP, UDP nor ICMP."""
    return merge(("other", 0, LAST) if protocol == SCTP else (protocol, low, high) for protocol, low, high in ports)
