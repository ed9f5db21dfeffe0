"""What `AwsZones` is asked to build, checked against what it can build, and the names that follow from the plan."""

from typing import Any, Self

import pulumi_aws
import pydantic

from ai_zones.aws.phi_store import STORE_CLASSES
from ai_zones.aws.validation import SIX_YEARS_DAYS, ExtraTags, IamRoleArn, OrganizationId, RetentionDays
from ai_zones.aws.zones_clusters_input import cluster_faults
from ai_zones.aws.zones_doors_input import door_faults
from ai_zones.aws.zones_joins import AUDIT, RECORDS, Joins, service_key
from ai_zones.plan import Cloud, Service, Tier, ZoneName, ZonePlan
from ai_zones.plan_input import PlanInput, account_faults, cloud_faults

EMBEDDING_OR_MODELS = "bedrock-runtime"
"""Service by which a zone invokes models that AWS hosts."""


def plan_faults(plan: ZonePlan) -> list[str]:
    """Why `AwsZones` can't build a sound plan: each place, what was given, what is allowed. A program asks before it makes providers."""
    faults = cloud_faults(plan, Cloud.AWS, "AwsZones")
    if len(plan.availability_zones) < 2:
        faults.append(
            "plan.availability_zones: given one, at least two are needed to survive the loss of one; add another. "
            "With single_availability_zone only databases' subnet groups use the second, as AWS asks for"
        )
    return faults + account_faults(plan, "policies name accounts; give the twelve digits, quoted")


class Zones(PlanInput):
    """Parsed `AwsZonesArgs`."""

    plan: ZonePlan
    # `Any`: the SDK is imported without types.
    providers: dict[ZoneName, Any]
    builds: list[ZoneName] | None = None
    joins: Joins = pydantic.Field(default_factory=Joins)
    may_wait: bool = False
    deletion_protection: bool = True
    log_retention_days: RetentionDays = SIX_YEARS_DAYS
    store_retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=2190, le=36_500)
    organization_id: OrganizationId | None = None
    foundation_models: dict[ZoneName, list[str]] = pydantic.Field(default_factory=dict)
    single_availability_zone: bool = False
    database_instance_class: str | None = None
    # Judged by the components that they are for; `door_faults` asks them before anything is built.
    front: dict[str, Any] | None = None
    circuits: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    tunnels: dict[str, dict[str, Any]] = pydantic.Field(default_factory=dict)
    clusters: dict[ZoneName, dict[str, Any]] = pydantic.Field(default_factory=dict)
    log_readers: list[IamRoleArn] | None = None
    backups: bool = False
    clinical_store: bool = False
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        doors = door_faults(self.plan, self.zones, self.front, self.circuits, self.tunnels)
        provider = f"an aws.Provider of the zone's account and of region {self.region}"
        providers = self._provider_faults(pulumi_aws.Provider, provider)
        clusters = cluster_faults(self.plan, self.clusters)
        if self.clusters and self.single_availability_zone:
            clusters.append(
                "clusters: given with single_availability_zone, but Amazon EKS asks for two availability zones; leave one of them out"
            )
        faults = [*plan_faults(self.plan), *self._part_faults(), *providers, *self._model_faults(), *doors, *clusters]
        if faults := [*faults, *self._record_faults()]:
            raise ValueError("; ".join(faults))
        if not self.may_wait and (missing := self.waiting_for()):
            raise ValueError(f"joins: lacks {'; '.join(missing)}; build the other stack first, or give may_wait: true in the first rounds")
        return self

    def _model_faults(self) -> list[str]:
        return [
            f"foundation_models.{zone}: the plan gives this zone no {EMBEDDING_OR_MODELS}; add it to plan.zones.{zone}.services"
            for zone, models in sorted(self.foundation_models.items())
            if models and (zone not in self.plan.zones or EMBEDDING_OR_MODELS not in self.plan.zones[zone].services)
        ]

    def _record_faults(self) -> list[str]:
        needed = {
            "log_readers": (self.log_readers is not None, ZoneName.MANAGEMENT),
            "backups": (self.backups, ZoneName.PHI),
            "clinical_store": (self.clinical_store, ZoneName.PHI),
        }
        return [
            f"{key}: is built in zone {zone}, which the plan does not declare; add it to plan.zones, or leave {key} out"
            for key, (given, zone) in needed.items()
            if given and zone not in self.plan.zones
        ]

    @property
    def front_name(self) -> str:
        """Name of the front for people."""
        return self.name(ZoneName.ACCESS, "front")

    @property
    def backups_name(self) -> str:
        """Name of phi's backups, known before they are built: the store lets their role past its access points."""
        return self.name(ZoneName.PHI, "backups")

    def cluster_name(self, zone: ZoneName) -> str:
        """Name of a zone's cluster, known before it is built: its log group and its endpoints' policies name it."""
        return self.name(zone, "cluster")

    def account(self, zone: ZoneName) -> str:
        """Account of a zone."""
        return str(self.plan.zones[zone].account)

    def subnets(self, zone: ZoneName, tier: Tier) -> dict[str, str]:
        """Ranges of a tier by availability zone."""
        ranges = self.plan.address_plan().zones[zone].subnets[tier]
        # A database's subnet group covers two availability zones, even where one instance is all there is.
        count = None if not self.single_availability_zone or tier is Tier.DATABASE else 1
        return {place: str(cidr) for place, cidr in list(zip(self.plan.availability_zones, ranges, strict=True))[:count]}

    @property
    def database_zones(self) -> list[str]:
        """Availability zones that get an instance of the database."""
        return list(self.plan.availability_zones)[: 1 if self.single_availability_zone else 3]

    def waiting_for(self) -> list[str]:
        """Each half that is needed here and that nobody has built yet: what for, and its place in `joins`."""
        here = set(self.zones)
        needed = []
        for name, flow in sorted(self.plan.flows.items()):
            if flow.source in here and flow.target not in here:
                kind = "resource_configuration_arns" if flow.service is Service.DATABASE else "service_names"
                needed.append((f"flow {name}", kind, service_key(flow.target, flow.service)))
            if flow.target in here and flow.source not in here and flow.service is not Service.DATABASE:
                needed.append((f"acceptance of flow {name}", "endpoint_ids", name))
        for zone in self.zones:
            for reader in self.store_readers(zone):
                if reader not in here:
                    needed.append((f"access point of {zone}'s store for {reader}", "vpc_ids", reader.value))
        if self.log_readers is not None and ZoneName.MANAGEMENT not in here:
            needed.append(("flow logs in the archive", "buckets", AUDIT))
            if self.backups and ZoneName.PHI in here:
                needed.append(("reports of backups", "buckets", RECORDS))
        return [f"{what}: {kind}.{key}" for what, kind, key in needed if key not in getattr(self.joins, kind)]

    def keeps_objects(self, zone: ZoneName) -> bool:
        """Whether the zone has an object store: it is one that keeps data, and may use S3."""
        return zone in STORE_CLASSES and zone in self.plan.zones and "s3" in self.services(zone)

    def store_readers(self, zone: ZoneName) -> list[ZoneName]:
        """Zones that use the object store of a zone: itself, and for PHI the one that de-identifies it."""
        if not self.keeps_objects(zone):
            return []
        others = [ZoneName.DEIDENTIFICATION] if zone is ZoneName.PHI and self.keeps_objects(ZoneName.DEIDENTIFICATION) else []
        return [zone, *others]
