"""What the composite of each cloud is asked alike: a plan, and which of its zones it builds; and what follows from that.

Sources: docs/decisions/0005 (several stacks build one plan), 0011 and 0012 (where names and ids follow from the plan).
"""

from collections import Counter
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TypedDict, final

from ai_zones.inputs import ComponentInput
from ai_zones.plan import Cloud, Flow, Service, ZoneName, ZonePlan


def cloud_faults(plan: ZonePlan, cloud: Cloud, composite: str) -> list[str]:
    """The plan's cloud, where it is another one."""
    return [] if plan.cloud is cloud else [f"plan.cloud: given {plan.cloud}, {composite} builds plans for {cloud}"]


def account_faults(plan: ZonePlan, reason: str) -> list[str]:
    """Zones without an account; `reason` says what it is for, and what to give."""
    return [f"plan.zones.{name}.account: is required, as {reason}" for name, zone in plan.zones.items() if not zone.account]


def shared_account_faults(plan: ZonePlan, fix: str) -> list[str]:
    """Accounts that several zones share; `fix` says what to give each, and why."""
    counts = Counter(zone.account for zone in plan.zones.values())
    faults = []
    for account in sorted(account for account, count in counts.items() if account and count > 1):
        names = ", ".join(name for name in ZoneName if name in plan.zones and plan.zones[name].account == account)
        faults.append(f"plan.zones: given {account} for {names}; {fix}")
    return faults


def archive_faults(plan: ZonePlan) -> list[str]:
    """The zone of the log archive, where there is none."""
    return [] if ZoneName.MANAGEMENT in plan.zones else ["plan.zones: lacks management, where the logs of all zones go; declare it"]


@final
class PlanNamesArgs(TypedDict):
    """Whose plan it is, as components with names of their own take it."""

    organization: str
    """Short name of the organization."""
    environment: str
    """Short name of the environment."""


class PlanInput(ComponentInput):
    """A plan, or the part of it that is built here."""

    if TYPE_CHECKING:
        # Each cloud's model declares them among its own: faults are told in the order of its fields.
        plan: ZonePlan
        providers: dict[ZoneName, Any]
        builds: list[ZoneName] | None
        deletion_protection: bool

    @property
    def zones(self) -> list[ZoneName]:
        """Zones that are built here, in their fixed order."""
        return [zone for zone in ZoneName if zone in self.plan.zones and (self.builds is None or zone in self.builds)]

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

    def services(self, zone: ZoneName) -> list[str]:
        """The cloud's own services that programs of a zone may call, as the plan names them."""
        return list(self.plan.zones[zone].services)

    def service_flows(self) -> Mapping[str, Flow]:
        """Flows to services of our own, by name."""
        return {name: flow for name, flow in sorted(self.plan.flows.items()) if flow.service is not Service.DATABASE}

    def database_flows(self) -> Mapping[str, Flow]:
        """Flows to the database, by name."""
        return {name: flow for name, flow in sorted(self.plan.flows.items()) if flow.service is Service.DATABASE}

    def _part_faults(self) -> list[str]:
        """Whether there is anything to build."""
        declared = ", ".join(zone for zone in ZoneName if zone in self.plan.zones)
        if self.builds == []:
            return [f"builds: given none, give some of {declared}, or leave it out to build them all"]
        return [f"builds: given {zone}, the plan declares {declared}" for zone in self.builds or [] if zone not in self.plan.zones]

    def _provider_faults(self, kind: type, wanted: str) -> list[str]:
        """Zones whose provider is not of the cloud's kind; `wanted` says what to give."""
        return [f"providers.{zone}: given none, give {wanted}" for zone in self.zones if not isinstance(self.providers.get(zone), kind)]


class NamedPlanInput(PlanInput):
    """The same on a cloud whose names and ids follow from the plan: of zones of other stacks one needs to know whether they stand, and no more."""

    if TYPE_CHECKING:
        absent: list[ZoneName]

    @property
    def names(self) -> PlanNamesArgs:
        """Organization and environment, as components take them."""
        return {"organization": self.plan.organization, "environment": self.plan.environment}

    def stands(self, zone: ZoneName) -> bool:
        """Whether the zone is built here, or stands already: what is not there can't be linked to."""
        return zone not in self.absent

    def waiting_for(self) -> list[str]:
        """What is left out until another stack has built the zone that it leads to."""
        flows = sorted(self.plan.flows.items())
        return [f"flow {name}: {flow.target}" for name, flow in flows if flow.source in self.zones and not self.stands(flow.target)]

    def _part_faults(self) -> list[str]:
        faults = super()._part_faults()
        if self.builds == []:
            return faults
        faults += [f"absent: given {zone}, which is built here; leave it out" for zone in self.absent if zone in self.zones]
        if ZoneName.MANAGEMENT in self.absent and ZoneName.MANAGEMENT not in self.zones:
            faults.append("absent: given management, where the logs of all zones go; build it first, with the other zones absent")
        return faults
