"""What `AwsZones` is asked to build, checked against what it can build, and the names that follow from the plan."""

from collections.abc import Mapping
from typing import Any, Self

import pulumi_aws
import pydantic

from ai_zones.aws.validation import SIX_YEARS_DAYS, ComponentInput, ExtraTags, OrganizationId, RetentionDays
from ai_zones.plan import Cloud, Flow, Service, Tier, ZoneName, ZonePlan

BUILT = (ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE, ZoneName.EGRESS)
"""Zones that `AwsZones` builds."""


class Zones(ComponentInput):
    """Parsed `AwsZonesArgs`."""

    plan: ZonePlan
    # `Any`: the SDK is imported without types.
    providers: dict[ZoneName, Any]
    deletion_protection: bool = True
    log_retention_days: RetentionDays = SIX_YEARS_DAYS
    store_retention_days: int = pydantic.Field(default=SIX_YEARS_DAYS, ge=2190, le=36_500)
    organization_id: OrganizationId | None = None
    tags: ExtraTags = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _can_be_built(self) -> Self:
        faults = [*self._cloud_faults(), *self._zone_faults(), *self._flow_faults()]
        if faults:
            raise ValueError("; ".join(faults))
        return self

    def _cloud_faults(self) -> list[str]:
        if self.plan.cloud is not Cloud.AWS:
            return [f"plan.cloud: given {self.plan.cloud}, AwsZones builds plans for aws"]
        return []

    def _zone_faults(self) -> list[str]:
        built = ", ".join(BUILT)
        faults = [
            f"plan.zones.{zone}: AwsZones builds {built} so far; leave it out of the plan" for zone in self.zones if zone not in BUILT
        ]
        faults += [
            f"plan.zones.{zone}.account: is required, as policies name accounts; give the twelve digits, quoted"
            for zone in self.zones
            if not self.plan.zones[zone].account
        ]
        for zone in self.zones:
            if not isinstance(self.providers.get(zone), pulumi_aws.Provider):
                faults.append(f"providers.{zone}: given none, give an aws.Provider of the zone's account and of region {self.plan.region}")
        if len(self.plan.availability_zones) < 2:
            faults.append("plan.availability_zones: given one, at least two are needed to survive the loss of one")
        return faults

    def _flow_faults(self) -> list[str]:
        built = set(BUILT)
        return [
            f"plan.flows.{name}: given {flow}, AwsZones links {', '.join(BUILT)} so far; leave it out of the plan"
            for name, flow in sorted(self.plan.flows.items())
            if not {flow.source, flow.target} <= built
        ]

    @property
    def zones(self) -> list[ZoneName]:
        """Declared zones, in their fixed order."""
        return [zone for zone in ZoneName if zone in self.plan.zones]

    @property
    def region(self) -> str:
        """Region that everything is built in."""
        return self.plan.region

    @property
    def removable(self) -> bool:
        """Whether what is protected may go."""
        return not self.deletion_protection

    def name(self, zone: ZoneName, *parts: str) -> str:
        """Name of a component, unique in any account: `<organization>-<environment>-<zone>-<parts>`."""
        return "-".join([self.plan.organization, self.plan.environment, zone, *parts])

    def account(self, zone: ZoneName) -> str:
        """Account of a zone."""
        return str(self.plan.zones[zone].account)

    def services(self, zone: ZoneName) -> list[str]:
        """Cloud services of a zone."""
        return list(self.plan.zones[zone].services)

    def subnets(self, zone: ZoneName, tier: Tier) -> dict[str, str]:
        """Ranges of a tier by availability zone."""
        ranges = self.plan.address_plan().zones[zone].subnets[tier]
        return {place: str(cidr) for place, cidr in zip(self.plan.availability_zones, ranges, strict=True)}

    def service_flows(self) -> Mapping[str, Flow]:
        """Flows to services of our own, by name."""
        return {name: flow for name, flow in sorted(self.plan.flows.items()) if flow.service is not Service.DATABASE}

    def database_flows(self) -> Mapping[str, Flow]:
        """Flows to the database, by name."""
        return {name: flow for name, flow in sorted(self.plan.flows.items()) if flow.service is Service.DATABASE}

    def keeps_objects(self, zone: ZoneName) -> bool:
        """Whether the zone has an object store: it holds patients' data and may use S3."""
        return zone in (ZoneName.PHI, ZoneName.DEIDENTIFICATION) and zone in self.plan.zones and "s3" in self.services(zone)
