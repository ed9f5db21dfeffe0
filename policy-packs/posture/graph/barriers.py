"""What shuts the internet's gateways of a network, whatever its tables say: a setting of the account, and the places that it spares.

Sources: Amazon VPC User Guide, "Block public access to VPCs and subnets", "VPC BPA basics" (which gateways and services it stops, which
private connections it leaves alone, exclusions); Amazon EC2 API Reference, BlockPublicAccessStates, VpcBlockPublicAccessExclusion.
"""

from collections.abc import Iterable
from enum import IntEnum
from typing import Final

from posture.record import record
from posture.reference import Reference


@record
class BarrierFact:
    """A setting of the account and region shuts the internet's gateways of a network."""

    network: str
    """URN."""
    mode: str | None
    """As AWS names it; None when unknown."""
    certain: bool
    """Whether the setting is surely that of the network's account and region."""


@record
class SparedFact:
    """A network or subnet that such a setting leaves out."""

    place: Reference
    inward: bool | None
    """Whether connections from the internet are left out too; None when unknown."""


class Shut(IntEnum):
    """How surely packets are stopped."""

    OPEN = 0
    PERHAPS = 1
    SHUT = 2


@record
class Barrier:
    """What a place's packets meet at the internet's gateways."""

    translated: Shut = Shut.OPEN
    """Outward after a public NAT gateway, or by an egress-only gateway."""
    direct: Shut = Shut.OPEN
    """Outward by the internet gateway as they are."""
    inward: Shut = Shut.OPEN
    """From the internet to a public address."""


NONE: Final = Barrier()
_OF_MODE: Final = {
    "off": NONE,
    "block-bidirectional": Barrier(Shut.SHUT, Shut.SHUT, Shut.SHUT),
    # "Only traffic to and from NAT gateways and egress-only internet gateways is allowed." What opens a connection by the internet gateway
    # itself is refused by that sentence, and by no example of the guide: not taken for certain.
    "block-ingress": Barrier(Shut.OPEN, Shut.PERHAPS, Shut.SHUT),
}
_UNKNOWN: Final = Barrier(Shut.PERHAPS, Shut.PERHAPS, Shut.PERHAPS)


class Barriers:
    """The barrier of each network and subnet."""

    def __init__(self, barred: Iterable[BarrierFact], spared: Iterable[SparedFact]) -> None:
        self._networks: dict[str, Barrier] = {}
        for fact in barred:
            found = _OF_MODE.get(fact.mode or "", _UNKNOWN)
            found = found if fact.certain else _doubted(found)
            earlier = self._networks.get(fact.network)
            self._networks[fact.network] = found if earlier is None else _least(earlier, found)
        self._spared: dict[str, list[tuple[SparedFact, bool]]] = {}
        self._anywhere = False
        for exclusion in spared if self._networks else ():
            self._anywhere = self._anywhere or exclusion.place.unknown
            for urn in exclusion.place.targets:
                certain = exclusion.place.certain and len(exclusion.place.targets) == 1
                self._spared.setdefault(urn, []).append((exclusion, certain))

    def of(self, network: str, subnet: str = "") -> Barrier:
        """That of a subnet, or of a network as a whole."""
        found = self._networks.get(network, NONE)
        if found == NONE:
            return NONE
        for place in (network, subnet):
            for exclusion, certain in self._spared.get(place, ()):
                found = _spare(found, exclusion.inward, certain)
        return _doubted(found) if self._anywhere else found

    def __bool__(self) -> bool:
        return bool(self._networks)


def outward(met: Iterable[Barrier], *, translated: bool) -> Shut:
    """What stops packets that come from, or were sent on in, several places: where these differ, nobody can say."""
    levels = {barrier.translated if translated else barrier.direct for barrier in met} or {Shut.OPEN}
    return next(iter(levels)) if len(levels) == 1 else Shut.PERHAPS


def _spare(barrier: Barrier, inward: bool | None, certain: bool) -> Barrier:
    if not certain or inward is None:
        return _doubted(barrier)
    # "allow-egress … only applies when VPC Block Public Access is set to Bidirectional."
    sent = Shut.OPEN if inward or barrier.direct is Shut.SHUT else barrier.direct
    return Barrier(Shut.OPEN, sent, Shut.OPEN if inward else barrier.inward)


def _doubted(barrier: Barrier) -> Barrier:
    return Barrier(*(min(level, Shut.PERHAPS) for level in (barrier.translated, barrier.direct, barrier.inward)))


def _least(one: Barrier, other: Barrier) -> Barrier:
    return Barrier(min(one.translated, other.translated), min(one.direct, other.direct), min(one.inward, other.inward))
