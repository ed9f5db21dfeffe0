"""Roles of people on Azure: nobody deploys and approves, ML engineers stay away from PHI, nobody activates alone."""

from typing import Any

import pytest

from ai_zones.azure.people_access import AzurePeopleAccess
from ai_zones.azure.people_roles import (
    APPROVING,
    APPROVING_DATA,
    DEPLOYING,
    GRANTING,
    KEY_ADMINISTRATION,
    LIFTING,
    PERMISSIONS,
    READING_RECORDS,
    SECRETS,
    AzurePeopleRole,
    Permissions,
)
from ai_zones.azure.validation import InvalidInputError
from ai_zones.plan.names import ZoneName
from tests.azure.recording import Recording, record

SUBSCRIPTIONS = {zone.value: f"{index}0000000-0000-4000-8000-000000000000" for index, zone in enumerate(ZoneName, start=1)}
GROUPS = {role.value: f"a1b2c3d4-0000-4000-8000-12345678900{index}" for index, role in enumerate(AzurePeopleRole)}
APPROVERS = {role: "a1b2c3d4-1111-4000-8000-123456789000" for role in GROUPS if role != "break-glass"}
POLICY = "b1b2c3d4-0000-4000-8000-123456789000"
POLICIES = {role: dict.fromkeys(SUBSCRIPTIONS, POLICY) for role in GROUPS}


def people(**changes: Any) -> Recording:
    args: Any = {
        "organization": "acme",
        "environment": "prod",
        "zone_subscription_ids": SUBSCRIPTIONS,
        "group_ids": GROUPS,
        "approver_group_ids": APPROVERS,
        "eligible_until": "2027-06-30",
        "emails": ["security@example.org"],
        **changes,
    }
    return record(lambda: AzurePeopleAccess("people", args).waiting)


def duties(permissions: Permissions) -> set[str]:
    """Which of the two duties a role holds."""
    approves = any(map(permissions.may, APPROVING)) or any(map(permissions.may_with_data, APPROVING_DATA))
    held = {"deploys"} if any(map(permissions.may, DEPLOYING)) else set()
    return held | ({"approves"} if approves else set())


@pytest.mark.parametrize("role", list(AzurePeopleRole))
def test_no_role_both_deploys_and_approves(role: AzurePeopleRole) -> None:
    assert len(duties(PERMISSIONS[role])) < 2


def test_each_duty_is_somebodys() -> None:
    assert {role: duties(PERMISSIONS[role]) for role in AzurePeopleRole} == {
        AzurePeopleRole.PLATFORM_ENGINEER: {"deploys"},
        AzurePeopleRole.SECURITY_REVIEWER: set(),
        AzurePeopleRole.DATA_STEWARD: {"approves"},
        AzurePeopleRole.ML_ENGINEER: set(),
        AzurePeopleRole.BREAK_GLASS: {"deploys"},
    }


@pytest.mark.parametrize("role", list(AzurePeopleRole))
def test_nobody_grants_or_lifts_a_guardrail(role: AzurePeopleRole) -> None:
    assert [action for action in (*GRANTING, *LIFTING) if PERMISSIONS[role].may(action)] == []


@pytest.mark.parametrize("role", [role for role in AzurePeopleRole if role is not AzurePeopleRole.BREAK_GLASS])
def test_only_an_emergency_opens_records(role: AzurePeopleRole) -> None:
    assert [action for action in READING_RECORDS if PERMISSIONS[role].may_with_data(action)] == []
    assert [action for action in SECRETS if PERMISSIONS[role].may(action)] == []


def test_whoever_reads_records_administers_no_keys_and_no_logs() -> None:
    glass = PERMISSIONS[AzurePeopleRole.BREAK_GLASS]
    assert any(map(glass.may_with_data, READING_RECORDS))
    assert [action for action in KEY_ADMINISTRATION if glass.may(action)] == []
    assert not glass.may("Microsoft.OperationalInsights/workspaces/delete")
    assert not glass.may("Microsoft.Insights/diagnosticSettings/delete")
    assert not glass.may_with_data("Microsoft.KeyVault/vaults/secrets/getSecret/action")


@pytest.mark.parametrize("role", list(AzurePeopleRole))
def test_no_role_holds_what_azure_has_not_thought_of_yet(role: AzurePeopleRole) -> None:
    assert not PERMISSIONS[role].may("Microsoft.Tomorrow/things/write")
    assert not PERMISSIONS[role].may_with_data("Microsoft.Tomorrow/things/read")


def test_operations_are_compared_without_regard_to_case() -> None:
    assert PERMISSIONS[AzurePeopleRole.PLATFORM_ENGINEER].may("microsoft.network/routetables/write")
    assert not PERMISSIONS[AzurePeopleRole.PLATFORM_ENGINEER].may("microsoft.authorization/ROLEASSIGNMENTS/write")


def test_roles_are_made_once_and_are_assignable_where_they_work() -> None:
    recording = people()
    roles = {role.name: role.inputs for role in recording.of("authorization:RoleDefinition")}
    assert len(roles) == len(AzurePeopleRole)
    assert len({role["roleDefinitionId"] for role in roles.values()}) == len(roles)
    learner = roles["people-ml-engineer"]
    assert set(learner["assignableScopes"]) == {f"/subscriptions/{SUBSCRIPTIONS[zone]}" for zone in ("training", "inference")}
    assert learner["permissions"][0]["notDataActions"] == list(READING_RECORDS)


def test_nobody_is_eligible_before_the_rules_of_activation_are_known() -> None:
    recording = people()
    assert recording.of("authorization:PimRoleEligibilitySchedule") == []
    assert "platform-engineer@phi" in recording.result
    assert people(activation_policies=POLICIES).result == []


def test_eligibility_ends_and_comes_after_the_rules() -> None:
    recording = people(activation_policies=POLICIES)
    for schedule in recording.of("authorization:PimRoleEligibilitySchedule"):
        zone = schedule.name.rpartition("-")[2]
        role = schedule.name.removeprefix("people-").removesuffix(f"-eligible-{zone}")
        assert schedule.inputs["principalId"] == GROUPS[role]
        assert schedule.inputs["scope"] == f"subscriptions/{SUBSCRIPTIONS[zone]}"
        assert schedule.inputs["scheduleInfo"]["expiration"] == {"type": "AfterDateTime", "endDateTime": "2027-06-30T00:00:00Z"}
        assert recording.waits(schedule, recording.one("authorization:RoleManagementPolicy", f"people-{role}-rules-{zone}"))


def rules_of(role: str) -> dict[str, Any]:
    policy = people(activation_policies=POLICIES).one("authorization:RoleManagementPolicy", f"people-{role}-rules-phi")
    return {rule["id"]: rule for rule in policy.inputs["rules"]}


def test_activation_needs_a_second_factor_a_reason_and_another_groups_word_and_ends_after_hours() -> None:
    rules = rules_of("platform-engineer")
    assert rules["Expiration_EndUser_Assignment"]["maximumDuration"] == "PT4H"
    assert rules["Enablement_EndUser_Assignment"]["enabledRules"] == ["MultiFactorAuthentication", "Justification"]
    approval = rules["Approval_EndUser_Assignment"]["setting"]
    assert approval["isApprovalRequired"] is True
    assert approval["approvalStages"][0]["primaryApprovers"][0]["id"] == APPROVERS["platform-engineer"]
    assert rules["Expiration_Admin_Eligibility"]["isExpirationRequired"] is True
    assert rules["Expiration_Admin_Assignment"]["maximumDuration"] == "P1D"
    assert rules["Notification_Admin_EndUser_Assignment"]["notificationRecipients"] == ["security@example.org"]


def test_the_glass_is_broken_alone_for_an_hour_and_heard() -> None:
    rules = rules_of("break-glass")
    assert rules["Expiration_EndUser_Assignment"]["maximumDuration"] == "PT1H"
    assert rules["Approval_EndUser_Assignment"]["setting"]["isApprovalRequired"] is False
    assert rules["Notification_Admin_EndUser_Assignment"]["notificationLevel"] == "All"


SHARED = {**GROUPS, "data-steward": GROUPS["platform-engineer"]}
OWN = {**APPROVERS, "data-steward": GROUPS["data-steward"]}
NEAR = {**SUBSCRIPTIONS, "training": SUBSCRIPTIONS["phi"]}


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"group_ids": SHARED}, "nobody has two duties"),
        ({"approver_group_ids": OWN}, "nobody agrees to their own activation"),
        ({"approver_group_ids": {}}, "somebody else agrees to each activation"),
        ({"approver_group_ids": {**APPROVERS, "break-glass": POLICY}}, "in an emergency nobody may be there"),
        ({"zone_subscription_ids": NEAR}, "zone phi shares a subscription with training or inference"),
        ({"eligible_until": "for ever"}, "eligible_until"),
    ],
)
def test_rights_that_would_join_duties_are_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(InvalidInputError, match=message):
        people(**changes)
