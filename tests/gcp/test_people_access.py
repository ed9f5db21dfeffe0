"""`GcpPeopleAccess`: nobody holds a role; a group asks for its own, for hours and with a reason, and somebody else agrees."""

from typing import Any

import pytest

from ai_zones.gcp.people_access import GcpPeopleAccess
from ai_zones.gcp.people_roles import ROLES, GcpPeopleRole
from ai_zones.gcp.validation import InvalidInputError
from tests.gcp.recording import ORGANIZATION, Recording, record

KIND = "privilegedaccessmanager/entitlement:entitlement"
PROJECTS = {zone: f"acme-prod-{zone}"[:30] for zone in ("phi", "deidentification", "inference", "training")}
GROUPS = {role.value: f"group:{role}@acme.org" for role in GcpPeopleRole}
APPROVERS = {role: "group:approvers@acme.org" for role in GROUPS if role != "break-glass"}
FOLDER = "folders/123456789012"


def people(**changes: Any) -> Recording:
    args: Any = {
        "organization_id": ORGANIZATION,
        "parent": FOLDER,
        "zone_projects": PROJECTS,
        "groups": GROUPS,
        "approver_groups": APPROVERS,
        "emails": ["security@acme.org"],
        **changes,
    }
    return record(lambda: GcpPeopleAccess("people", args).entitlements)


def entitlement(role: str, zone: str = "phi", **changes: Any) -> dict[str, Any]:
    return people(**changes).one(KIND, f"people-{role}-{PROJECTS[zone]}").inputs


def test_a_role_is_asked_for_in_one_zone_at_a_time() -> None:
    found = people().result
    assert {key.partition("@")[0] for key in found if key.endswith(PROJECTS["phi"])} == {
        "platform-engineer", "security-reviewer", "data-steward", "break-glass",
    }  # fmt: skip
    assert {key for key in found if key.startswith("ml-engineer")} == {
        f"ml-engineer@{PROJECTS['inference']}", f"ml-engineer@{PROJECTS['training']}",
    }  # fmt: skip


def test_an_activation_lasts_for_hours_with_a_reason_and_an_approval_that_has_one_too() -> None:
    made = entitlement("platform-engineer")
    assert made["maxRequestDuration"] == "14400s"
    assert made["requesterJustificationConfig"] == {"unstructured": {}}
    approval = made["approvalWorkflow"]["manualApprovals"]
    assert approval["requireApproverJustification"] is True
    assert [step["approvers"]["principals"] for step in approval["steps"]] == [["group:approvers@acme.org"]]
    assert made["eligibleUsers"] == [{"principals": ["group:platform-engineer@acme.org"]}]
    assert made["additionalNotificationTargets"] == {"adminEmailRecipients": ["security@acme.org"]}
    access = made["privilegedAccess"]["gcpIamAccess"]
    assert access["resource"] == f"//cloudresourcemanager.googleapis.com/{made['parent']}"


def test_in_an_emergency_nobody_agrees_and_somebody_is_told() -> None:
    made = entitlement("break-glass")
    assert "approvalWorkflow" not in made
    assert made["maxRequestDuration"] == "3600s"
    assert made["additionalNotificationTargets"]["adminEmailRecipients"]


def test_no_role_grants_roles_or_reads_records() -> None:
    given = {role for roles in ROLES.values() for role in roles}
    assert not given & {"roles/owner", "roles/editor", "roles/viewer", "roles/admin", "roles/writer"}
    reading = ("storage.object", "bigquery.data", "cloudsql", "secretmanager", "cloudkms", "healthcare", "iam.serviceAccountTokenCreator")
    assert not [role for role in given if any(word in role for word in reading)]
    assert not [role for role in given if role.endswith(("ProjectIamAdmin", "orgpolicy.policyAdmin", "iam.roleAdmin"))]


def test_the_organizations_agent_may_give_roles_below_the_node_before_anything_is_asked_for() -> None:
    found = people()
    agent = found.one("folder/iAMMember:IAMMember")
    assert agent.inputs["member"] == f"serviceAccount:service-org-{ORGANIZATION}@gcp-sa-pam.iam.gserviceaccount.com"
    assert all(found.waits(one, agent) for one in found.of(KIND))
    above = people(parent=f"organizations/{ORGANIZATION}").of("organizations/iAMMember:IAMMember")
    assert len(above) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"groups": {**GROUPS, "ml-engineer": "user:ada@acme.org"}}, "people come and go"),
        ({"groups": {**GROUPS, "ml-engineer": GROUPS["data-steward"]}}, "nobody has two duties"),
        ({"approver_groups": {}}, "somebody else agrees"),
        ({"approver_groups": {**APPROVERS, "ml-engineer": GROUPS["ml-engineer"]}}, "the role's own group"),
        ({"approver_groups": {**APPROVERS, "break-glass": "group:approvers@acme.org"}}, "leave it out"),
        ({"zone_projects": {"phi": "acme-one", "training": "acme-one"}}, "shares a project"),
        ({"emails": []}, "at least 1"),
        ({"groups": {"boss": "group:boss@acme.org"}}, "boss"),
    ],
)
def test_duties_that_meet_are_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        people(**changes)
