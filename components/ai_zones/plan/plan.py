"""The zone plan: which zones there are, their addresses, and the flows between them. Everything else is denied.

Sources of its idea: NIST SP 800-207 (zero trust architecture) section 3.1.2, micro-segmentation; 45 CFR 164.312(e)(1)
(transmission security); 45 CFR 164.502(b) (minimum necessary).
"""

from collections.abc import Sequence
from ipaddress import IPv4Network
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, ModelWrapValidatorHandler, ValidationError, WithJsonSchema, field_serializer, model_validator

from .addressing import TIERS, AddressPlan, ZoneAddresses, zone_network, zone_subnets
from .checks import faults_in
from .draft import Draft
from .errors import PlanError, shown
from .fields import ACloud, AZone, Cidr, Key, Name, Part, refuse
from .flow import Flow
from .names import Cloud, ZoneName
from .peer import Peer
from .provider import Provider
from .shape import shape_faults
from .zone import Zone


def _texts(value: Any) -> tuple[str, ...]:
    if isinstance(value, Sequence) and not isinstance(value, str | bytes) and value and all(isinstance(item, str) for item in value):
        return tuple(value)
    raise refuse(f"{shown(value)} is not a list of names", allowed="a list of at least one name", fix="write a list in [ ]")


_Texts = Annotated[tuple[str, ...], BeforeValidator(_texts), WithJsonSchema({"type": "array", "items": {"type": "string"}, "minItems": 1})]


class ZonePlan(Part):
    """A plan that the ceiling allows. Constructing one that it does not raises `PlanError` with every fault listed."""

    organization: Name
    """Short name of the organization, in the names of resources. At most 20 characters."""
    environment: Name
    """Short name of the environment (prod, dev). Environments are separate plans. At most 20 characters."""
    cloud: ACloud = Cloud.AWS
    """Cloud whose service names, regions and account ids the plan uses. Default: aws."""
    cidr: Cidr
    """Private block, /8 to /18, that is cut into 16 slots, one a zone. Environments that may ever meet need blocks of their own."""
    residency: _Texts
    """Regions in which PHI may rest."""
    availability_zones: _Texts
    """One to four availability zones of one region, three in production. Append only: a subnet keeps its place in the list."""
    zones: dict[AZone, Zone]
    """Declared zones."""
    flows: dict[Key, Flow] = Field(default_factory=dict)
    """Allowed flows between zones, by a name of one's own. Default: none."""
    providers: dict[Key, Provider] = Field(default_factory=dict)
    """Outside LLM APIs that the egress zone may call. Default: none."""
    peers: dict[Key, Peer] = Field(default_factory=dict)
    """Private outside systems. Default: none."""

    @model_validator(mode="wrap")
    @classmethod
    def _judge(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        try:
            plan = handler(data)
        except ValidationError as error:
            # What could be read is judged as well, so that one run shows every fault.
            raise PlanError([*shape_faults(error, cls), *faults_in(Draft.salvaged(data))]) from None
        if faults := faults_in(Draft.of(plan)):
            raise PlanError(faults)
        return plan

    @field_serializer("zones", mode="wrap")
    def _zones_in_order(self, zones: Any, handler: Any) -> Any:
        order = list(ZoneName)
        return handler(dict(sorted(zones.items(), key=lambda item: order.index(item[0]))))

    @field_serializer("flows", "providers", "peers", mode="wrap")
    def _entries_in_order(self, entries: Any, handler: Any) -> Any:
        return handler(dict(sorted(entries.items())))

    @property
    def region(self) -> str:
        """Region of the availability zones. On Azure, whose zones are numbers, the first region of residency."""
        match self.cloud:
            case Cloud.AWS:
                return self.availability_zones[0][:-1]
            case Cloud.GCP:
                return self.availability_zones[0].rpartition("-")[0]
            case Cloud.AZURE:
                return self.residency[0]

    def flows_from(self, zone: ZoneName | str) -> dict[str, Flow]:
        """Flows that the zone opens, by name, in the order of names."""
        return {name: flow for name, flow in sorted(self.flows.items()) if flow.source == zone}

    def flows_to(self, zone: ZoneName | str) -> dict[str, Flow]:
        """Flows that enter the zone, by name, in the order of names."""
        return {name: flow for name, flow in sorted(self.flows.items()) if flow.target == zone}

    def network(self, zone: ZoneName | str) -> IPv4Network:
        """Network of a declared zone."""
        name = ZoneName(zone)
        declared = self.zones[name]
        return declared.cidr or zone_network(self.cidr, slot_of(name, declared))

    def address_plan(self) -> AddressPlan:
        """Networks and subnets of every declared zone. A zone's addresses depend on nothing but the block, its name and its own entry."""
        count = len(self.availability_zones)
        networks = {zone: self.network(zone) for zone in ZoneName if zone in self.zones}
        return AddressPlan(self.cidr, {z: ZoneAddresses(net, zone_subnets(net, TIERS[z], count)) for z, net in networks.items()})

    def to_document(self) -> dict[str, Any]:
        """The plan as JSON: defaults written out, zones and names in a fixed order, so that equal plans give equal documents."""
        return self.model_dump(mode="json", exclude_none=True)

    @classmethod
    def from_document(cls, document: Any) -> Self:
        """The plan that `to_document` wrote. Raises `PlanError`."""
        return cls.model_validate(document)


def slot_of(name: ZoneName, zone: Zone) -> int:
    """Slot of a zone: its own choice, else the place of its name."""
    return list(ZoneName).index(name) if zone.index is None else zone.index
