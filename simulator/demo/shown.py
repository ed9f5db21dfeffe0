"""What the demo shows of a cloud, in words that all clouds share."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from simulator.world import Object, World

if TYPE_CHECKING:
    from simulator.demo.story import Story


@dataclass(frozen=True)
class ZoneBuilt:
    """What was built for one zone."""

    zone: str
    account: str
    cidr: str
    kinds: Counter[str]
    order: tuple[str, ...]
    """Kinds that are named, in this order; the rest are counted."""

    def row(self) -> tuple[str, str, str, str]:
        """Zone, account, network, resources in words."""
        told = [counted(count, kind) for kind in self.order if (count := self.kinds[kind])]
        return self.zone, self.account, self.cidr, f"{self.kinds.total()} resources: {', '.join(told)}, {self.kinds['other']} more"


@dataclass(frozen=True)
class Service:
    """One service that zones reach by a private link each: the only road between them."""

    target: str
    """`<zone>/<service>`."""
    sources: tuple[str, ...]
    by: str


class Shown(Protocol):
    """A module that tells what stands on one simulated cloud."""

    NAME: str
    PACKAGE: str
    ACCOUNT: str
    LEAK: str
    LEAK_MARKS: str
    """What may be done in the leak's preview only to resources that it adds: `+` create, `~` update, `±` replace, `-` delete."""
    ROUTED: str
    """What is counted of an account's networks."""
    NO_ROADS: str
    KEPT: str

    def further(self, story: "Story") -> tuple[Callable[[], None], ...]:
        """Steps of this cloud alone, between the leak and the end."""

    def zones_built(self, resources: list[dict[str, Any]], world: World) -> list[ZoneBuilt]:
        """Each zone's network and resources."""

    def services_linked(self, resources: list[dict[str, Any]], order: Sequence[str]) -> list[Service]:
        """Every private link between zones."""

    def not_built(self, resources: list[dict[str, Any]], world: World) -> list[str]:
        """Resources of the state that the world does not know."""

    def roads_out(self, world: World, account: str) -> list[str]:
        """Roads from an account's networks to the internet."""

    def tables(self, world: World, account: str) -> int:
        """Number of route tables."""

    def kept(self, world: World) -> dict[tuple[str, str], list[Object]]:
        """What is left of a destroyed stack."""


def counted(count: int, kind: str) -> str:
    """`2 networks`, `1 network`."""
    return f"{count} {kind if count != 1 else _one(kind)}"


def _one(kind: str) -> str:
    return kind.removesuffix("es") if kind.endswith("sses") else kind.removesuffix("s")
