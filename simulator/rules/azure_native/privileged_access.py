"""Privileged Identity Management: eligible assignments, and the policies by which they are activated.

Sources: pulumi-azure-native, `custom_pim_eligibility.go` (a schedule is one of scope, principal and role; every change replaces),
`custom_pim.go` (a policy can't be made or deleted, only changed and reset); Azure documentation, "Manage Azure role assignments with
Privileged Identity Management APIs", "Configure Azure resource role settings in Privileged Identity Management" (activation of half an
hour to 24 hours); REST API reference, Role Eligibility Schedule Requests, Role Management Policies.
"""

import uuid
from collections.abc import Iterator

from simulator.action import Action
from simulator.rules.azure_native.ids import own_id, same
from simulator.rules.azure_native.roles import UUID, scope_of
from simulator.rules.azure_native.service_rules import get, is_word, same_text, service
from simulator.rules.checks import Fault, Pattern
from simulator.values import Properties

ELIGIBLE = "azure-native:authorization:PimRoleEligibilitySchedule"
MANAGEMENT_POLICY = "azure-native:authorization:RoleManagementPolicy"
MANAGEMENT_ASSIGNMENT = "azure-native:authorization:RoleManagementPolicyAssignment"
_PIM = "REST API reference, Role Eligibility Schedule Requests, Create"
_SETTINGS = "Azure documentation, 'Configure Azure resource role settings in Privileged Identity Management'"
_DURATION = r"P(?=.)(\d+Y)?(\d+M)?(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?"
_RULE_TYPES = (
    "RoleManagementPolicyApprovalRule",
    "RoleManagementPolicyAuthenticationContextRule",
    "RoleManagementPolicyEnablementRule",
    "RoleManagementPolicyExpirationRule",
    "RoleManagementPolicyNotificationRule",
    "RoleManagementPolicyPimOnlyModeRule",
)

eligible = service(
    ELIGIBLE,
    source=_PIM,
    checks=(
        Pattern("principalId", UUID, source=_PIM, saying="the object id of a principal, a GUID"),
        Pattern(
            "roleDefinitionId",
            rf"(?i:.*/providers/microsoft\.authorization/roledefinitions/){UUID}",
            source=_PIM,
            saying="a role's full id",
        ),
        Pattern("scheduleInfo.expiration.duration", _DURATION, source=_PIM, saying="an ISO 8601 duration, such as P365D"),
    ),
    immutable={
        "condition",
        "conditionVersion",
        "justification",
        "principalId",
        "roleDefinitionId",
        "scheduleInfo",
        "scope",
        "targetRoleEligibilityScheduleId",
        "targetRoleEligibilityScheduleInstanceId",
        "ticketInfo",
    },
    outputs={
        "approvalId": "",
        "azureApiVersion": "2020-10-01",
        "createdOn": "{now}",
        "expandedProperties": {},
        "principalType": "Group",
        "requestType": "AdminAssign",
        "requestorId": "",
        "status": "Provisioned",
        "type": "Microsoft.Authorization/roleEligibilitySchedules",
    },
    id=lambda action: _schedule_id(action),
)


def _schedule_id(action: Action) -> str:
    """A schedule is known by scope, principal and role; its name is a GUID of the service's."""
    words = [str(action.inputs[name]).strip("/").lower() for name in ("scope", "principalId", "roleDefinitionId")]
    name = uuid.UUID(action.world.digest(*words)[:32], version=4)
    return f"/{str(action.inputs['scope']).strip('/')}/providers/Microsoft.Authorization/roleEligibilitySchedules/{name}"


@eligible.check(source=_PIM)
def expiry_matches_its_kind(inputs: Properties) -> Iterator[Fault]:
    """AfterDuration has a duration, AfterDateTime an end, NoExpiration neither; conditions name their version."""
    expiration = get(inputs, "scheduleInfo.expiration") or {}
    where, kind = "scheduleInfo.expiration", expiration.get("type")
    if is_word(kind, "AfterDuration") and not expiration.get("duration"):
        yield f"{where}.duration", "is required when type is 'AfterDuration'"
    if is_word(kind, "AfterDateTime") and not expiration.get("endDateTime"):
        yield f"{where}.endDateTime", "is required when type is 'AfterDateTime'"
    if is_word(kind, "NoExpiration") and (expiration.get("duration") or expiration.get("endDateTime")):
        yield f"{where}.type", "'NoExpiration' takes neither duration nor endDateTime"
    if expiration and kind is None:
        yield f"{where}.type", "is required: AfterDuration, AfterDateTime or NoExpiration"
    if inputs.get("condition") and not inputs.get("conditionVersion"):
        yield "conditionVersion", "is required together with condition"


@eligible.before("create")
def one_schedule_of_a_kind(action: Action) -> None:
    """'At present, only one instance of this resource can exist for a given scope|principal|role tuple'."""
    for one in action.find_anywhere(ELIGIBLE):
        grant = (one.inputs.get("scope"), one.inputs.get("principalId"), one.inputs.get("roleDefinitionId"))
        wanted = (action.inputs.get("scope"), action.inputs.get("principalId"), action.inputs.get("roleDefinitionId"))
        if all(same(a, b) for a, b in zip(grant, wanted, strict=True)):
            action.refuse("RoleAssignmentExists", f"The role eligibility already exists: {one.id}.")


@eligible.before("create")
def a_permanent_one_is_allowed(action: Action) -> None:
    """'NoExpiration' is refused unless the role's policy lifts the default: eligible assignments expire."""
    if not is_word(get(action.inputs, "scheduleInfo.expiration.type"), "NoExpiration"):
        return
    scope = "/" + str(action.inputs["scope"]).strip("/")
    for policy in action.find_anywhere(MANAGEMENT_POLICY):
        for rule in policy.outputs.get("rules") or []:
            if (
                same(scope_of(policy.id), scope)
                and rule.get("id") == "Expiration_Admin_Eligibility"
                and rule.get("isExpirationRequired") is False
            ):
                return
    action.refuse(
        "RoleAssignmentRequestPolicyValidationFailed",
        'The following policy rules failed: ["ExpirationRule"]: eligible assignments expire, unless the rule Expiration_Admin_Eligibility of '
        "the role's management policy says otherwise.",
    )


policy = service(
    MANAGEMENT_POLICY,
    source="REST API reference, Role Management Policies, Update; " + _SETTINGS,
    outputs={"lastModifiedBy": {}, "lastModifiedDateTime": "{now}", "effectiveRules": [], "policyProperties": {}},
)


@policy.check(source=_SETTINGS)
def rules_are_known(inputs: Properties) -> Iterator[Fault]:
    """Rules have an id and a known type; an activation lasts at most 24 hours."""
    for i, rule in enumerate(inputs.get("rules") or []):
        kind = rule.get("ruleType")
        if kind not in _RULE_TYPES:
            yield f"rules[{i}].ruleType", f"{kind!r} is not allowed; allowed: {', '.join(_RULE_TYPES)}"
        if not rule.get("id"):
            yield f"rules[{i}].id", "is required, such as Expiration_EndUser_Assignment"
        if rule.get("id") == "Expiration_EndUser_Assignment" and not _within_a_day(rule.get("maximumDuration")):
            yield f"rules[{i}].maximumDuration", f"{rule.get('maximumDuration')!r} must be PT30M to PT24H (P1D), in steps of half an hour"
        asks = kind == "RoleManagementPolicyApprovalRule" and get(rule, "setting.isApprovalRequired") is True
        if asks and not any(get(stage, "primaryApprovers") for stage in get(rule, "setting.approvalStages") or []):
            yield f"rules[{i}].setting.approvalStages", "needs primaryApprovers where approval is required"


_LENGTHS = {f"PT{hours}H" for hours in range(1, 25)} | {f"PT{hours}H30M" for hours in range(1, 24)} | {"PT30M", "P1D"}


def _within_a_day(duration: object) -> bool:
    return duration is None or duration in _LENGTHS


@policy.computes
def effective(action: Action) -> Properties:
    """What holds is what was set."""
    return {"effectiveRules": action.inputs.get("rules") or [], "rules": action.inputs.get("rules") or []}


assignment = service(
    MANAGEMENT_ASSIGNMENT,
    source="REST API reference, Role Management Policy Assignments, Create",
    outputs={"effectiveRules": [], "policyAssignmentProperties": {}},
)


@assignment.before("create")
def names_both(action: Action) -> None:
    """A policy assignment names its role and its policy."""
    for name in ("policyId", "roleDefinitionId"):
        if not action.inputs.get(name):
            action.refuse("BadRequest", f"'{name}' is required.")
    for one in action.find_anywhere(MANAGEMENT_ASSIGNMENT):
        if same(scope_of(one.id), scope_of(own_id(action))) and same_text(
            one.outputs.get("roleDefinitionId"), action.inputs["roleDefinitionId"]
        ):
            action.refuse("RoleManagementPolicyAssignmentExists", f"The role has a policy at this scope already: {one.id}.")
