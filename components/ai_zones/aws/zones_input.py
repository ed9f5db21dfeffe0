"""What `AwsZones` is asked to build, checked against what it can build, and the names that follow from the plan."""

from collections.abc import Mapping
from typing import Any, Self

import pulumi_aws
import pydantic

from ai_zones.aws.validation import SIX_YEARS_DAYS, ComponentInput, ExtraTags, OrganizationId, RetentionDays
from ai_zones.plan import Cloud, Flow, Service, Tier, ZoneName, ZonePlan

BUILT = (ZoneName.PHI, ZoneName.DEIDENTIFICATION, ZoneName.INFERENCE, ZoneName.EGRESS)
"""Zones that `AwsZones` builds."""


def plan_faults(plan: ZonePlan) -> list[str]:
    """Why `AwsZones` can't build a sound plan: each place, what was given, what is allowed. A program asks before it makes providers."""
    built = ", ".join(BUILT)
    faults = []
    if plan.cloud is not Cloud.AWS:
        faults.append(f"plan.cloud: given {plan.cloud}, AwsZones builds plans for aws")
    if len(plan.availability_zones) < 2:
        faults.append("plan.availability_zones: given one, at least two are needed to survive the loss of one; add another")
    for name, zone in plan.zones.items():
        if name not in BUILT:
            faults.append(f"plan.zones.{name}: AwsZones builds {built} so far; leave it out of the plan")
        elif not zone.account:
            faults.append(f"plan.zones.{name}.account: is required, as policies name accounts; give the twelve digits, quoted")
    faults += [
        f"plan.flows.{name}: given {flow}, AwsZones links {built} so far; leave it out of the plan"
        for name, flow in sorted(plan.flows.items())
        if not {flow.source, flow.target} <= set(BUILT)
    ]
    return faults


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
        if faults := [*plan_faults(self.plan), *self._provider_faults()]:
            raise ValueError("; ".join(faults))
        return self

    def _provider_faults(self) -> list[str]:
        return [
            f"providers.{zone}: given none, give an aws.Provider of the zone's account and of region {self.plan.region}"
            for zone in self.zones
            if not isinstance(self.providers.get(zone), pulumi_aws.Provider)
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
