"""Perimeters of a plan: one around each zone's project, and through them the plan's flows to Google's own APIs and nothing else.

A flow to a service of our own crosses none: its packets go by Private Service Connect. What crosses has a caller with a name, so a flow whose
zone names no caller stays closed, and is said. Plain functions: `GcpZones` and the organization's stack build what they return.
Sources: VPC Service Controls documentation, "Ingress and egress rules" (a call from one perimeter into another needs egress of the first and
ingress of the second), "Supported products and limitations: Cloud Logging", "Troubleshoot: Shared VPC" (a host project is in the perimeter of its
service projects); Cloud Logging, "Collate and route organization- and folder-level logs" (the writer of a sink enters by an ingress rule for all
sources), LogSink `writerIdentity` (addresses).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic

from ai_zones.gcp.perimeter import ENFORCED, GcpCrossingArgs, GcpPerimeterArgs
from ai_zones.gcp.perimeter_services import RESTRICTED, crossing
from ai_zones.gcp.validation import ComponentInput, FolderId, Member, OrganizationId, Reference, ZoneText
from ai_zones.gcp.zone_project import API_DOMAIN, FOUNDATION
from ai_zones.inputs import matches
from ai_zones.plan import ZoneName, ZonePlan
from ai_zones.plan.names import Service

SINKS: Final = "log-sinks"
"""Name of the rule by which sinks write to the archive."""
SINK_SERVICES: Final[Mapping[str, tuple[str, ...]]] = {
    "logging.googleapis.com": ("*",),
    "storage.googleapis.com": ("google.storage.objects.create",),
}
"""What the writer of a sink asks of the archive: entries for a log bucket, and new objects."""

_Service = Annotated[str, matches(r"[a-z0-9-]+\.googleapis\.com", "a service by its whole name, such as storage.googleapis.com: never *")]


class GcpPerimeterEntryArgs(TypedDict):
    """Who enters perimeters from outside of Google Cloud: those who build, those who review."""

    identities: list[str]
    """Principals, such as `serviceAccount:deploy@acme-ci.iam.gserviceaccount.com`."""
    access_levels: list[pulumi.Input[str]]
    """Levels that they must reach, `accessPolicies/…/accessLevels/…`."""
    services: NotRequired[dict[str, list[str]]]
    """Service by its whole name → methods. Default: all methods of the APIs that every zone needs and of the zone's own services."""
    zones: NotRequired[list[str]]
    """Zones that they enter. Default: all."""


class GcpPlanPerimetersArgs(TypedDict):
    """What perimeters need beside the plan."""

    access_policy: pulumi.Input[str]
    """Number of the access policy."""
    project_numbers: dict[str, pulumi.Input[str]]
    """Zone → number of its project. Zones that are left out stand outside of every perimeter."""
    mode: NotRequired[str]
    """`enforced` or `dry-run`. Default `enforced`."""
    callers: NotRequired[dict[str, list[pulumi.Input[str]]]]
    """Zone → principals of its workloads that use Google's APIs in other zones' projects, such as a training job's service account. Default: none,
    and such flows of the plan stay closed."""
    entries: NotRequired[dict[str, GcpPerimeterEntryArgs]]
    """Name → who enters from outside, such as `deploy` and `review`. Default: nobody."""
    project_sinks: NotRequired[bool]
    """True: each project has a sink of its own to the archive in management, where the plan's flow telemetry leads. Default False."""
    sink_folder_id: NotRequired[str]
    """Number of a folder whose sink writes to the archive. Default: none."""
    sink_organization_id: NotRequired[str]
    """Number of an organization whose sink writes to the archive. Default: none."""
    further_projects: NotRequired[dict[str, dict[str, pulumi.Input[str]]]]
    """Zone → label → number of projects in the same perimeter, such as the host of a Shared VPC. Default: none."""
    unrestricted_services: NotRequired[dict[str, str]]
    """Service that is left out everywhere → reason. Default: none."""


class _Entry(ComponentInput):
    identities: tuple[Member, ...] = pydantic.Field(min_length=1)
    access_levels: tuple[Reference, ...] = pydantic.Field(min_length=1)
    services: dict[_Service, tuple[str, ...]] | None = None
    zones: tuple[ZoneText, ...] | None = None


class _Given(ComponentInput):
    """Parsed `GcpPlanPerimetersArgs`. What each perimeter takes as it is, the perimeter judges."""

    access_policy: Reference
    project_numbers: dict[ZoneText, Reference] = pydantic.Field(min_length=1)
    mode: str = ENFORCED
    callers: dict[ZoneText, tuple[Any, ...]] = pydantic.Field(default_factory=dict)
    entries: dict[str, _Entry] = pydantic.Field(default_factory=dict)
    project_sinks: bool = False
    sink_folder_id: FolderId | None = None
    sink_organization_id: OrganizationId | None = None
    further_projects: dict[ZoneText, dict[str, Reference]] = pydantic.Field(default_factory=dict)
    unrestricted_services: dict[str, str] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _stands_around_something(self) -> Self:
        for field_, zones in (("callers", self.callers), ("further_projects", self.further_projects)):
            if lost := sorted(set(zones) - set(self.project_numbers)):
                raise ValueError(f"{field_}.{lost[0]}: the zone has no number in project_numbers; add it")
        for name, entry in self.entries.items():
            if lost := sorted(set(entry.zones or ()) - set(self.project_numbers)):
                raise ValueError(f"entries.{name}.zones: given {lost[0]}, which has no number in project_numbers; add it")
        return self


@dataclass
class PlanPerimeters:
    """What is to be built."""

    perimeters: dict[ZoneName, GcpPerimeterArgs] = field(default_factory=dict)
    """Zone → its perimeter. Zones of one project share the perimeter of the first of them, as the vocabulary orders them."""
    closed: list[str] = field(default_factory=list)
    """Flows of the plan that stay closed, since their zone names no caller."""


def plan_perimeters(plan: ZonePlan, args: GcpPlanPerimetersArgs) -> PlanPerimeters:
    """Perimeters of the plan's zones. Raises `InvalidInputError` before anything is built."""
    given = _Given.parse("perimeters", args)
    heads = _heads(plan, given)
    made = PlanPerimeters()
    for zone in dict.fromkeys(heads.values()):
        held = [one for one, head in heads.items() if head == zone]
        made.perimeters[zone] = {
            "zone": zone.value,
            "access_policy": given.access_policy,
            "projects": {zone.value: given.project_numbers[zone.value]}
            | {label: number for one in held for label, number in given.further_projects.get(one.value, {}).items()},
            "mode": given.mode,
            "unrestricted_services": given.unrestricted_services,
            "accessible_services": accessible_services(plan, held),
            "ingress": {name: _entry(plan, held, entry) for name, entry in given.entries.items() if _enters(entry, held)},
            "egress": {},
        }
    for name, flow in sorted(plan.flows.items()):
        services = crossing(flow.target, flow.service)
        if services and {flow.source, flow.target} <= heads.keys() and heads[flow.source] != heads[flow.target]:
            _open(made, given, heads, name, (flow.source, flow.target), services)
    _sinks(made, given, heads, plan)
    return made


def accessible_services(plan: ZonePlan, zones: Iterable[ZoneName]) -> list[str]:
    """Services that networks of these zones may call at all: the plan's, and those that its flows to Google's own APIs lead to."""
    held = set(zones)
    named = {f"{service}{API_DOMAIN}" for zone in held for service in plan.zones[zone].services}
    crossed = {service for flow in plan.flows.values() if flow.source in held for service in crossing(flow.target, flow.service)}
    return sorted((named | crossed) & set(RESTRICTED))


def perimeter_name(plan: ZonePlan, zone: ZoneName) -> str:
    """Name of a zone's perimeter in a program, and the stem of its name in the policy."""
    return f"{plan.organization}-{plan.environment}-{zone}-perimeter"


def writer_of(kind: str, number: pulumi.Input[str]) -> pulumi.Input[str]:
    """The agent that writes for sinks of a `project`, `folder` or `org`."""
    prefix = "" if kind == "project" else f"{kind}-"
    start, end = f"serviceAccount:service-{prefix}", "@gcp-sa-logging.iam.gserviceaccount.com"
    return f"{start}{number}{end}" if isinstance(number, str) else pulumi.Output.concat(start, number, end)


def _heads(plan: ZonePlan, given: _Given) -> dict[ZoneName, ZoneName]:
    """Zone → the zone whose perimeter holds it."""
    first: dict[str, ZoneName] = {}
    zones = [zone for zone in ZoneName if zone.value in given.project_numbers and zone in plan.zones]
    return {zone: first.setdefault(plan.zones[zone].account or f"({zone})", zone) for zone in zones}


def _enters(entry: _Entry, held: list[ZoneName]) -> bool:
    return entry.zones is None or any(zone.value in entry.zones for zone in held)


def _entry(plan: ZonePlan, held: list[ZoneName], entry: _Entry) -> GcpCrossingArgs:
    own = {*FOUNDATION, *(service for zone in held for service in plan.zones[zone].services)}
    services: dict[str, list[str]] = {f"{name}{API_DOMAIN}": ["*"] for name in sorted(own) if f"{name}{API_DOMAIN}" in RESTRICTED}
    if entry.services is not None:
        services = {service: list(methods) for service, methods in entry.services.items()}
    return {"identities": list(entry.identities), "services": services, "access_levels": list(entry.access_levels)}


def _open(
    made: PlanPerimeters,
    given: _Given,
    heads: Mapping[ZoneName, ZoneName],
    name: str,
    ends: tuple[ZoneName, ZoneName],
    services: Mapping[str, tuple[str, ...]],
) -> None:
    source, target = ends
    callers = list(given.callers.get(source.value, ()))
    if not callers:
        made.closed.append(f"{name}: {source} → {target}")
        return
    asked = {service: list(methods) for service, methods in services.items()}
    for zone, side, other in ((source, "egress", target), (target, "ingress", source)):
        rule: GcpCrossingArgs = {
            "identities": callers,
            "services": asked,
            "projects": {other.value: given.project_numbers[other.value]},
        }
        made.perimeters[heads[zone]][side][name] = rule  # type: ignore[literal-required]


def _sinks(made: PlanPerimeters, given: _Given, heads: Mapping[ZoneName, ZoneName], plan: ZonePlan) -> None:
    archive = ZoneName.MANAGEMENT
    if archive not in heads:
        return
    services = {service: list(methods) for service, methods in SINK_SERVICES.items()}
    writers: list[pulumi.Input[str]] = []
    writers += [writer_of("folder", given.sink_folder_id)] if given.sink_folder_id else []
    writers += [writer_of("org", given.sink_organization_id)] if given.sink_organization_id else []
    sources = {flow.source for flow in plan.flows.values() if (flow.target, flow.service) == (archive, Service.TELEMETRY)}
    # Each project has one writer, whichever zones it holds.
    for zone in sorted({heads[one] for one in sources & heads.keys()} - {heads[archive]}) if given.project_sinks else []:
        writer = writer_of("project", given.project_numbers[zone.value])
        writers.append(writer)
        made.perimeters[zone]["egress"][SINKS] = {
            "identities": [writer],
            "services": services,
            "projects": {archive.value: given.project_numbers[archive.value]},
        }
    if writers:
        made.perimeters[heads[archive]]["ingress"][SINKS] = {"identities": writers, "services": services, "service_agents": True}
