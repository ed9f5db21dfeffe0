"""Deny policies and workforce pools that IAM would refuse."""

from typing import Any

import pytest

from simulator.rules.gcp.denials import DENY_POLICY, WORKFORCE_POOL, WORKFORCE_PROVIDER
from tests.simulator.gcp.project import ORGANIZATION, Project

HERE = "cloudresourcemanager.googleapis.com%2Ffolders%2F123456"
RULE: dict[str, Any] = {
    "deniedPrincipals": ["principalSet://goog/public:all"], "deniedPermissions": ["iam.googleapis.com/serviceAccountKeys.create"],
}  # fmt: skip
POOL: dict[str, Any] = {"workforcePoolId": "acme-people", "location": "global", "parent": ORGANIZATION}
OIDC = {
    "issuerUri": "https://login.acme.example",
    "clientId": "x",
    "webSsoConfig": {"responseType": "ID_TOKEN", "assertionClaimsBehavior": "ONLY_ID_TOKEN_CLAIMS"},
}
PROVIDER: dict[str, Any] = {
    "workforcePoolId": "acme-people", "location": "global", "providerId": "directory", "oidc": OIDC, "attributeMapping": {"google.subject": "assertion.sub"},
}  # fmt: skip


def wrong(gcp: Project, type_: str, **inputs: Any) -> set[str]:
    """Paths at which the inputs are refused."""
    return {fault.partition(":")[0] for fault in gcp.faults(type_, **inputs)}


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({}, set()),
        ({"parent": "folders/123456"}, {"parent"}),
        ({"name": "no"}, {"name"}),
        ({"rules": [{"denyRule": {**RULE, "deniedPrincipals": ["allUsers"]}}]}, {"rules[0].denyRule.deniedPrincipals[0]"}),
        (
            {"rules": [{"denyRule": {**RULE, "deniedPermissions": ["iam.serviceAccountKeys.create"]}}]},
            {"rules[0].denyRule.deniedPermissions[0]"},
        ),
    ],
)
def test_a_denial_is_written_in_its_own_forms(gcp: Project, changes: dict[str, Any], where: set[str]) -> None:
    assert wrong(gcp, DENY_POLICY, **{"name": "keys", "parent": HERE, "rules": [{"denyRule": RULE}], **changes}) == where


@pytest.mark.parametrize("duration", ["60s", "86400s", "1h"])
def test_sessions_end_within_the_day(gcp: Project, duration: str) -> None:
    assert wrong(gcp, WORKFORCE_POOL, **POOL, sessionDuration=duration) == {"sessionDuration"}


def test_a_provider_needs_its_pool_and_a_subject(gcp: Project) -> None:
    gcp.refuses("notFound", WORKFORCE_PROVIDER, **PROVIDER)
    pool = gcp.make(WORKFORCE_POOL, **POOL, sessionDuration="3600s")
    gcp.make(WORKFORCE_PROVIDER, **PROVIDER)
    assert wrong(gcp, WORKFORCE_PROVIDER, **{**PROVIDER, "attributeMapping": {"google.groups": "assertion.groups"}}) == {"attributeMapping"}
    code = {**OIDC, "webSsoConfig": {"responseType": "CODE", "assertionClaimsBehavior": "ONLY_ID_TOKEN_CLAIMS"}}
    assert wrong(gcp, WORKFORCE_PROVIDER, **{**PROVIDER, "oidc": code}) == {"oidc.clientSecret"}
    assert gcp.replaced_by(pool, workforcePoolId="other-people") == ["workforcePoolId"]
