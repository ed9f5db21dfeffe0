"""Packets on their way: which destinations they may have, the way so far, and where they arrive."""

from posture.graph.addresses import EMPTY, AddressSet
from posture.graph.facts import Because
from posture.graph.graph import Hop, Inspector
from posture.graph.kinds import GatewayKind
from posture.record import record


@record
class Packets:
    """Destination addresses of packets."""

    may: AddressSet
    must: AddressSet

    def only(self, addresses: AddressSet) -> "Packets":
        """Those to the given addresses."""
        return Packets(self.may & addresses, self.must & addresses)

    def unsure(self, certain: bool = False) -> "Packets":
        """None of them certain, unless `certain`."""
        return self if certain else Packets(self.may, EMPTY)


@record
class Trail:
    """The way so far."""

    hops: tuple[Hop, ...] = ()
    because: Because | None = None
    """The first route that left the local network: it decides the road."""
    cause: str = ""
    tables: frozenset[str] = frozenset()
    network: str = ""
    from_hub: bool = False
    translated: AddressSet | None = None
    """Source addresses after a NAT."""
    private_source: bool = False
    """After a private NAT gateway: an internet gateway drops these packets."""
    inspectors: tuple[Inspector, ...] = ()
    gateways: tuple[GatewayKind, ...] = ()
    through: tuple[str, ...] = ()
    """Subnets in which the next hops stand."""
    answered: bool = False
    """Past a firewall that lets connections pass by its rules: it lets their answers back."""


@record
class Arrival:
    """Where packets come to an end: in a network, or at a node (endpoint, external)."""

    target: str
    packets: Packets
    trail: Trail
    in_network: bool = False
    unknown: str = ""
    """What stands there, when nobody knows: the label of an unknown external."""
