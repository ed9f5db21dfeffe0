"""What `AzureZones` is asked to build, checked against what it can build, and the names and ids that follow from the plan."""

from typing import Any, Self, TypedDict, final

import pulumi_azure_native
import pydantic

from ai_zones.azure import arm
from ai_zones.azure.container_registry import registry_name
from ai_zones.azure.phi_database import database_server_name
from ai_zones.azure.phi_store import STORE_CLASSES, store_account_name
from ai_zones.azure.references import IdentityId, ObjectId
from ai_zones.azure.subnets import zone_ranges
from ai_zones.azure.validation import SIX_YEARS_DAYS, ComponentInput, ExtraTags, TenantId
from ai_zones.azure.zone_vault_input import zone_vault_name
from ai_zones.azure.zones_clusters_input import cluster_faults
from ai_zones.plan import Cloud, Link, ZoneName, ZonePlan
from ai_zones.plan_input import NamedPlanInput, account_faults, archive_faults, cloud_faults, shared_account_faults

PHI, MANAGEMENT, EGRESS = ZoneName.PHI, ZoneName.MANAGEMENT, ZoneName.EGRESS
AI_ZONES = (ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE)
"""Zones that may have an AI account of their own."""


def plan_faults(plan: ZonePlan) -> list[str]:
    """Why `AzureZones` can't build a sound plan: each place, what was given, what is allowed. A program asks before it makes providers."""
    return [
        *cloud_faults(plan, Cloud.AZURE, "AzureZones"),
        *account_faults(plan, "a link service names its consumers by subscription; give the subscription's id"),
        *shared_account_faults(plan, "give each zone a subscription of its own, who may connect is decided by it"),
        *archive_faults(plan),
        *_service_faults(plan),
    ]


def _service_faults(plan: ZonePlan) -> list[str]:
    """A private endpoint leads to one resource: a service of a zone without any there leads nowhere."""
    faults = []
    for name, zone in plan.zones.items():
        for service in zone.services:
            place = f"plan.zones.{name}.services: given {service}, but"
            match service:
                case "storage" if name.value not in STORE_CLASSES:
                    keep = ", ".join(STORE_CLASSES)
                    faults.append(f"{place} the zone keeps no objects and may read none; only {keep} do: leave it out")
                case "postgresql" if name is not PHI:
                    faults.append(f"{place} other zones reach phi/database by a flow; leave it out")
                case "ai-search" if name is not ZoneName.INFERENCE:
                    faults.append(f"{place} only inference searches; leave it out")
                case "machine-learning" if name is not ZoneName.TRAINING:
                    faults.append(f"{place} the workspace is training's; leave it out")
    return faults


@final
class ZonePlaceArgs(TypedDict):
    """Where the components of a zone stand, as they all take it."""

    subscription_id: str
    """Subscription of the zone."""
    resource_group_name: str
    """Resource group of the zone."""
    location: str
    """Region of the plan."""
    tags: dict[str, str]
    """Further tags."""


class DatabaseAdministrator(ComponentInput):
    """Who administers phi's database."""

    object_id: ObjectId
    name: str


class Zones(NamedPlanInput):
    """Parsed `AzureZonesArgs`."""

    plan: ZonePlan
    # `Any`: the SDK is imported without types.
    providers: dict[ZoneName, Any]
    tenant_id: TenantId
    keys_expire_on: str
    builds: list[ZoneName] | None = None
    absent: list[ZoneName] = pydantic.Field(default_factory=list)
    database_administrator: DatabaseAdministrator | None = None
    database_sku: str | None = None
    models: dict[ZoneName, dict[str, dict[str, Any]]] = pydantic.Field(default_factory=dict)
    zone_redundant: bool = True
    inspection_certificate: str | None = None
    inspection_identity: IdentityId | None = None
    front: dict[str, Any] | None = None
    circuits: dict[str, dict[str, Any]] = pydantic.Field(default_factory=dict)
    clusters: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    log_readers: list[ObjectId] = pydantic.Field(default_factory=list)
    alarm_receivers: dict[str, str] = pydantic.Field(default_factory=dict)
    backups: bool = False
    clinical_store: bool = False
    deletion_protection: bool = True
    log_retention_days: int = SIX_YEARS_DAYS
    store_retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=2190, le=146_000)
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        faults = [
            *plan_faults(self.plan),
            *self._part_faults(),
            *self._provider_faults(pulumi_azure_native.Provider, "an azure_native.Provider of the zone's subscription"),
            *self._needs(),
            *cluster_faults(self.plan, self.clusters),
        ]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _needs(self) -> list[str]:
        faults = []
        if PHI in self.zones and self.database_administrator is None:
            faults.append("database_administrator: is required with the zone phi; give a group of Microsoft Entra ID")
        if EGRESS in self.zones and (self.inspection_certificate is None or self.inspection_identity is None):
            faults.append(
                "inspection_certificate, inspection_identity: are required with the zone egress, whose firewall reads TLS; give both"
            )
        for zone in self.models:
            if zone not in AI_ZONES or zone not in self.plan.zones or not {"openai", "ai-services"} & set(self.services(zone)):
                allowed = ", ".join(AI_ZONES)
                faults.append(f"models.{zone}: the zone has no AI account; give models to {allowed}, with openai among the zone's services")
        for name, peer in sorted(self.plan.peers.items()):
            if peer.zone in self.zones and peer.link is Link.PRIVATE_LINK:
                faults.append(
                    f"plan.peers.{name}.link: given {peer.link}, AzureZones joins peers by private-circuit or vpn; "
                    "build the two halves of a private link with AzureServiceLinkProducer and AzureServiceLinkConsumer"
                )
            elif peer.zone in self.zones and name not in self.circuits:
                needed = "its VPN device" if peer.link is Link.VPN else "the circuit"
                faults.append(
                    f"circuits.{name}: is required, as the plan joins this peer by {peer.link}; say {needed}, see AzurePeerGateway"
                )
        faults += [
            f"circuits.{name}: the plan declares no such peer; leave it out" for name in sorted(set(self.circuits) - set(self.plan.peers))
        ]
        for key, given, zone in (
            ("backups", self.backups, PHI),
            ("clinical_store", self.clinical_store, PHI),
            ("front", self.front is not None, ZoneName.ACCESS),
        ):
            if given and zone not in self.plan.zones:
                faults.append(f"{key}: is built in zone {zone}, which the plan does not declare; add it to plan.zones, or leave {key} out")
        return faults

    @property
    def location(self) -> str:
        """Region that everything is built in, by Azure's word."""
        return self.region

    def subscription(self, zone: ZoneName) -> str:
        """Subscription of a zone."""
        return str(self.plan.zones[zone].account)

    def place(self, zone: ZoneName) -> ZonePlaceArgs:
        """Where the components of a zone stand."""
        return {
            "subscription_id": self.subscription(zone),
            "resource_group_name": self.name(zone),
            "location": self.location,
            "tags": self.tags,
        }

    def id_of(self, zone: ZoneName, provider_path: str, *names: str) -> str:
        """Id of a resource of the zone's group."""
        return arm.arm_id(self.subscription(zone), self.name(zone), provider_path, *names)

    def range(self, zone: ZoneName, subnet: str) -> str:
        """Range of one kind of subnet."""
        return str(zone_ranges(self.plan.network(zone))[subnet])

    def keeps_objects(self, zone: ZoneName) -> bool:
        """Whether the zone has an object store: it is one that keeps data, and may use storage."""
        return zone in STORE_CLASSES and zone in self.plan.zones and "storage" in self.services(zone)

    def has_models(self, zone: ZoneName) -> bool:
        """Whether the zone has an AI account."""
        return bool(self.models.get(zone))

    def has_registry(self, zone: ZoneName) -> bool:
        """Whether the zone pulls images: from a registry of its own, for one that two zones share is a road between them."""
        return "container-registry" in self.services(zone)

    def store(self, zone: ZoneName) -> str:
        """Name of a zone's storage account."""
        return store_account_name(zone.value, **self.names, subscription_id=self.subscription(zone))

    def vault(self, zone: ZoneName) -> str:
        """Name of a zone's vault."""
        return zone_vault_name(zone.value, **self.names, subscription_id=self.subscription(zone))

    def registry(self, zone: ZoneName) -> str:
        """Name of a zone's registry."""
        return registry_name(zone.value, **self.names, subscription_id=self.subscription(zone))

    def server(self) -> str:
        """Name of phi's database server."""
        return database_server_name(**self.names, subscription_id=self.subscription(PHI))
