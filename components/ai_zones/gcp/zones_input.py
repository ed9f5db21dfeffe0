"""What `GcpZones` is asked to build, checked against what it can build, and the names, ranges and paths that follow from the plan."""

from collections.abc import Mapping
from typing import Annotated, Any, Self, TypedDict, final

import pulumi_gcp
import pydantic

from ai_zones.gcp.access_policy import AccessPolicy
from ai_zones.gcp.database_link import DatabaseEngine
from ai_zones.gcp.naming import Kind, name_fault, resource_name
from ai_zones.gcp.paths import compute_regional
from ai_zones.gcp.perimeter import DRY_RUN, ENFORCED
from ai_zones.gcp.phi_store import STORE_CLASSES
from ai_zones.gcp.service_link_consumer import link_address, link_domain
from ai_zones.gcp.subnets import ENDPOINT, zone_ranges
from ai_zones.gcp.validation import SIX_YEARS_DAYS, ComponentInput, ExtraLabels, FolderId, Member, ProjectNumber, Reference
from ai_zones.gcp.zone_project import ProjectCreation
from ai_zones.gcp.zones_clusters_input import cluster_faults
from ai_zones.inputs import one_of
from ai_zones.plan import CEILING, Cloud, Link, Peer, Service, ZoneName, ZonePlan
from ai_zones.plan_input import NamedPlanInput, account_faults, archive_faults, cloud_faults, shared_account_faults

PHI, MANAGEMENT, EGRESS, ACCESS = ZoneName.PHI, ZoneName.MANAGEMENT, ZoneName.EGRESS, ZoneName.ACCESS
TABLE_ZONES = (ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.TRAINING)
ROUTE, APIS_ENDPOINT = "route", "endpoint"
"""The two roads to Google's APIs, see `google_apis`."""


def plan_faults(plan: ZonePlan) -> list[str]:
    """Why `GcpZones` can't build a sound plan: each place, what was given, what is allowed. A program asks before it makes providers."""
    return [
        *cloud_faults(plan, Cloud.GCP, "GcpZones"),
        *account_faults(plan, "a project is the border of a zone; give the project's id"),
        *shared_account_faults(plan, "give each zone a project of its own, which labels and perimeters are about"),
        *archive_faults(plan),
    ]


@final
class GcpZonePlaceArgs(TypedDict):
    """Where the components of a zone stand, as they all take it."""

    project: str
    """Project of the zone."""
    region: str
    """Region of the plan."""
    labels: dict[str, str]
    """Further labels."""


class DatabaseEndpoint(ComponentInput):
    """Parsed `GcpDatabaseEndpointArgs`."""

    service_attachment: Reference
    dns_name: Reference


class Entry(ComponentInput):
    """Parsed `GcpZonesEntryArgs`."""

    identities: tuple[Member, ...] = pydantic.Field(min_length=1)
    access_levels: tuple[str, ...] = pydantic.Field(min_length=1)
    services: dict[str, tuple[str, ...]] | None = None
    zones: tuple[ZoneName, ...] | None = None


class Zones(NamedPlanInput):
    """Parsed `GcpZonesArgs`."""

    plan: ZonePlan
    # `Any`: the SDK is imported without types.
    providers: dict[ZoneName, Any]
    builds: list[ZoneName] | None = None
    absent: list[ZoneName] = pydantic.Field(default_factory=list)
    create: ProjectCreation | None = None
    default_service_accounts: str = "disable"
    google_apis: Annotated[str, one_of(ROUTE, APIS_ENDPOINT)] = ROUTE
    access_policy: AccessPolicy | None = None
    perimeter_mode: Annotated[str, one_of(ENFORCED, DRY_RUN)] = ENFORCED
    callers: dict[ZoneName, tuple[Member, ...]] = pydantic.Field(default_factory=dict)
    entries: dict[str, Entry] = pydantic.Field(default_factory=dict)
    project_numbers: dict[ZoneName, ProjectNumber] = pydantic.Field(default_factory=dict)
    log_folder_id: FolderId | None = None
    log_readers: list[Member] = pydantic.Field(default_factory=list)
    database: DatabaseEndpoint | None = None
    database_users: dict[str, dict[str, Any]] = pydantic.Field(default_factory=dict)
    database_options: dict[str, Any] = pydantic.Field(default_factory=dict)
    highly_available: bool = True
    service_accounts: dict[ZoneName, dict[str, str]] = pydantic.Field(default_factory=dict)
    stores: dict[ZoneName, dict[str, dict[str, Any]]] = pydantic.Field(default_factory=dict)
    tables: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    clinical_store: dict[str, Any] | None = None
    secrets: dict[ZoneName, dict[str, dict[str, Any]]] = pydantic.Field(default_factory=dict)
    registries: dict[ZoneName, dict[str, dict[str, Any]]] = pydantic.Field(default_factory=dict)
    admission: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    machines: dict[ZoneName, dict[str, dict[str, Any]]] = pydantic.Field(default_factory=dict)
    messages: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    models: dict[ZoneName, dict[str, dict[str, Any]]] = pydantic.Field(default_factory=dict)
    vectors: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    deidentification: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    shields: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    notebooks: dict[ZoneName, dict[str, dict[str, Any]]] = pydantic.Field(default_factory=dict)
    clusters: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    ca_pool: str | None = None
    front: dict[str, Any] | None = None
    circuits: dict[str, dict[str, Any]] = pydantic.Field(default_factory=dict)
    alarm_receivers: dict[str, str] = pydantic.Field(default_factory=dict)
    locked: bool = True
    deletion_protection: bool = True
    log_retention_days: int = SIX_YEARS_DAYS
    store_retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=2190, le=36_525)
    labels: ExtraLabels = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        faults = [
            *plan_faults(self.plan),
            *self._part_faults(),
            *self._provider_faults(pulumi_gcp.Provider, "a gcp.Provider of the zone's project"),
            *self._needs(),
            *cluster_faults(self.plan, self.clusters, self.service_accounts, self.admission),
            *self._border_faults(),
            *self._door_faults(),
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _part_faults(self) -> list[str]:
        faults = super()._part_faults()
        needs = any(flow.source in self.zones for flow in self.database_flows().values())
        if needs and PHI not in self.zones and self.stands(PHI) and self.database is None:
            faults.append(
                "database: is required, as another stack builds phi; give what it exports as database, or say phi under absent until it stands"
            )
        return faults

    def _needs(self) -> list[str]:
        faults = []
        for zone, accounts in self.service_accounts.items():
            if zone not in self.plan.zones:
                faults.append(f"service_accounts.{zone}: the plan does not declare the zone; leave it out")
            faults += [f"service_accounts.{zone}.{name}: {fault}" for name in accounts if (fault := name_fault(Kind.SERVICE_ACCOUNT, name))]
        for key, given, service, allowed in (
            ("stores", self.stores, "storage", [ZoneName(zone) for zone in STORE_CLASSES]),
            ("tables", self.tables, "bigquery", list(TABLE_ZONES)),
            ("secrets", self.secrets, "secretmanager", list(ZoneName)),
            ("registries", self.registries, "artifactregistry", list(ZoneName)),
            ("messages", self.messages, "pubsub", list(ZoneName)),
            ("models", self.models, "aiplatform", [ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE]),
            ("vectors", self.vectors, "aiplatform", [ZoneName.DEIDENTIFICATION]),
            ("notebooks", self.notebooks, "aiplatform", [ZoneName.TRAINING]),
            ("deidentification", self.deidentification, "dlp", [ZoneName.DEIDENTIFICATION]),
            ("shields", self.shields, "modelarmor", [ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE]),
        ):
            for zone in given:
                if zone not in self.plan.zones or zone not in allowed or service not in self.services(zone):
                    able = ", ".join(one for one in allowed if one in self.plan.zones)
                    faults.append(f"{key}.{zone}: the zone has none; it is one of {able}, with {service} among its services")
        if self.clinical_store is not None and (PHI not in self.plan.zones or "healthcare" not in self.services(PHI)):
            faults.append("clinical_store: is built in zone phi, whose services lack healthcare; add it, or leave clinical_store out")
        if self.engine is DatabaseEngine.ALLOYDB and PHI in self.zones:
            faults += [
                f"project_numbers.{flow.source}: is required, as the database names its consumers by number and another stack builds the zone"
                for flow in self.database_flows().values()
                if flow.source not in self.zones and flow.source not in self.project_numbers
            ]
        if self.database_users and (PHI not in self.plan.zones or not self.has_database()):
            faults.append("database_users: the plan has no database; add sqladmin or alloydb to the services of phi, or leave them out")
        return faults

    def _border_faults(self) -> list[str]:
        """Whether what crosses perimeters can be named."""
        faults = []
        if self.access_policy is None and (self.callers or self.entries):
            faults.append("callers, entries: given without access_policy, but then no perimeter is built here; give it, or leave them out")
        levels = sorted(self.access_policy.access_levels) if self.access_policy else []
        for name, entry in sorted(self.entries.items()):
            if unknown := sorted(set(entry.access_levels) - set(levels)):
                known = ", ".join(levels) or "none"
                faults.append(f"entries.{name}.access_levels: given {unknown[0]}, access_policy.access_levels has {known}")
        return faults

    def _door_faults(self) -> list[str]:
        """Whether people and peers can come in."""
        faults = []
        if self.front is not None:
            if ACCESS not in self.plan.zones:
                faults.append("front: the plan does not declare access, which people enter; declare it, or leave front out")
            if not isinstance(self.front.get("applications"), Mapping):
                faults.append("front.applications: is required; name the applications that people reach")
            elif len({one.get("port", 443) for one in self.front["applications"].values()}) > 1:
                faults.append("front.applications: must all have one port, which the network lets their proxies reach")
            else:
                known = sorted(self.access_policy.access_levels) if self.access_policy else []
                faults += [
                    f"front.applications.{name}.access_levels: given {level}, access_policy.access_levels has {', '.join(known) or 'none'}"
                    for name, one in sorted(self.front["applications"].items())
                    for level in one.get("access_levels", ())
                    if "/" not in level and level not in known
                ]
        wanted = {name for zone in self.zones for name in self.road_peers(zone)}
        faults += [
            f"circuits.{name}: is required, for the peer comes by circuit or VPN; say how" for name in sorted(wanted - set(self.circuits))
        ]
        faults += [
            f"circuits.{name}: is the road of no peer that comes by circuit or VPN; leave it out"
            for name in sorted(set(self.circuits) - {name for zone in ZoneName for name in self.road_peers(zone)})
        ]
        return faults

    def road_peers(self, zone: ZoneName) -> dict[str, Peer]:
        """Peers of a zone that come by circuit or VPN, by name."""
        return {
            name: peer
            for name, peer in sorted(self.plan.peers.items())
            if peer.zone is zone and zone in self.plan.zones and peer.link is not Link.PRIVATE_LINK
        }

    def front_port(self) -> int | None:
        """Port on which people enter programs of access."""
        if self.front is None:
            return None
        return next((int(one.get("port", 443)) for one in self.front["applications"].values()), 443)

    def project(self, zone: ZoneName) -> str:
        """Project of a zone."""
        return str(self.plan.zones[zone].account)

    def place(self, zone: ZoneName) -> GcpZonePlaceArgs:
        """Where the components of a zone stand."""
        return {"project": self.project(zone), "region": self.region, "labels": self.labels}

    def range(self, zone: ZoneName, subnet: str) -> str:
        """Range of one kind of subnetwork."""
        return str(zone_ranges(self.plan.network(zone))[subnet])

    def keeps_objects(self, zone: ZoneName) -> bool:
        """Whether the zone has a bucket: it is one that keeps data, and may use storage."""
        return zone in STORE_CLASSES and zone in self.plan.zones and "storage" in self.services(zone)

    @property
    def engine(self) -> DatabaseEngine | None:
        """Google's service behind phi's database, by the plan's word for it; None where phi has none."""
        given = self.services(PHI) if PHI in self.plan.zones else []
        return DatabaseEngine.ALLOYDB if "alloydb" in given else DatabaseEngine.SQL if "sqladmin" in given else None

    def has_database(self) -> bool:
        """Whether phi has a database."""
        return self.engine is not None

    def uses_vertex(self, zone: ZoneName) -> bool:
        """Whether the zone runs or trains models on Vertex AI."""
        return "aiplatform" in self.services(zone)

    def address(self, source: ZoneName, target: ZoneName, service: Service) -> str:
        """Address of the endpoint by which a zone reaches a service: its place in the ceiling, so no other flow of the plan moves it."""
        places = [(flow.target, flow.service) for flow in CEILING.flows_from(source)]
        index = places.index((target, service)) if (target, service) in places else len(places)
        return link_address(zone_ranges(self.plan.network(source))[ENDPOINT], index)

    def domain(self, target: ZoneName, service: Service) -> str:
        """Private name of a service."""
        return link_domain(target.value, service.value, **self.names)

    def attachment(self, zone: ZoneName, service: Service) -> str:
        """Path of the service attachment of a zone's service."""
        name = resource_name(Kind.COMPUTE, self.name(zone, service))
        return compute_regional(self.project(zone), self.region, "serviceAttachments", name)
