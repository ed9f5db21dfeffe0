"""Roles of people: custom roles with separated duties, for which groups are eligible in Privileged Identity Management; nobody holds one.

Azure makes the rules by which a role on a scope is activated (its role management policy) itself, under a name that it alone chooses. So it
takes two steps: the first `up` makes the roles; their policies' names are read (`az rest … roleManagementPolicyAssignments`) and given; the second
sets the rules and makes the groups eligible. A role whose rules are not known yet has nobody: nobody activates by Azure's own lax rules.
Sources: Microsoft Learn, "Azure custom roles" (a name once a tenant; 5,000 roles), Privileged Identity Management, "Assign Azure resource roles",
"Role eligibility schedule requests REST" (scope, principal, role), Pulumi azure-native, `RoleManagementPolicy` (exists already; deleting it restores
what was), `PimRoleEligibilitySchedule` (each change makes it anew); 45 CFR 164.308(a)(3), 164.308(a)(4), 164.312(a)(2)(ii). Permissions:
`people_roles`; rules: `activation_rules`.
"""

import datetime
import uuid
from typing import Annotated, NotRequired, Self, TypedDict

import pulumi
import pydantic
from pulumi_azure_native import authorization

from ai_zones.azure import arm
from ai_zones.azure.activation_rules import activation_rules
from ai_zones.azure.builtin_roles import role_definition_id
from ai_zones.azure.naming import child
from ai_zones.azure.ordering import children_wait
from ai_zones.azure.people_roles import ACTIVE_HOURS, PERMISSIONS, ZONES, AzurePeopleRole, Permissions
from ai_zones.azure.references import Name, ObjectId
from ai_zones.azure.validation import ComponentInput, SubscriptionId, ZoneText
from ai_zones.inputs import matches
from ai_zones.plan.names import ZoneName

PolicyName = Annotated[str, matches(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", "the name of a role management policy: a UUID")]
Email = Annotated[str, matches(r"[^@\s]+@[^@\s]+\.[^@\s]+", "an e-mail address")]


class AzurePeopleAccessArgs(TypedDict):
    """Inputs of `AzurePeopleAccess`."""

    organization: str
    """Short name of the organization, part of the roles' names."""
    environment: str
    """Environment, part of the roles' names."""
    zone_subscription_ids: dict[str, str]
    """Subscription of each zone."""
    group_ids: dict[str, str]
    """Role (`platform-engineer`, `security-reviewer`, `data-steward`, `ml-engineer`, `break-glass`) → object id of its group. A role without
    a group is not made."""
    approver_group_ids: dict[str, str]
    """Role → object id of the group that agrees to each activation, never the role's own; needed for every role but `break-glass`."""
    eligible_until: str
    """Date on which everybody's eligibility ends, `YYYY-MM-DD`; set it anew with each review of rights."""
    emails: list[str]
    """Who is told of each activation."""
    activation_policies: NotRequired[dict[str, dict[str, str]]]
    """Role → zone → name of the role management policy that Azure made. Default: none, and nobody is eligible yet."""


class PeopleAccess(ComponentInput):
    """Parsed `AzurePeopleAccessArgs`."""

    organization: Name
    environment: Name
    zone_subscription_ids: dict[ZoneText, SubscriptionId] = pydantic.Field(min_length=1)
    group_ids: dict[AzurePeopleRole, ObjectId] = pydantic.Field(min_length=1)
    approver_group_ids: dict[AzurePeopleRole, ObjectId]
    eligible_until: datetime.date
    emails: list[Email] = pydantic.Field(min_length=1)
    activation_policies: dict[AzurePeopleRole, dict[ZoneText, PolicyName]] = pydantic.Field(default_factory=dict)

    @pydantic.model_validator(mode="after")
    def _duties_are_apart(self) -> Self:
        held: dict[str, AzurePeopleRole] = {}
        for role, group in self.group_ids.items():
            if group in held:
                raise ValueError(
                    f"group_ids.{role}: {group} is the group of {held[group]} too; nobody has two duties: make a group for each"
                )
            held[group] = role
            approvers = self.approver_group_ids.get(role)
            if role is not AzurePeopleRole.BREAK_GLASS and approvers is None:
                raise ValueError(f"approver_group_ids.{role}: is required; somebody else agrees to each activation")
            if approvers == group:
                raise ValueError(f"approver_group_ids.{role}: {group} is the role's own group; nobody agrees to their own activation")
        if AzurePeopleRole.BREAK_GLASS in self.approver_group_ids:
            raise ValueError("approver_group_ids.break-glass: leave it out; in an emergency nobody may be there to agree")
        near = {self.zone_subscription_ids.get(zone) for zone in ZONES[AzurePeopleRole.ML_ENGINEER]} - {None}
        for zone in (ZoneName.PHI, ZoneName.DEIDENTIFICATION):
            if AzurePeopleRole.ML_ENGINEER in self.group_ids and self.zone_subscription_ids.get(zone) in near:
                raise ValueError(
                    f"group_ids.ml-engineer: zone {zone} shares a subscription with training or inference; give it one of its own"
                )
        return self

    def places(self, role: AzurePeopleRole) -> dict[str, str]:
        """Zone → subscription in which a role works; each subscription once."""
        once: dict[str, str] = {}
        for zone, subscription in sorted(self.zone_subscription_ids.items()):
            if ZoneName(zone) in ZONES[role] and subscription not in once.values():
                once[zone] = subscription
        return once

    def role_id(self, role: AzurePeopleRole) -> str:
        """The role's GUID: the same in every `up`."""
        return str(uuid.uuid5(uuid.NAMESPACE_URL, f"ai-zones/{self.organization}/{self.environment}/{role}"))


class AzurePeopleAccess(pulumi.ComponentResource):
    """Custom roles, their activation rules, and eligible groups."""

    role_ids: dict[str, str]
    """GUID of each role's definition."""
    waiting: list[str]
    """`role@zone` whose activation policy is not named yet: nobody is eligible there."""

    def __init__(self, name: str, args: AzurePeopleAccessArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        people = PeopleAccess.parse(name, args)
        super().__init__("ai-zones:index:AzurePeopleAccess", name, {}, children_wait(opts))
        self._name, self._people = name, people
        self.role_ids = {role.value: people.role_id(role) for role in sorted(people.group_ids)}
        self.waiting = []
        for role, group in sorted(people.group_ids.items()):
            places = people.places(role)
            if not places:
                continue
            definition = self._definition(role, list(places.values()))
            for zone, subscription in places.items():
                policy = people.activation_policies.get(role, {}).get(zone)
                if policy is None:
                    self.waiting.append(f"{role}@{zone}")
                else:
                    self._eligible(role, group, zone, subscription, policy, definition)
        self.register_outputs({"roleIds": self.role_ids, "waiting": self.waiting})

    def _definition(self, role: AzurePeopleRole, subscriptions: list[str]) -> pulumi.Resource:
        people, permissions = self._people, PERMISSIONS[role]
        scopes = [arm.subscription_scope(subscription) for subscription in subscriptions]
        definition: pulumi.Resource = authorization.RoleDefinition(
            child(self._name, role),
            role_definition_id=people.role_id(role),
            role_name=f"AI Zones {people.organization}-{people.environment} {role}",
            role_type="CustomRole",
            description=f"AI Zones: {role}",
            scope=scopes[0],
            assignable_scopes=scopes,
            permissions=[_permission(permissions)],
            opts=pulumi.ResourceOptions(parent=self, protect=role is AzurePeopleRole.BREAK_GLASS),
        )
        return definition

    def _eligible(self, role: AzurePeopleRole, group: str, zone: str, subscription: str, policy: str, definition: pulumi.Resource) -> None:
        people = self._people
        scope = arm.subscription_scope(subscription).removeprefix("/")
        rules = authorization.RoleManagementPolicy(
            child(self._name, role, "rules", zone),
            role_management_policy_name=policy,
            scope=scope,
            rules=activation_rules(hours=ACTIVE_HOURS[role], approver_group_id=people.approver_group_ids.get(role), emails=people.emails),
            opts=pulumi.ResourceOptions(parent=self, depends_on=[definition]),
        )
        authorization.PimRoleEligibilitySchedule(
            child(self._name, role, "eligible", zone),
            scope=scope,
            principal_id=group,
            role_definition_id=role_definition_id(subscription, people.role_id(role)),
            justification=f"AI Zones: {role} of {zone}",
            schedule_info=authorization.RoleEligibilityScheduleRequestPropertiesScheduleInfoArgs(
                expiration=authorization.RoleEligibilityScheduleRequestPropertiesExpirationArgs(
                    type="AfterDateTime", end_date_time=f"{people.eligible_until.isoformat()}T00:00:00Z"
                )
            ),
            # Eligible last: nobody activates before the rules stand.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[rules], delete_before_replace=True),
        )


def _permission(permissions: Permissions) -> authorization.PermissionArgs:
    return authorization.PermissionArgs(
        actions=list(permissions.actions),
        not_actions=list(permissions.not_actions),
        data_actions=list(permissions.data_actions),
        not_data_actions=list(permissions.not_data_actions),
    )
