"""What could be read of a plan: all of a sound one, the readable entries of a faulty one."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from ipaddress import IPv4Network
from typing import TYPE_CHECKING, Any, Self, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from .fields import ACloud, Cidr, Key
from .flow import Flow
from .names import Cloud, ZoneName
from .peer import Peer
from .provider import Provider
from .zone import Zone

if TYPE_CHECKING:
    from .plan import ZonePlan

Entry = TypeVar("Entry", bound=BaseModel)


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """Made when a faulty plan is salvaged, not when the package is imported: `posture` imports it for each command."""
    return TypeAdapter(kind)


@dataclass(frozen=True, slots=True)
class Draft:
    """Input of the checks. None and absent entries stand for what could not be read, which has a fault of its own already."""

    cloud: Cloud | None
    cidr: IPv4Network | None
    residency: tuple[str, ...] | None
    availability_zones: tuple[str, ...] | None
    zones: Mapping[ZoneName, Zone]
    declared: frozenset[str]
    """Names of all declared zones, the unreadable ones too."""
    flows: Mapping[str, Flow]
    providers: Mapping[str, Provider]
    peers: Mapping[str, Peer]

    @classmethod
    def of(cls, plan: "ZonePlan") -> Self:
        """All of a plan whose shape is sound."""
        return cls(
            plan.cloud,
            plan.cidr,
            plan.residency,
            plan.availability_zones,
            plan.zones,
            frozenset(plan.zones),
            plan.flows,
            plan.providers,
            plan.peers,
        )

    @classmethod
    def salvaged(cls, data: Any) -> Self:
        """The readable entries of anything."""
        top: Mapping[Any, Any] = data if isinstance(data, Mapping) else {}
        zones = _entries(top, "zones", Zone)
        return cls(
            cloud=_read(ACloud, top["cloud"]) if "cloud" in top else Cloud.AWS,
            cidr=_read(Cidr, top.get("cidr")),
            residency=_texts(top.get("residency")),
            availability_zones=_texts(top.get("availability_zones")),
            zones={ZoneName(name): zone for name, zone in zones.items() if name in set(ZoneName)},
            declared=frozenset(str(name) for name in _mapping(top, "zones")),
            flows=_entries(top, "flows", Flow),
            providers=_entries(top, "providers", Provider),
            peers=_entries(top, "peers", Peer),
        )


def _mapping(top: Mapping[Any, Any], key: str) -> Mapping[Any, Any]:
    value = top.get(key)
    return value if isinstance(value, Mapping) else {}


def _read(kind: Any, value: Any) -> Any:
    try:
        return _adapter(kind).validate_python(value)
    except ValidationError:
        return None


def _texts(value: Any) -> tuple[str, ...] | None:
    if not isinstance(value, list | tuple) or not value or not all(isinstance(item, str) for item in value):
        return None
    return tuple(value)


def _entries(top: Mapping[Any, Any], key: str, kind: type[Entry]) -> dict[str, Entry]:
    found: dict[str, Entry] = {}
    for name, value in _mapping(top, key).items():
        if _read(Key, name) is not None and (entry := _entry(kind, value)) is not None:
            found[str(name)] = entry
    return found


def _entry(kind: type[Entry], value: Any) -> Entry | None:
    try:
        return kind.model_validate(value)
    except ValidationError as error:
        if not isinstance(value, Mapping):
            return None
        faulty = {detail["loc"][0] for detail in error.errors(include_url=False) if detail["loc"]}
    try:
        return kind.model_validate({key: item for key, item in value.items() if key not in faulty})
    except ValidationError:
        return None
