"""Roles of people: nobody holds one; groups may ask for theirs, in one zone's project and for hours, with a reason, and others agree.

One entitlement of Privileged Access Manager a role and project. Whoever asks never agrees to it: Google refuses that, and the groups are different.
Sources: IAM documentation, "Privileged Access Manager overview", "Create entitlements in Privileged Access Manager" (a requester can't approve;
legacy basic roles can't be given), "Privileged Access Manager permissions and setup" (the organization's agent, and its role on a node),
Privileged Access Manager API, `entitlements` (ids of 4 to 63 characters, location `global`); 45 CFR 164.308(a)(3), 164.308(a)(4),
164.312(a)(2)(ii) (emergency access). What each role gives: `people_roles`.
"""

from typing import Annotated, Any, Final, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_gcp import folder, organizations
from pulumi_gcp import privilegedaccessmanager as pam

from ai_zones.gcp.naming import child
from ai_zones.gcp.ordering import after, children_wait
from ai_zones.gcp.organization_policies import Node
from ai_zones.gcp.people_roles import ACTIVE_HOURS, ROLES, ZONES, GcpPeopleRole
from ai_zones.gcp.validation import ComponentInput, OrganizationId, ProjectId, ZoneText
from ai_zones.inputs import matches
from ai_zones.plan.names import ZoneName

LOCATION: Final = "global"
Group = Annotated[
    str, matches(r"group:[^@\s]+@[^@\s]+\.[^@\s]+", "a group, such as group:reviewers@acme.org: people come and go, groups stay")
]
Email = Annotated[str, matches(r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address")]


class GcpPeopleAccessArgs(TypedDict):
    """Inputs of `GcpPeopleAccess`."""

    organization_id: str
    """Number of the organization, whose agent gives and takes roles."""
    parent: str
    """`organizations/<number>` or `folders/<number>` above all zones, where the agent gets its role."""
    zone_projects: dict[str, str]
    """Id of each zone's project."""
    groups: dict[str, str]
    """Role (`platform-engineer`, `security-reviewer`, `data-steward`, `ml-engineer`, `break-glass`) → its group, `group:…`. A role without a group
    is not made."""
    approver_groups: dict[str, str]
    """Role → group that agrees to each activation, never the role's own; needed for every role but `break-glass`."""
    emails: list[str]
    """Who is told of each activation."""
    removable: NotRequired[bool]
    """Lifts the provider's protection. Default: false."""


class PeopleAccess(ComponentInput):
    """Parsed `GcpPeopleAccessArgs`."""

    organization_id: OrganizationId
    parent: Node
    zone_projects: dict[ZoneText, ProjectId] = pydantic.Field(min_length=1)
    groups: dict[GcpPeopleRole, Group] = pydantic.Field(min_length=1)
    approver_groups: dict[GcpPeopleRole, Group]
    emails: tuple[Email, ...] = pydantic.Field(min_length=1)
    removable: bool = False

    @pydantic.model_validator(mode="after")
    def _duties_are_apart(self) -> Self:
        held: dict[str, GcpPeopleRole] = {}
        for role, group in self.groups.items():
            if group in held:
                raise ValueError(f"groups.{role}: {group} is the group of {held[group]} too; nobody has two duties: make a group for each")
            held[group] = role
            approvers = self.approver_groups.get(role)
            if role is not GcpPeopleRole.BREAK_GLASS and approvers is None:
                raise ValueError(f"approver_groups.{role}: is required; somebody else agrees to each activation")
            if approvers == group:
                raise ValueError(f"approver_groups.{role}: {group} is the role's own group; nobody agrees to their own activation")
        if GcpPeopleRole.BREAK_GLASS in self.approver_groups:
            raise ValueError("approver_groups.break-glass: leave it out; in an emergency nobody may be there to agree")
        near = {self.zone_projects.get(zone) for zone in ZONES[GcpPeopleRole.ML_ENGINEER]} - {None}
        for zone in (ZoneName.PHI, ZoneName.DEIDENTIFICATION):
            if GcpPeopleRole.ML_ENGINEER in self.groups and self.zone_projects.get(zone) in near:
                raise ValueError(f"groups.ml-engineer: zone {zone} shares a project with training or inference; give it one of its own")
        return self

    def places(self, role: GcpPeopleRole) -> list[str]:
        """Projects in which a role works."""
        return sorted({project for zone, project in self.zone_projects.items() if ZoneName(zone) in ZONES[role]})


class GcpPeopleAccess(pulumi.ComponentResource):
    """Entitlements of people's roles in the zones' projects. Built by the organization's stack."""

    entitlements: dict[str, str]
    """`role@project` → path of its entitlement."""

    def __init__(self, name: str, args: GcpPeopleAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        given = PeopleAccess.parse(name, args)
        super().__init__("ai-zones:index:GcpPeopleAccess", name, {}, children_wait(opts))
        self._name, self._given = name, given
        self.entitlements = {}
        agent = self._agent()
        for role in sorted(given.groups):
            for project in given.places(role):
                self._entitlement(role, project, agent)
                self.entitlements[f"{role}@{project}"] = f"projects/{project}/locations/{LOCATION}/entitlements/{role}"
        self.register_outputs({"entitlements": self.entitlements})

    def _agent(self) -> list[pulumi.Resource]:
        """The right to give and take roles below the node, for Google's own agent."""
        given = self._given
        member = f"serviceAccount:service-org-{given.organization_id}@gcp-sa-pam.iam.gserviceaccount.com"
        kind, _, number = given.parent.partition("/")
        if kind == "folders":
            role = "roles/privilegedaccessmanager.folderServiceAgent"
            return [folder.IAMMember(child(self._name, "agent"), folder=given.parent, role=role, member=member, opts=after(self))]
        return [
            organizations.IAMMember(
                child(self._name, "agent", word),
                org_id=number,
                role=f"roles/privilegedaccessmanager.{word}ServiceAgent",
                member=member,
                opts=after(self),
            )
            for word in ("organization", "folder")
        ]

    def _entitlement(self, role: GcpPeopleRole, project: str, agent: list[pulumi.Resource]) -> None:
        given = self._given
        emails = sorted(given.emails)
        approvers = given.approver_groups.get(role)
        approval: dict[str, Any] | None = None
        if approvers is not None:
            step = {"approvals_needed": 1, "approver_email_recipients": emails, "approvers": {"principals": [approvers]}}
            approval = {"manual_approvals": {"require_approver_justification": True, "steps": [step]}}
        pam.Entitlement(
            child(self._name, role, project),
            parent=f"projects/{project}",
            location=LOCATION,
            entitlement_id=role.value,
            max_request_duration=f"{ACTIVE_HOURS[role] * 3600}s",
            eligible_users=[{"principals": [given.groups[role]]}],
            privileged_access={
                "gcp_iam_access": {
                    "resource": f"//cloudresourcemanager.googleapis.com/projects/{project}",
                    "resource_type": "cloudresourcemanager.googleapis.com/Project",
                    "role_bindings": [{"role": one} for one in ROLES[role]],
                }
            },
            requester_justification_config={"unstructured": {}},
            approval_workflow=approval,
            additional_notification_targets={"admin_email_recipients": emails},
            deletion_policy="DELETE" if given.removable else "PREVENT",
            opts=after(self, agent),
        )
