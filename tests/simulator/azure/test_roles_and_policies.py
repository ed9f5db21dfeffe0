"""Identities, role assignments and definitions, eligible assignments, policies, locks."""

from typing import Any

import pytest

from tests.simulator.azure.data_places import IN, PERSON, READER, ROLE, grant, identity, places, store, vault
from tests.simulator.azure.places import GROUP, group
from tests.simulator.azure.subscription import SUBSCRIPTION, Made, Subscription

WHOLE = f"/subscriptions/{SUBSCRIPTION}"
DEFINITION = "authorization:RoleDefinition"
ELIGIBLE = "authorization:PimRoleEligibilitySchedule"
POLICY = "authorization:PolicyDefinition"
INITIATIVE = "authorization:PolicySetDefinition"
ASSIGNMENT = "authorization:PolicyAssignment"
TRUST = "managedidentity:FederatedIdentityCredential"
GUID = "aaaaaaaa-0000-4000-8000-000000000001"


@pytest.fixture
def here(azure: Subscription) -> Subscription:
    """A subscription with a resource group."""
    group(azure)
    return azure


def test_an_identity_has_two_ids_and_keeps_them(here: Subscription) -> None:
    made = identity(here)
    assert made["clientId"] != made["principalId"]
    before = made["principalId"]
    assert here.change(made, tags={"zone": "phi"})["principalId"] == before
    assert places(here.faults("managedidentity:UserAssignedIdentity", resourceName="ab", **IN)) == ["resourceName"]


def trust(issuer: str = "https://token.example", subject: str = "repo:a", name: str = "one") -> dict[str, Any]:
    place = {"resourceName": "clinic-reader", "federatedIdentityCredentialResourceName": name, **IN}
    return {"issuer": issuer, "subject": subject, "audiences": ["api://AzureADTokenExchange"], **place}


def test_a_trust_is_of_one_audience_and_given_once(here: Subscription) -> None:
    identity(here)
    assert places(here.faults(TRUST, **{**trust(), "audiences": ["a", "b"]})) == ["audiences"]
    assert places(here.faults(TRUST, **trust(issuer="http://token.example"))) == ["issuer"]
    here.make(TRUST, **trust())
    here.refuses("InvalidFederatedIdentityCredential", TRUST, **trust(name="two"))
    here.make(TRUST, **trust(name="two", subject="repo:b"))


def test_an_identity_has_twenty_trusts(here: Subscription) -> None:
    identity(here)
    for i in range(20):
        here.make(TRUST, **trust(name=f"trust{i}", subject=f"repo:{i}"))
    here.refuses("FederatedIdentityCredentialsLimitExceeded", TRUST, **trust(name="trust20", subject="repo:20"))


# Roles.


def test_a_grant_is_given_once_whatever_the_roles_id_looks_like(here: Subscription) -> None:
    safe = vault(here)
    made = grant(here, PERSON, safe.id, READER)
    assert made["roleDefinitionId"] == WHOLE + READER
    again = {
        "principalId": PERSON,
        "principalType": "ServicePrincipal",
        "scope": safe.id.upper().replace("/SUBSCRIPTIONS", "/subscriptions"),
    }
    here.refuses("RoleAssignmentExists", ROLE, roleDefinitionId=WHOLE + READER, **again)
    grant(here, PERSON, f"{WHOLE}/resourceGroups/{GROUP}", READER)


def test_a_grants_name_is_taken_once_in_the_directory(here: Subscription) -> None:
    grant(here, PERSON, vault(here).id, READER, roleAssignmentName=GUID)
    inputs = {"principalId": GUID, "roleDefinitionId": READER, "scope": WHOLE, "roleAssignmentName": GUID}
    here.refuses("RoleAssignmentUpdateNotPermitted", ROLE, **inputs)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"principalId": "clinic"}, "principalId"),
        ({"roleDefinitionId": "Reader"}, "roleDefinitionId"),
        ({"principalType": "Robot"}, "principalType"),
        ({"condition": "true"}, "conditionVersion"),
        ({"roleAssignmentName": "reader"}, "roleAssignmentName"),
        ({"scope": "clinic"}, "scope"),
    ],
)
def test_a_grant_says_who_what_and_where(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"principalId": PERSON, "roleDefinitionId": READER, "scope": WHOLE, **inputs}
    assert places(here.faults(ROLE, **given)) == [place]


def test_a_grant_needs_its_scope_and_is_made_anew_for_another_principal(here: Subscription) -> None:
    nowhere = f"{WHOLE}/resourceGroups/{GROUP}/providers/Microsoft.KeyVault/vaults/nobody"
    here.refuses("ResourceNotFound", ROLE, principalId=PERSON, roleDefinitionId=READER, scope=nowhere)
    made = grant(here, PERSON, WHOLE, READER)
    assert here.replaced_by(made, principalId=GUID) == ["principalId"]


def custom(azure: Subscription, name: str = "Keeper", guid: str = GUID, **inputs: Any) -> Made:
    given = {"assignableScopes": [f"{WHOLE}/resourceGroups/{GROUP}"], "permissions": [{"actions": ["*/read"]}], **inputs}
    return azure.make(DEFINITION, scope=WHOLE, roleDefinitionId=guid, roleName=name, **given)


def test_a_custom_role_is_assigned_where_it_may_be_and_stays_while_it_is(here: Subscription) -> None:
    role = custom(here)
    here.refuses("RoleDefinitionNotAssignable", ROLE, principalId=PERSON, roleDefinitionId=role.id, scope=WHOLE)
    made = grant(here, PERSON, f"{WHOLE}/resourceGroups/{GROUP}", role.id)
    here.refuses_delete("RoleDefinitionHasAssignments", role)
    here.delete(made)
    here.delete(role)


def test_a_custom_roles_name_is_its_own(here: Subscription) -> None:
    custom(here)
    second = {"scope": WHOLE, "assignableScopes": [WHOLE], "permissions": [{"actions": ["*"]}], "roleDefinitionId": PERSON}
    here.refuses("RoleDefinitionWithSameNameExists", DEFINITION, roleName="Keeper", **second)


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"permissions": [{"actions": []}]}, "permissions"),
        ({"permissions": [{"actions": ["read everything"]}]}, "permissions[0].actions[0]"),
        ({"assignableScopes": []}, "assignableScopes"),
        ({"assignableScopes": ["/"]}, "assignableScopes[0]"),
        (
            {
                "assignableScopes": ["/providers/Microsoft.Management/managementGroups/a"],
                "permissions": [{"dataActions": ["Microsoft.Storage/storageAccounts/blobServices/containers/blobs/read"]}],
            },
            "permissions[0].dataActions",
        ),
    ],
)
def test_a_custom_role_has_limits(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    given = {"scope": WHOLE, "roleName": "Keeper", "assignableScopes": [WHOLE], "permissions": [{"actions": ["*"]}], **inputs}
    given["roleDefinitionId"] = GUID
    assert places(here.faults(DEFINITION, **given)) == [place]


# Eligible assignments.


def eligible(**expiration: Any) -> dict[str, Any]:
    return {"scope": WHOLE, "principalId": PERSON, "roleDefinitionId": WHOLE + READER, "scheduleInfo": {"expiration": expiration}}


@pytest.mark.parametrize(
    ("expiration", "place"),
    [
        ({"type": "AfterDuration"}, "scheduleInfo.expiration.duration"),
        ({"type": "AfterDateTime"}, "scheduleInfo.expiration.endDateTime"),
        ({"type": "NoExpiration", "duration": "P1D"}, "scheduleInfo.expiration.type"),
        ({"type": "AfterDuration", "duration": "a year"}, "scheduleInfo.expiration.duration"),
    ],
)
def test_an_eligibility_ends_in_one_way(here: Subscription, expiration: dict[str, Any], place: str) -> None:
    assert places(here.faults(ELIGIBLE, **eligible(**expiration))) == [place]


def test_an_eligibility_is_one_of_its_kind_and_changes_by_being_made_anew(here: Subscription) -> None:
    inputs = eligible(type="AfterDuration", duration="P365D")
    made = here.make(ELIGIBLE, **inputs)
    here.refuses("RoleAssignmentExists", ELIGIBLE, **inputs)
    here.make(ELIGIBLE, **{**inputs, "roleDefinitionId": WHOLE + READER[:-1] + "8"})
    assert here.replaced_by(made, justification="other") == ["justification"]


def test_an_eligibility_for_ever_needs_a_policy_that_says_so(here: Subscription) -> None:
    inputs = eligible(type="NoExpiration")
    here.refuses("RoleAssignmentRequestPolicyValidationFailed", ELIGIBLE, **inputs)
    rule = {"id": "Expiration_Admin_Eligibility", "ruleType": "RoleManagementPolicyExpirationRule", "isExpirationRequired": False}
    here.make("authorization:RoleManagementPolicy", scope=WHOLE, roleManagementPolicyName=GUID, rules=[rule])
    here.make(ELIGIBLE, **inputs)


@pytest.mark.parametrize(
    ("rule", "place"),
    [
        (
            {"id": "Expiration_EndUser_Assignment", "ruleType": "RoleManagementPolicyExpirationRule", "maximumDuration": "P2D"},
            "maximumDuration",
        ),
        ({"id": "x", "ruleType": "Rule"}, "ruleType"),
        ({"id": "x", "ruleType": "RoleManagementPolicyApprovalRule", "setting": {"isApprovalRequired": True}}, "setting.approvalStages"),
    ],
)
def test_activation_has_its_rules(here: Subscription, rule: dict[str, Any], place: str) -> None:
    given = {"scope": WHOLE, "roleManagementPolicyName": GUID, "rules": [rule]}
    assert places(here.faults("authorization:RoleManagementPolicy", **given)) == [f"rules[0].{place}"]


# Policies.

DENY: dict[str, Any] = {
    "if": {"field": "type", "equals": "Microsoft.Network/publicIPAddresses"},
    "then": {"effect": "[parameters('effect')]"},
}
EFFECT: dict[str, Any] = {"effect": {"type": "String", "allowedValues": ["Audit", "Deny"]}}


def policy(azure: Subscription, name: str = "no-public-ip", **inputs: Any) -> Made:
    return azure.make(POLICY, policyDefinitionName=name, **{"policyRule": DENY, "parameters": EFFECT, "mode": "All", **inputs})


@pytest.mark.parametrize(
    ("inputs", "place"),
    [
        ({"policyRule": {"if": {}}}, "policyRule.then"),
        ({"policyRule": {"if": {}, "then": {"effect": "forbid"}}}, "policyRule.then.effect"),
        ({"policyRule": {"if": {}, "then": {"effect": "modify", "details": {}}}}, "policyRule.then.details"),
        ({"policyRule": DENY, "parameters": {}}, "policyRule.then.effect"),
        ({"policyRule": {"if": {}, "then": {"effect": "deny"}}, "mode": "Some"}, "mode"),
        ({"policyRule": {"if": {}, "then": {"effect": "deny"}}, "policyDefinitionName": "a/b"}, "policyDefinitionName"),
    ],
)
def test_a_definition_says_when_and_what(here: Subscription, inputs: dict[str, Any], place: str) -> None:
    found = places(here.faults(POLICY, **{"policyDefinitionName": "closed", **inputs}))
    assert place in found


def assign(definition: Made, **inputs: Any) -> dict[str, Any]:
    given = {"scope": WHOLE, "policyAssignmentName": "closed", "policyDefinitionId": definition.id}
    return {**given, "parameters": {"effect": {"value": "Deny"}}, **inputs}


def test_an_assignment_gives_the_parameters_that_its_definition_has(here: Subscription) -> None:
    definition = policy(here)
    here.refuses("MissingPolicyParameter", ASSIGNMENT, **assign(definition, parameters={}))
    here.refuses("UndefinedPolicyParameter", ASSIGNMENT, **assign(definition, parameters={"effect": {"value": "Deny"}, "x": {"value": 1}}))
    here.refuses("PolicyParameterValueNotAllowed", ASSIGNMENT, **assign(definition, parameters={"effect": {"value": "Modify"}}))
    here.refuses("PolicyDefinitionNotFound", ASSIGNMENT, **assign(definition, policyDefinitionId=definition.id + "x"))
    made = here.make(ASSIGNMENT, **assign(definition))
    assert made["enforcementMode"] == "Default"
    here.refuses_delete("PolicyDefinitionInUse", definition)


def test_built_in_definitions_are_azures_own(here: Subscription) -> None:
    built_in = "/providers/Microsoft.Authorization/policyDefinitions/6c112d4e-5bc7-47ae-a041-ea2d9dccd749"
    here.make(ASSIGNMENT, scope=WHOLE, policyAssignmentName="allowed-types", policyDefinitionId=built_in)


def test_what_remediates_has_an_identity_and_a_location(here: Subscription) -> None:
    details = {"roleDefinitionIds": [READER], "type": "Microsoft.Insights/diagnosticSettings"}
    rule = {"if": {}, "then": {"effect": "deployIfNotExists", "details": details}}
    definition = policy(here, "logs", policyRule=rule, parameters={})
    here.refuses("ResourceIdentityRequired", ASSIGNMENT, **assign(definition, parameters={}))
    identity_ = {"type": "SystemAssigned"}
    assert places(here.faults(ASSIGNMENT, **assign(definition, parameters={}, identity=identity_))) == ["location"]
    made = here.make(ASSIGNMENT, **assign(definition, parameters={}, identity=identity_, location="westeurope"))
    assert made["identity"]["principalId"]


def test_names_at_a_management_group_are_short(here: Subscription) -> None:
    scope = "/providers/Microsoft.Management/managementGroups/clinic"
    given = {
        "scope": scope,
        "policyAssignmentName": "a" * 25,
        "policyDefinitionId": "/providers/Microsoft.Authorization/policyDefinitions/x",
    }
    assert places(here.faults(ASSIGNMENT, **given)) == ["policyAssignmentName"]


def test_an_initiative_holds_definitions_that_are_there(here: Subscription) -> None:
    definition = policy(here)
    part = {"policyDefinitionId": definition.id, "policyDefinitionReferenceId": "ip"}
    here.refuses("InvalidPolicySetDefinition", INITIATIVE, policySetDefinitionName="closed", policyDefinitions=[part, part])
    here.make(INITIATIVE, policySetDefinitionName="closed", policyDefinitions=[part])
    here.refuses_delete("PolicyDefinitionInUse", definition)


def test_an_exemption_is_of_an_assignment_that_holds_there(here: Subscription, other: Subscription) -> None:
    given = {"policyExemptionName": "lab", "exemptionCategory": "Waiver"}
    here.refuses("PolicyAssignmentNotFound", "authorization:PolicyExemption", scope=WHOLE, policyAssignmentId=WHOLE + "/x", **given)
    made = here.make(ASSIGNMENT, **assign(policy(here)))
    elsewhere = f"/subscriptions/{other.id}"
    here.refuses("InvalidPolicyExemptionScope", "authorization:PolicyExemption", scope=elsewhere, policyAssignmentId=made.id, **given)
    here.make("authorization:PolicyExemption", scope=f"{WHOLE}/resourceGroups/{GROUP}", policyAssignmentId=made.id, **given)


# Locks.


def test_a_lock_keeps_what_stands_below_it(here: Subscription) -> None:
    account = store(here)
    lock = here.make("authorization:ManagementLockAtResourceGroupLevel", lockName="keep", level="CanNotDelete", **IN)
    here.refuses_delete("ScopeLocked", account)
    here.change(account, tags={"zone": "phi"})
    here.delete(lock)
    here.delete(account)


def test_a_read_only_lock_lets_nothing_change(here: Subscription) -> None:
    account = store(here)
    here.make("authorization:ManagementLockByScope", scope=account.id, lockName="still", level="ReadOnly")
    here.refuses_change("ScopeLocked", account, tags={"zone": "phi"})
    here.refuses("ScopeLocked", "storage:BlobContainer", accountName=account.name, containerName="records", **IN)
