"""What nobody does is denied to everybody but whom it names; people of the directory come for an hour, by their groups."""

from typing import Any

import pytest

from ai_zones.gcp.denials import DENIED, GcpDenials
from ai_zones.gcp.validation import InvalidInputError
from ai_zones.gcp.workforce import GcpWorkforce
from tests.gcp.recording import ORGANIZATION, Recording, record

POLICY = "iam/denyPolicy:DenyPolicy"
DEPLOY = "serviceAccount:deploy@acme-ci.iam.gserviceaccount.com"


def denials(**changes: Any) -> Recording:
    args: Any = {"parent": "folders/210987654321", **changes}
    return record(lambda: GcpDenials("zones", args).policies)


def rule(recording: Recording, label: str) -> dict[str, Any]:
    found: dict[str, Any] = recording.one(POLICY, f"zones-{label}").inputs["rules"][0]["denyRule"]
    return found


def test_everything_is_denied_to_everybody() -> None:
    recording = denials()
    assert {one.name.removeprefix("zones-") for one in recording.of(POLICY)} == set(DENIED)
    assert {one.inputs["parent"] for one in recording.of(POLICY)} == {"cloudresourcemanager.googleapis.com%2Ffolders%2F210987654321"}
    for denied, permissions in DENIED.items():
        assert rule(recording, denied) == {"deniedPrincipals": ["principalSet://goog/public:all"], "deniedPermissions": list(permissions)}


def test_who_may_all_the_same_is_named_in_the_form_of_deny_policies() -> None:
    recording = denials(exceptions={"log-removal": [DEPLOY, "group:reviewers@acme.example"]})
    assert rule(recording, "log-removal")["exceptionPrincipals"] == [
        "principal://iam.googleapis.com/projects/-/serviceAccounts/deploy@acme-ci.iam.gserviceaccount.com",
        "principalSet://goog/group/reviewers@acme.example",
    ]
    assert "exceptionPrincipals" not in rule(recording, "key-destruction")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"exceptions": {"static-credentials": [DEPLOY]}}, "pipelines federate"),
        ({"exceptions": {"log-removal": ["domain:acme.example"]}}, "name users, groups or service accounts"),
        ({"exceptions": {"everything": [DEPLOY]}}, "exceptions"),
        ({"parent": "projects/acme"}, "parent"),
    ],
)
def test_a_denial_with_a_hole_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        denials(**changes)


def workforce(**changes: Any) -> Recording:
    args: Any = {
        "organization_id": ORGANIZATION, "pool_id": "acme-people", "issuer_uri": "https://login.acme.example", "client_id": "ai-zones",
        "groups": ["clinicians", "reviewers"], **changes,
    }  # fmt: skip
    return record(lambda: GcpWorkforce("people", args).groups)


def test_sessions_end_within_the_hour_and_the_pool_is_protected() -> None:
    pool = workforce().one("iam/workforcePool:WorkforcePool")
    assert (pool.inputs["sessionDuration"], pool.inputs["accessRestrictions"]) == ("3600s", {"disableProgrammaticSignin": True})
    assert (pool.protect, pool.inputs["deletionPolicy"]) == (True, "PREVENT")


def test_who_is_in_no_named_group_gets_no_session() -> None:
    recording = workforce(groups_claim="roles")
    directory = recording.one("iam/workforcePoolProvider:WorkforcePoolProvider").inputs
    assert directory["attributeCondition"] == "'clinicians' in assertion.roles || 'reviewers' in assertion.roles"
    assert directory["attributeMapping"] == {"google.subject": "assertion.sub", "google.groups": "assertion.roles"}
    assert directory["detailedAuditLogging"] is False
    assert (
        recording.result["clinicians"] == "principalSet://iam.googleapis.com/locations/global/workforcePools/acme-people/group/clinicians"
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"groups": []}, "groups"),
        ({"groups": ["a' || true || 'b"]}, "without quotes"),
        ({"session_minutes": 1440}, "session_minutes"),
        ({"issuer_uri": "http://login.acme.example"}, "https://"),
        ({"pool_id": "gcp-people"}, "not with gcp-"),
    ],
)
def test_a_pool_for_anybody_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        workforce(**changes)
