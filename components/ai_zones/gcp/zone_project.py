"""Zone project: the Google Cloud project that holds one zone, adopted or made, with its APIs, its audit logs and without its default powers.

A project is the border that everything else on Google Cloud is drawn around: quotas, IAM, perimeters, the zone of a network.
Sources: Resource Manager documentation, "Creating and managing projects", "Protecting projects from accidental deletion" (liens); Service Usage,
"Enable and disable services"; IAM, "Default service accounts" (they get the Editor role unless a policy says no); Cloud Audit Logs, "Enable
Data Access audit logs"; VPC, "Default network"; 45 CFR 164.312(b) (audit controls), 164.308(a)(4) (minimum necessary).
"""

from collections.abc import Sequence
from typing import Annotated, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import organizations, projects, resourcemanager

from ai_zones.gcp.labels import labels_for
from ai_zones.gcp.naming import Kind, child, name_fault
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.validation import FolderId, Member, OrganizationId, ProjectInput, ZoneText
from ai_zones.inputs import ComponentInput, matches, one_of

API_DOMAIN: Final = ".googleapis.com"
FOUNDATION: Final = (
    *("cloudkms", "cloudresourcemanager", "compute", "dns", "iam", "iamcredentials", "logging", "monitoring"),
    *("servicedirectory", "serviceusage", "storage", "sts"),
)
"""APIs that a zone's network, keys, logs and identities need. Service Directory keeps the endpoints for Google's APIs (Virtual Private Cloud
documentation, "Access Google APIs through endpoints: before you begin")."""
LOG_TYPES: Final = ("ADMIN_READ", "DATA_READ", "DATA_WRITE")
DELETE_PERMISSION: Final = "resourcemanager.projects.delete"

_Api = Annotated[str, matches(r"[a-z][a-z0-9-]*(\.[a-z0-9-]+)*", "the name of an API, such as aiplatform or aiplatform.googleapis.com")]
_Billing = Annotated[str, matches(r"[0-9A-F]{6}-[0-9A-F]{6}-[0-9A-F]{6}", "a billing account, such as 012345-6789AB-CDEF01")]


class GcpProjectCreationArgs(TypedDict):
    """Where a new project goes."""

    folder_id: NotRequired[str]
    """Number of the folder. This or `organization_id` is required."""
    organization_id: NotRequired[str]
    """Number of the organization, for a project outside of any folder."""
    billing_account: str
    """Billing account, such as `012345-6789AB-CDEF01`: without one Compute Engine can't be enabled."""
    display_name: NotRequired[str]
    """Name that people see, 4 to 30 characters. Default: the project's id."""


class GcpZoneProjectArgs(TypedDict):
    """Inputs of `GcpZoneProject`. The required ones alone adopt a project, and take its default accounts' powers."""

    zone: str
    """Zone that the project holds."""
    project: str
    """Id of the project."""
    create: NotRequired[GcpProjectCreationArgs]
    """Given: the project is made. Default: it stands already, and is read; its labels stay as they are, so without `ai-zone` among them the
    reviewer's `posture.yaml` maps its name."""
    services: NotRequired[list[str]]
    """APIs beside those that every zone needs, such as `["alloydb", "aiplatform"]`. Default: none."""
    default_service_accounts: NotRequired[str]
    """`disable`: Compute Engine's and App Engine's own accounts give no credentials any more. `deprivilege`: they only lose the Editor role.
    `keep`: an organization policy has seen to it. Default `disable`."""
    audit_exempted_members: NotRequired[list[str]]
    """Principals whose reads and writes of data are not logged, such as a backup's own account. Default: none."""
    deletion_protection: NotRequired[bool]
    """False lets the project be deleted, and lifts its lien. Default True."""
    kept: NotRequired[bool]
    """True: a project that is made is forgotten and stays when its stack goes, for something in it can't be deleted. Default False."""
    labels: NotRequired[dict[str, str]]
    """Further labels of a project that is made. The classification labels are the component's own."""


class ProjectCreation(ComponentInput):
    """Parsed `GcpProjectCreationArgs`."""

    folder_id: FolderId | None = None
    organization_id: OrganizationId | None = None
    billing_account: _Billing
    display_name: Annotated[str, matches(r"[A-Za-z0-9 '!-]{4,30}", "4 to 30 letters, digits, blanks, hyphens")] | None = None

    @pydantic.model_validator(mode="after")
    def _has_one_parent(self) -> Self:
        if (self.folder_id is None) == (self.organization_id is None):
            raise ValueError("folder_id, organization_id: exactly one of both is required; name the folder of the zones")
        return self


class ZoneProject(ProjectInput):
    """Parsed `GcpZoneProjectArgs`."""

    zone: ZoneText
    create: ProjectCreation | None = None
    services: tuple[_Api, ...] = ()
    default_service_accounts: Annotated[str, one_of("disable", "deprivilege", "keep")] = "disable"
    audit_exempted_members: tuple[Member, ...] = ()
    deletion_protection: bool = True
    kept: bool = False

    @pydantic.model_validator(mode="after")
    def _can_be_made(self) -> Self:
        if self.create is not None and (fault := name_fault(Kind.PROJECT, self.project)):
            raise ValueError(f"project: given {self.project!r}, {fault}")
        if self.create is None and self.labels:
            raise ValueError(
                f"labels: given {', '.join(self.labels)} for a project that is adopted; add create, or label it where it is made"
            )
        return self

    @property
    def deletion_policy(self) -> str:
        """What becomes of a project that is made when its stack goes."""
        if self.deletion_protection:
            return "PREVENT"
        return "ABANDON" if self.kept else "DELETE"

    def apis(self) -> list[str]:
        """Every API by its whole name, once each."""
        return sorted({f"{name.removesuffix(API_DOMAIN)}{API_DOMAIN}" for name in (*FOUNDATION, *self.services)})


class GcpZoneProject(pulumi.ComponentResource):
    """A project with its APIs on, data access logged and default accounts without power. What is built in it waits: `depends_on=[project]`.

    A project that is made has no default network, and is protected three times: by Pulumi, by the provider, by a lien that binds everybody.
    Nothing that is adopted is deleted: its APIs stay on. Raises `InvalidInputError` before anything is registered.
    """

    project: str
    """Id of the project."""
    project_number: pulumi.Output[str]
    """Its number, by which perimeters and service agents name it."""
    services: list[str]
    """APIs that are on, by their whole names."""

    def __init__(self, name: str, args: GcpZoneProjectArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = ZoneProject.parse(name, args)
        super().__init__("ai-zones:index:GcpZoneProject", name, {}, children_wait(opts))
        found = self._project(name, given)
        self.project, self.project_number, self.services = given.project, found.number, given.apis()
        apis = [
            projects.Service(
                child(name, "api", api.removesuffix(API_DOMAIN)),
                project=given.project,
                service=api,
                disable_on_destroy=False,
                disable_dependent_services=False,
                opts=after(self, found),
            )
            for api in self.services
        ]
        self._log_data_access(name, given, found)
        if given.default_service_accounts != "keep":
            projects.DefaultServiceAccounts(
                child(name, "default-accounts"),
                project=given.project,
                action=given.default_service_accounts.upper(),
                # Taking a stack down is no reason to give an account its powers back.
                restore_policy="NONE",
                # They come to be with the APIs that use them.
                opts=after(self, apis),
            )
        self.register_outputs({"project": self.project, "projectNumber": self.project_number, "services": self.services})

    def _project(self, name: str, given: ZoneProject) -> organizations.Project:
        made = given.create
        if made is None:
            return organizations.Project.get(child(name, "project"), f"projects/{given.project}", opts=pulumi.ResourceOptions(parent=self))
        built = organizations.Project(
            child(name, "project"),
            project_id=given.project,
            name=made.display_name or given.project,
            folder_id=made.folder_id,
            org_id=made.organization_id,
            billing_account=made.billing_account,
            auto_create_network=False,
            deletion_policy=given.deletion_policy,
            labels=labels_for(given.zone, extra=given.labels),
            # Its id can't be used again: to make it anew would fail.
            opts=pulumi.ResourceOptions(parent=self, protect=given.deletion_protection),
        )
        if given.deletion_protection:
            resourcemanager.Lien(
                child(name, "lien"),
                parent=pulumi.Output.concat("projects/", built.number),
                restrictions=[DELETE_PERMISSION],
                origin="ai-zones",
                reason=f"Holds the {given.zone} zone. Lift it with deletion_protection: false.",
                opts=after(self, built),
            )
        return built

    def _log_data_access(self, name: str, given: ZoneProject, found: pulumi.Resource | Sequence[pulumi.Resource]) -> None:
        projects.IAMAuditConfig(
            child(name, "audit"),
            project=given.project,
            service="allServices",
            audit_log_configs=[
                projects.IAMAuditConfigAuditLogConfigArgs(log_type=kind, exempted_members=sorted(given.audit_exempted_members) or None)
                for kind in LOG_TYPES
            ],
            opts=after(self, found),
        )
