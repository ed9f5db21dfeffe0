"""The way that packets have come, and where they arrive."""

from posture.graph.addresses import AddressSet
from posture.graph.barriers import Barrier, Shut
from posture.graph.facts import Because
from posture.graph.graph import Hop, Inspector
from posture.graph.kinds import GatewayKind
from posture.graph.packets import Packets
from posture.record import record


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
    barriers: tuple[Barrier, ...] = ()
    """Of the places whose packets these are: where they began, or where a NAT stands, and where they were sent on since."""
    inward: Shut = Shut.OPEN
    """What an answer's way stops of connections from the internet: of an arrival there."""
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
