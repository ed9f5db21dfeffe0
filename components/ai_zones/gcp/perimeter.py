"""Perimeter: VPC Service Controls around the projects of a zone, so that Google's APIs give its data to nobody outside, whoever has credentials.

Every supported service is restricted, the zone's networks may call none but those, and what crosses is a rule with names: these principals, this
service, these methods, from this project or level, to this project. `*` is no project, and no identity.
One switch says whether it only reports or refuses: the same document stands in `spec` or in `status`.
Sources: VPC Service Controls documentation, "Service perimeter details and configuration", "Ingress and egress rules", "VPC accessible
services", "Dry run mode for service perimeters"; 45 CFR 164.312(a)(1), 164.312(e)(1).
"""

import re
from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import accesscontextmanager

from ai_zones.gcp.naming import Kind, child, resource_name
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.perimeter_services import RESTRICTED, RESTRICTED_ONLY
from ai_zones.gcp.validation import MEMBER, ComponentInput, Reference, ZoneText
from ai_zones.inputs import matches, one_of

ENFORCED: Final = "enforced"
DRY_RUN: Final = "dry-run"
MAX_RULES: Final = 100
EVERYWHERE: Final = ("*",)
"""All sources, as an ingress rule names them."""
_AGENT: Final = re.compile(
    r"serviceAccount:[^@\s]+@(?:gcp-sa-[a-z0-9-]+|[a-z0-9-]+-system|gs-project-accounts|bigquery-encryption)\.iam\.gserviceaccount\.com"
)

Service = Annotated[str, matches(r"[a-z0-9-]+\.googleapis\.com", "a service by its whole name, such as storage.googleapis.com: never *")]


def _identity(value: Any) -> Any:
    if isinstance(value, pulumi.Output):
        return value
    if isinstance(value, str) and re.fullmatch(MEMBER, value):
        return value
    raise ValueError("must be a principal, such as group:reviewers@example.com: never allUsers or allAuthenticatedUsers")


_Identity = Annotated[Any, pydantic.AfterValidator(_identity)]


class GcpCrossingArgs(TypedDict):
    """What may cross a perimeter."""

    identities: list[pulumi.Input[str]]
    """Principals: `serviceAccount:…`, `user:…`, `group:…`, `principal://…`. Never everybody."""
    services: dict[str, list[str]]
    """Service by its whole name → methods; `["*"]` is all methods of that service. See `crossing`."""
    projects: NotRequired[dict[str, pulumi.Input[str]]]
    """Label → number of a project: that the call comes from (ingress), or that it goes to (egress, where it is required)."""
    access_levels: NotRequired[list[pulumi.Input[str]]]
    """Levels that a caller must reach, `accessPolicies/…/accessLevels/…`; ingress alone. Default: none."""
    service_agents: NotRequired[bool]
    """True: the identities are Google's own agents, such as the writer of a log sink, which call from no network of ours and so are let in
    wherever they call from; ingress alone. Default False."""


class GcpPerimeterArgs(TypedDict):
    """Inputs of `GcpPerimeter`. The required ones alone give a perimeter that nothing crosses, and that refuses."""

    zone: str
    """Zone that it is around."""
    access_policy: pulumi.Input[str]
    """Number of the access policy."""
    projects: dict[str, pulumi.Input[str]]
    """Label → number of each project of the zone. A project is in one perimeter only."""
    mode: NotRequired[str]
    """`enforced`: what is not let through is refused. `dry-run`: it is only written to the audit log. Default `enforced`."""
    unrestricted_services: NotRequired[dict[str, str]]
    """Service that is left out → reason. Programs can't call it then: networks reach restricted services alone. Default: none."""
    accessible_services: NotRequired[list[str]]
    """Services that the zone's networks may call at all, by their whole names; [] is none. Default: all that are restricted."""
    ingress: NotRequired[dict[str, GcpCrossingArgs]]
    """Name → what may come in from outside. Default: none."""
    egress: NotRequired[dict[str, GcpCrossingArgs]]
    """Name → what may go out. Default: none."""


class Crossing(ComponentInput):
    """Parsed `GcpCrossingArgs`."""

    identities: tuple[_Identity, ...] = pydantic.Field(min_length=1)
    services: dict[Service, tuple[str, ...]] = pydantic.Field(min_length=1)
    projects: dict[str, Reference] = pydantic.Field(default_factory=dict)
    access_levels: tuple[Reference, ...] = ()
    service_agents: bool = False

    @pydantic.model_validator(mode="after")
    def _names_what_it_lets_through(self) -> Self:
        if empty := sorted(service for service, methods in self.services.items() if not methods):
            raise ValueError(f"services.{empty[0]}: has no method; name one, or write ['*'] for all of this service")
        if any(project == "*" for project in self.projects.values()):
            raise ValueError("projects: given *, every project of the world; name the projects")
        if self.service_agents and (self.projects or self.access_levels):
            raise ValueError("service_agents: agents of Google's call from no project or level; leave projects and access_levels out")
        ours = [one for one in self.identities if isinstance(one, str) and not _AGENT.fullmatch(one)]
        if self.service_agents and ours:
            raise ValueError(
                f"service_agents: given {ours[0]}, which is no agent of Google's; name the projects or levels that it calls from"
            )
        return self

    def sources(self) -> list[dict[str, Any]]:
        """Where callers of an ingress rule come from."""
        named = [{"resource": _resource(number)} for _, number in sorted(self.projects.items())]
        return [*named, *({"access_level": level} for level in (EVERYWHERE if self.service_agents else self.access_levels))]

    def operations(self) -> list[dict[str, Any]]:
        """Services with their methods."""
        return [
            {"service_name": service, "method_selectors": [{"method": method} for method in methods]}
            for service, methods in sorted(self.services.items())
        ]


class Perimeter(ComponentInput):
    """Parsed `GcpPerimeterArgs`."""

    zone: ZoneText
    access_policy: Reference
    projects: dict[str, Reference] = pydantic.Field(min_length=1)
    mode: Annotated[str, one_of(ENFORCED, DRY_RUN)] = ENFORCED
    unrestricted_services: dict[Service, Annotated[str, pydantic.Field(min_length=10)]] = pydantic.Field(default_factory=dict)
    accessible_services: tuple[Service, ...] | None = None
    ingress: dict[str, Crossing] = pydantic.Field(default_factory=dict)
    egress: dict[str, Crossing] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _keeps_something_in(self) -> Self:
        if unknown := sorted(set(self.unrestricted_services) - set(RESTRICTED)):
            raise ValueError(f"unrestricted_services.{unknown[0]}: no perimeter restricts it; leave it out")
        if loose := sorted(set(self.accessible_services or ()) - set(self.restricted())):
            raise ValueError(f"accessible_services: given {loose[0]}, which the perimeter does not restrict: data could leave by it")
        for name, rule in sorted(self.ingress.items()):
            if not (rule.projects or rule.access_levels or rule.service_agents):
                raise ValueError(f"ingress.{name}: names neither projects nor access_levels, so it would let in from the whole internet")
        for name, rule in sorted(self.egress.items()):
            if not rule.projects:
                raise ValueError(f"egress.{name}: names no projects; say to which it goes")
            if rule.access_levels or rule.service_agents:
                raise ValueError(f"egress.{name}: has access_levels or service_agents, which ingress alone takes")
        for field, rules in (("ingress", self.ingress), ("egress", self.egress)):
            if len(rules) > MAX_RULES:
                raise ValueError(f"{field}: has {len(rules)} rules, allowed are {MAX_RULES}; put principals and services together")
        return self

    def restricted(self) -> list[str]:
        """Restricted services."""
        return sorted(set(RESTRICTED) - set(self.unrestricted_services))

    def document(self) -> dict[str, Any]:
        """The perimeter, as it stands in `status` or in `spec`."""
        own = [_resource(number) for _, number in sorted(self.projects.items())]
        return {
            "resources": own,
            "restricted_services": self.restricted(),
            "vpc_accessible_services": {
                "enable_restriction": True,
                "allowed_services": [RESTRICTED_ONLY] if self.accessible_services is None else sorted(self.accessible_services),
            },
            "ingress_policies": [
                {
                    "title": name,
                    "ingress_from": {
                        "identities": _sorted(rule.identities),
                        "sources": rule.sources(),
                    },
                    "ingress_to": {"resources": own, "operations": rule.operations()},
                }
                for name, rule in sorted(self.ingress.items())
            ],
            "egress_policies": [
                {
                    "title": name,
                    "egress_from": {"identities": _sorted(rule.identities)},
                    "egress_to": {
                        "resources": [_resource(number) for _, number in sorted(rule.projects.items())],
                        "operations": rule.operations(),
                    },
                }
                for name, rule in sorted(self.egress.items())
            ],
        }

    def summary(self) -> list[str]:
        """What it does, a line a rule, by the labels of projects: what a reviewer compares when the mode or a rule changes."""
        effect = "is refused" if self.mode == ENFORCED else "is reported and not refused"
        within = ", ".join(sorted(self.projects))
        lines = [f"{self.zone}: each call to one of {len(self.restricted())} services that crosses the border of {within} {effect}, but:"]
        for direction, word, rules in (("in", "from", self.ingress), ("out", "to", self.egress)):
            for name, rule in sorted(rules.items()):
                places = [*sorted(rule.projects), *(_level(level) for level in rule.access_levels)] or ["wherever Google runs them"]
                calls = "; ".join(f"{service} {', '.join(methods)}" for service, methods in sorted(rule.services.items()))
                lines.append(f"{direction}, {name}: {_named(rule.identities)} {word} {', '.join(places)}: {calls}")
        return lines + [f"not restricted, and out of reach: {one} ({why})" for one, why in sorted(self.unrestricted_services.items())]


def _sorted(identities: tuple[pulumi.Input[str], ...]) -> list[pulumi.Input[str]]:
    """Texts by name; those that an update tells go last, as they were given."""
    return [*sorted(one for one in identities if isinstance(one, str)), *(one for one in identities if not isinstance(one, str))]


def _named(identities: tuple[pulumi.Input[str], ...]) -> str:
    computed = sum(not isinstance(one, str) for one in identities)
    named = sorted(one for one in identities if isinstance(one, str))
    return ", ".join([*named, *([f"{computed} whose address the update tells"] if computed else [])])


def _level(level: pulumi.Input[str]) -> str:
    return f"level {level.rpartition('/')[2]}" if isinstance(level, str) else "an access level"


def _resource(number: pulumi.Input[str]) -> pulumi.Input[str]:
    return f"projects/{number}" if isinstance(number, str) else pulumi.Output.concat("projects/", number)


class GcpPerimeter(pulumi.ComponentResource):
    """Service perimeter around a zone's projects. Protected while it is enforced: `destroy` refuses it. Built by the organization's stack.

    A change from `dry-run` to `enforced` moves the document from `spec` to `status`: the preview shows both, rule by rule.
    """

    perimeter: pulumi.Output[str]
    """`accessPolicies/<number>/servicePerimeters/<name>`."""
    enforced: bool
    """Whether it refuses."""
    summary: list[str]
    """What it refuses or reports, and what crosses, a line a rule: export it, and a preview shows how a change of mode or rules reads."""

    def __init__(self, name: str, args: GcpPerimeterArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = Perimeter.parse(name, args)
        super().__init__("ai-zones:index:GcpPerimeter", name, {}, children_wait(opts))
        self.enforced, self.summary = given.mode == ENFORCED, given.summary()
        parent = pulumi.Output.concat("accessPolicies/", given.access_policy)
        built = accesscontextmanager.ServicePerimeter(
            child(name, "perimeter"),
            name=pulumi.Output.concat(parent, "/servicePerimeters/", resource_name(Kind.ACCESS_CONTEXT, name)),
            parent=parent,
            title=resource_name(Kind.ACCESS_CONTEXT, name),
            description=f"Keeps the data of the {given.zone} zone within its projects.",
            perimeter_type="PERIMETER_TYPE_REGULAR",
            status=given.document() if self.enforced else None,
            spec=None if self.enforced else given.document(),
            use_explicit_dry_run_spec=not self.enforced,
            opts=after(self, protect=self.enforced),
        )
        self.perimeter = built.name
        self.register_outputs({"perimeter": self.perimeter, "enforced": self.enforced, "summary": self.summary})
