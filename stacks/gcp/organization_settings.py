"""Settings of the organization's stack on Google Cloud: `stacks/Pulumi.gcp-organization.yaml`, checked before anything is registered.

Source: Pulumi documentation, "Configuration", "Structured configuration" (the engine hands structured values over as JSON text).
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import BeforeValidator, ConfigDict, Field

from ai_zones.plan import Fault, ZoneName, ZonePlan
from ai_zones.plan.errors import listed, shown
from ai_zones.plan.fields import AZone, Part, Truth
from ai_zones.plan.names import Cloud
from stacks import above
from stacks.above import environment_faults, keys_above
from stacks.errors import PROJECT, SettingsError
from stacks.gcp import values as gcp
from stacks.gcp.config import AccessPolicy, Entry, Members, Number, Project, Text
from stacks.plan_source import plan_document, plan_of
from stacks.reading import decoded, judged

KIND: Final = "organization"
"""Value of `ai-zones:kind` that picks this stack, with `ai-zones:cloud: gcp`."""
STACKS: Final = Path(__file__).resolve().parents[1]
SCHEMA_FILE: Final = STACKS / "gcp-organization-schema.json"


class OrganizationEnvironment(Part):
    """One environment: its plan, and the project of each zone."""

    plan_file: Text
    """A file with the zone plan, relative to the folder `stacks`, or another stack's file."""
    projects: dict[AZone, Project] = Field(min_length=1)
    """Id of each zone's project."""
    project_numbers: dict[AZone, Number] = Field(default_factory=dict)
    """Number of each zone's project, by which perimeters name it. Default: none, and no perimeter is drawn yet."""
    perimeter_mode: Annotated[str, BeforeValidator(gcp.mode)] = "enforced"
    """`dry-run` only reports what `enforced` refuses. Default: enforced."""
    callers: dict[AZone, Members] = Field(default_factory=dict)
    """Zone → principals of its programs that use Google's own APIs in other zones' projects, where flows of the plan say so. Default: none."""
    entries: dict[Text, Entry] = Field(default_factory=dict)
    """Name → who enters perimeters from outside, such as the pipeline. Default: nobody."""
    unrestricted_services: dict[Text, Text] = Field(default_factory=dict)
    """Service that perimeters leave out → reason. Default: none."""

    @property
    def plan(self) -> None:
        """It stands in a file."""

    @property
    def availability_zones(self) -> None:
        """The plan's own."""

    @property
    def accounts(self) -> dict[AZone, str]:
        """Projects, by the word that the plan has for them."""
        return dict(self.projects)


class OrganizationPeople(Part):
    """Roles of people in one environment."""

    environment: Text
    """Environment in whose projects they work."""
    groups: dict[Text, Text]
    """Role → group (`group:…`). Whoever deploys and whoever approves are different groups."""
    approver_groups: dict[Text, Text]
    """Role → group that agrees to each activation, never the role's own; for every role but `break-glass`."""
    emails: list[Text] = Field(min_length=1)
    """Who is told of each activation."""


class GcpOrganizationConfig(Part):
    """The keys of the stack file, without their `ai-zones:` prefix."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    cloud: Literal["gcp"]
    """`gcp`."""
    kind: Literal["organization"]
    """`organization`."""
    organization: Text
    """Short name of the organization."""
    organization_id: Number
    """Number of the organization."""
    folder_id: Number | None = None
    """Number of the folder above all zones. Default: the whole organization."""
    project: Project
    """Project that calls are counted in; it has the APIs of policies, access levels, contacts and privileged access, and holds nothing."""
    customer_ids: list[Text] = Field(min_length=1)
    """Directories (`C0…`) whose people and workloads may be granted roles."""
    contact_domains: list[Text] = Field(min_length=1)
    """Domains of the addresses that Google may write to."""
    contacts: list[Text] = Field(min_length=1)
    """Addresses that Google writes to about security, law and outages."""
    environments: dict[Text, OrganizationEnvironment] = Field(min_length=1)
    """Environments, such as `prod` and `dev`."""
    regions: list[Text] | None = None
    """Regions in which anything may stand. Default: those of the plans' residency."""
    access_policy: AccessPolicy | None = None
    """Access policy of the perimeters. Default: none, and no perimeter is drawn."""
    log_bucket: Text | None = None
    """Path of the archive's log bucket, which stands already. Default: none, and no log is sent yet."""
    services: list[Text] | None = None
    """APIs that may be used, without `.googleapis.com`. Default: those that perimeters restrict and a few more."""
    issuers: list[Text] = Field(default_factory=list)
    """OIDC issuers of workloads outside, such as those of CI. Default: none."""
    peered_networks: list[Text] = Field(default_factory=list)
    """Networks that may be peered with, by path. Default: none."""
    vpn_peer_addresses: list[Text] = Field(default_factory=list)
    """Public addresses of the far ends of VPNs. Default: none."""
    interconnect_networks: list[Text] = Field(default_factory=list)
    """Networks that may have circuits, by path. Default: none."""
    left_out_constraints: dict[Text, Text] = Field(default_factory=dict)
    """Constraint that is not set → reason. Default: none."""
    tried_constraints: list[Text] = Field(default_factory=list)
    """Constraints that only report, for the first weeks. Default: none."""
    denials: Truth = True
    """False leaves it out to deny everybody what nobody does: keys of service accounts, destruction of keys, of logs, of projects. Default: true."""
    denial_exceptions: dict[Text, Members] = Field(default_factory=dict)
    """What is denied (`key-destruction`, `log-removal`, `project-deletion`) → who may all the same, such as the pipeline that takes stacks down.
    Default: nobody."""
    firewall: Truth = True
    """False leaves the hierarchical firewall policy to somebody else. Default: true."""
    people: OrganizationPeople | None = None
    """Roles of people. Default: none."""
    deletion_protection: Truth = True
    """Protects policies and entitlements. Set it to false, run `up`, and only then `destroy`. Default: true."""


_TEXTS: Final = {"cloud", "kind", "organization", "organization_id", "folder_id", "project", "log_bucket"}
KEYS: Final = tuple(GcpOrganizationConfig.model_fields)


class GcpOrganizationSettings(Part):
    """Sound settings of the organization's stack."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)

    stack: str
    config: GcpOrganizationConfig
    plans: dict[str, ZonePlan]
    """Plan of each environment."""

    @classmethod
    def from_config(cls, stack: str, config: Mapping[str, Any]) -> Self:
        """Settings from the engine's configuration. Raises `SettingsError`, which lists every fault."""
        faults: list[Fault] = []
        given = decoded(keys_above(config), set(KEYS) - _TEXTS, faults)
        whole = judged(GcpOrganizationConfig, KEYS, f"stacks/{SCHEMA_FILE.name}", given, faults)
        plans: dict[str, ZonePlan] = {}
        if whole is not None:
            faults += environment_faults(whole.people, whole.environments)
            for name, environment in whole.environments.items():
                plans |= _plan(name, environment, faults)
            faults += _disagreements(whole, plans)
        if faults or whole is None:
            raise SettingsError(stack, faults)
        return cls(stack=stack, config=whole, plans=plans)

    @property
    def node(self) -> str:
        """What stands above all zones."""
        folder = self.config.folder_id
        return f"folders/{folder}" if folder else f"organizations/{self.config.organization_id}"

    @property
    def regions(self) -> list[str]:
        """Where anything may stand."""
        return sorted(self.config.regions or {region for plan in self.plans.values() for region in plan.residency})

    def projects(self, zone: ZoneName) -> list[str]:
        """A zone's projects in all environments."""
        return sorted(one.projects[zone] for one in self.config.environments.values() if zone in one.projects)


def _plan(name: str, environment: OrganizationEnvironment, faults: list[Fault]) -> dict[str, ZonePlan]:
    found: list[Fault] = []
    document, source = plan_document(environment, {"plan_file": environment.plan_file}, STACKS, found)
    plan = plan_of(document, source, environment, found) if document is not None else None
    at = f"{PROJECT}:environments.{name}"
    faults += [Fault(at if fault.place.startswith(PROJECT) else fault.place, fault.problem, fault.allowed, fault.fix) for fault in found]
    return {} if plan is None else {name: plan}


def _disagreements(config: GcpOrganizationConfig, plans: Mapping[str, ZonePlan]) -> list[Fault]:
    faults: list[Fault] = []
    for name, plan in plans.items():
        environment, at = config.environments[name], f"{PROJECT}:environments.{name}"
        if plan.cloud is not Cloud.GCP:
            faults.append(
                Fault(f"{at}.plan_file", f"{shown(environment.plan_file)} is a plan for {plan.cloud}", "gcp", "name a plan for gcp")
            )
        for zone in sorted(set(environment.projects) ^ set(plan.zones)):
            problem = "the plan has no such zone" if zone in environment.projects else "is missing"
            faults.append(Fault(f"{at}.projects.{zone}", problem, listed(sorted(plan.zones)), "name the project of each zone of the plan"))
        for zone in sorted(set(environment.projects) & set(plan.zones)):
            if plan.zones[zone].account not in (None, environment.projects[zone]):
                problem = f"{shown(environment.projects[zone])} is not the plan's {plan.zones[zone].account}"
                faults.append(Fault(f"{at}.projects.{zone}", problem, "one project", "write the plan's project"))
        levels = set(config.access_policy.access_levels) if config.access_policy else set()
        for entry, given in sorted(environment.entries.items()):
            for level in sorted(set(given.access_levels) - levels):
                place = f"{at}.entries.{entry}.access_levels"
                faults.append(Fault(place, f"{shown(level)} is no level", listed(sorted(levels)), f"add it to {PROJECT}:access_policy"))
        if environment.project_numbers and config.access_policy is None:
            problem = "is missing, and project_numbers ask for perimeters"
            faults.append(Fault(f"{PROJECT}:access_policy", problem, "access_policy or create", "name the access policy"))
    return faults


def is_gcp_organization(config: Mapping[str, Any]) -> bool:
    """Whether a stack's configuration asks for this program."""
    return config.get(f"{PROJECT}:kind") == KIND and config.get(f"{PROJECT}:cloud") == Cloud.GCP


def schema_text() -> str:
    """JSON Schema of the stack file: `python -m stacks.gcp.organization_settings` writes it."""
    return above.schema_text(GcpOrganizationConfig, "AI Zones organization stack file on Google Cloud")


if __name__ == "__main__":
    SCHEMA_FILE.write_text(schema_text(), encoding="utf-8")
