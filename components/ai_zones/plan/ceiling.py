"""The ceiling: the most that any plan may allow. It is data, and ships with the judge as well as with the builder.

The flows are the vocabulary table's columns "may open connections to" and "entered from", which agree row by row;
a test holds the two against each other.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from .cloud_services import CLOUD_SERVICES
from .names import Cloud, Direction, Gate, PeerKind, Service, ZoneName

if TYPE_CHECKING:
    from .flow import Flow

Z, S = ZoneName, Service

SERVICES: Final[Mapping[ZoneName, tuple[Service, ...]]] = MappingProxyType(
    {
        Z.PHI: (S.DATABASE,),
        Z.DEIDENTIFICATION: (S.RETRIEVAL, S.TOOLS, S.PROMPT, S.DATASETS),
        Z.INFERENCE: (S.API,),
        Z.EGRESS: (S.LLM,),
        Z.ACCESS: (),
        Z.TRAINING: (),
        Z.CONTROL: (S.SENTINEL, S.APPROVALS),
        Z.MANAGEMENT: (S.VAULT, S.TELEMETRY, S.REGISTRY_READ, S.REGISTRY_WRITE),
    }
)
"""What each zone offers to the others. `access` and `training` are entered by people and federated sites, never by a zone."""

HTTPS_PORT: Final = 443
DEFAULT_PORTS: Final[Mapping[Service, int]] = MappingProxyType({S.DATABASE: 5432, S.VAULT: 8200})
"""Services that do not listen on 443."""

UNPRIVILEGED_PORTS: Final = range(1024, 65536)
"""A plan may move a service to one of these; a well-known port other than the default would be another protocol."""

_COMMON = ((Z.MANAGEMENT, S.VAULT), (Z.MANAGEMENT, S.TELEMETRY))

_MAY_OPEN: Final[Mapping[ZoneName, tuple[tuple[ZoneName, Service], ...]]] = MappingProxyType(
    {
        Z.PHI: _COMMON,
        Z.DEIDENTIFICATION: ((Z.PHI, S.DATABASE), (Z.CONTROL, S.SENTINEL), *_COMMON),
        Z.INFERENCE: (
            (Z.DEIDENTIFICATION, S.RETRIEVAL),
            (Z.DEIDENTIFICATION, S.TOOLS),
            (Z.EGRESS, S.LLM),
            (Z.CONTROL, S.SENTINEL),
            (Z.MANAGEMENT, S.REGISTRY_READ),
            *_COMMON,
        ),
        Z.EGRESS: _COMMON,
        Z.ACCESS: ((Z.DEIDENTIFICATION, S.PROMPT), (Z.INFERENCE, S.API), (Z.CONTROL, S.APPROVALS), *_COMMON),
        Z.TRAINING: ((Z.DEIDENTIFICATION, S.DATASETS), (Z.MANAGEMENT, S.REGISTRY_WRITE), *_COMMON),
        Z.CONTROL: _COMMON,
        Z.MANAGEMENT: ((Z.PHI, S.DATABASE),),
    }
)

_INITIATORS: Final[Mapping[tuple[ZoneName, ZoneName, Service], Service]] = MappingProxyType({(Z.MANAGEMENT, Z.PHI, S.DATABASE): S.VAULT})
"""Flows that only one service of the source zone may open: Vault's database engine makes the short-lived database users."""

GATES: Final[Mapping[tuple[ZoneName, Service], Gate]] = MappingProxyType(
    {
        (Z.DEIDENTIFICATION, S.RETRIEVAL): Gate.DEIDENTIFICATION_SERVICE,
        (Z.DEIDENTIFICATION, S.TOOLS): Gate.DEIDENTIFICATION_SERVICE,
        (Z.DEIDENTIFICATION, S.PROMPT): Gate.DEIDENTIFICATION_SERVICE,
        (Z.DEIDENTIFICATION, S.DATASETS): Gate.DEIDENTIFICATION_SERVICE,
        (Z.EGRESS, S.LLM): Gate.EGRESS_INSPECTOR,
        (Z.MANAGEMENT, S.REGISTRY_READ): Gate.SIGNED_MODEL_REGISTRY,
        (Z.MANAGEMENT, S.REGISTRY_WRITE): Gate.SIGNED_MODEL_REGISTRY,
        (Z.MANAGEMENT, S.TELEMETRY): Gate.LOG_SINK,
    }
)
"""Where an approved flow ends in a gate. Vault is none: a secret can carry data."""


def default_port(service: Service) -> int:
    """443, but PostgreSQL's 5432 for a database and 8200 for Vault."""
    return DEFAULT_PORTS.get(service, HTTPS_PORT)


@dataclass(frozen=True, slots=True, order=True)
class CeilingFlow:
    """A flow that a plan may declare. The source always opens the connection."""

    source: ZoneName
    target: ZoneName
    service: Service
    port: int
    """The default port, which is what counts where no plan names another."""
    initiator: Service | None = None
    """The one service of the source zone that may open it; None: any workload of the source zone."""
    gate: Gate | None = None
    """The gate in which it ends, if it ends in one."""

    def __str__(self) -> str:
        return f"{self.source} → {self.target}/{self.service}"


@dataclass(frozen=True, slots=True)
class CeilingPeer:
    """A kind of outside system that a zone may be joined to, and who opens the connection."""

    kind: PeerKind
    zone: ZoneName
    direction: Direction


def _flows() -> Iterator[CeilingFlow]:
    for source, openings in _MAY_OPEN.items():
        for target, service in openings:
            initiator = _INITIATORS.get((source, target, service))
            yield CeilingFlow(source, target, service, default_port(service), initiator, GATES.get((target, service)))


@dataclass(frozen=True)
class Ceiling:
    """Everything that may be allowed. Anything that is not in it is denied, whatever a plan says."""

    flows: frozenset[CeilingFlow]
    services: Mapping[ZoneName, tuple[Service, ...]]
    gates: Mapping[tuple[ZoneName, Service], Gate]
    peers: frozenset[CeilingPeer]
    cloud_services: Mapping[Cloud, Mapping[ZoneName, frozenset[str]]]
    internet: frozenset[ZoneName] = field(default=frozenset({ZoneName.EGRESS}))
    """Zones that may open connections to the internet: only to approved providers, through the inspector."""

    def find(self, source: ZoneName, target: ZoneName, service: Service) -> CeilingFlow | None:
        """The ceiling's flow between two zones to one service."""
        return next((f for f in self.flows if (f.source, f.target, f.service) == (source, target, service)), None)

    def allows(self, flow: "Flow | CeilingFlow") -> bool:
        """Whether a plan may declare this flow: zones, service, and the default port or an unprivileged one."""
        found = self.find(flow.source, flow.target, flow.service)
        return found is not None and (flow.port == found.port or flow.port in UNPRIVILEGED_PORTS)

    def flows_from(self, zone: ZoneName) -> tuple[CeilingFlow, ...]:
        """Column "may open connections to"."""
        return tuple(sorted(f for f in self.flows if f.source == zone))

    def flows_to(self, zone: ZoneName) -> tuple[CeilingFlow, ...]:
        """Column "entered from"."""
        return tuple(sorted(f for f in self.flows if f.target == zone))


CEILING: Final = Ceiling(
    flows=frozenset(_flows()),
    services=SERVICES,
    gates=GATES,
    peers=frozenset(
        {
            CeilingPeer(PeerKind.EHR_FEED, Z.PHI, Direction.INBOUND),
            CeilingPeer(PeerKind.EHR_API, Z.DEIDENTIFICATION, Direction.OUTBOUND),
            CeilingPeer(PeerKind.FEDERATED_SITE, Z.TRAINING, Direction.INBOUND),
        }
    ),
    cloud_services=CLOUD_SERVICES,
)
