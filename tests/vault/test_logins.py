"""Pods log in by one service account each, other workloads and people by claims of a token, and all for minutes."""

from typing import Any

import pytest

from ai_zones.vault import VaultJwtAuth, VaultKubernetesAuth
from ai_zones.vault.validation import InvalidInputError
from tests.vault.recording import CA, Recording, record

POD = {"service_account": "summary", "namespace": "inference", "audience": "vault", "policies": ["certificate-inference-agent-summary"]}
CI = {
    "audiences": ["vault"],
    "claims": {"repository": ["clinic/stacks"], "ref": ["refs/heads/main"]},
    "user_claim": "sub",
    "policies": ["deploys"],
}
PERSON = {**CI, "redirect_uris": ["https://vault.clinic.example:8200/ui/vault/auth/oidc/oidc/callback"]}


def pods(**changes: Any) -> Recording:
    args: Any = {"kubernetes_host": "https://10.20.0.1:443", "kubernetes_ca_certificate": CA, "logins": {"summary": POD}, **changes}
    return record(lambda: VaultKubernetesAuth("pods", args).login_path)


def tokens(**changes: Any) -> Recording:
    args: Any = {"issuer": "https://token.actions.example.com", "logins": {"ci": CI}, **changes}
    return record(lambda: VaultJwtAuth("ci", args).login_path)


def test_a_pod_logs_in_by_its_account_namespace_and_audience() -> None:
    role = pods().one("kubernetes/authBackendRole:AuthBackendRole").inputs
    assert (role["boundServiceAccountNames"], role["boundServiceAccountNamespaces"], role["audience"]) == (
        ["summary"],
        ["inference"],
        "vault",
    )
    assert role["aliasNameSource"] == "serviceaccount_uid"


def test_no_reviewers_token_is_kept() -> None:
    config = pods().one("kubernetes/authBackendConfig:AuthBackendConfig").inputs
    assert ("tokenReviewerJwt" in config, config["disableLocalCaJwt"]) == (False, True)
    assert pods(in_cluster=True).one("kubernetes/authBackendConfig:AuthBackendConfig").inputs["disableLocalCaJwt"] is False


@pytest.mark.parametrize(
    "role",
    [
        pods().one("kubernetes/authBackendRole:AuthBackendRole").inputs,
        tokens().one("jwt/authBackendRole:AuthBackendRole").inputs,
    ],
)
def test_a_token_lives_for_five_minutes_without_the_default_policy(role: dict[str, Any]) -> None:
    assert (role["tokenTtl"], role["tokenMaxTtl"], role["tokenNoDefaultPolicy"], role["tokenType"]) == (300, 300, True, "batch")


def test_a_workload_logs_in_by_issuer_audience_and_claims_exactly() -> None:
    recording = tokens()
    role, login = recording.one("jwt/authBackendRole:AuthBackendRole").inputs, recording.one("jwt/authBackend:AuthBackend")
    assert (role["roleType"], role["boundAudiences"], role["boundClaimsType"]) == ("jwt", ["vault"], "string")
    assert role["boundClaims"] == {"repository": "clinic/stacks", "ref": "refs/heads/main"}
    assert (login.inputs["boundIssuer"], login.inputs["oidcDiscoveryUrl"], login.inputs["type"]) == (
        "https://token.actions.example.com",
        "https://token.actions.example.com",
        "jwt",
    )
    assert login.protect


def test_a_person_logs_in_with_a_token_that_can_be_revoked() -> None:
    recording = tokens(logins={"reviewer": PERSON}, client_id="vault", client_secret="s")
    role = recording.one("jwt/authBackendRole:AuthBackendRole").inputs
    assert (role["roleType"], role["tokenType"], role["verboseOidcLogging"]) == ("oidc", "service", False)
    assert recording.one("jwt/authBackend:AuthBackend").inputs["type"] == "oidc"


def test_keys_of_an_issuer_without_discovery_are_named() -> None:
    login = tokens(jwks_url="https://token.actions.example.com/keys", jwks_ca_certificate=CA).one("jwt/authBackend:AuthBackend").inputs
    assert (login["jwksUrl"], login["jwksCaPem"], "oidcDiscoveryUrl" in login) == ("https://token.actions.example.com/keys", CA, False)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"logins": {"all": {**POD, "service_account": "*"}}}, "no wildcard"),
        ({"logins": {"all": {**POD, "namespace": "*"}}}, "no wildcard"),
        ({"logins": {"all": {name: value for name, value in POD.items() if name != "audience"}}}, "logins.all.audience: is required"),
        ({"logins": {"all": {**POD, "token_minutes": 61}}}, "less than or equal to 60"),
        ({"kubernetes_host": "http://10.20.0.1"}, "the https address"),
    ],
)
def test_a_pods_login_without_bounds_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        pods(**changes)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"logins": {"ci": {**CI, "audiences": []}}}, "logins.ci.audiences: given"),
        ({"logins": {"ci": {**CI, "claims": {}}}}, "logins.ci.claims: given"),
        ({"logins": {"ci": {**CI, "claims": {"ref": ["refs/*"]}}}}, "without a wildcard"),
        ({"logins": {"person": PERSON}}, "give client_id and client_secret"),
        ({"issuer": "http://idp.example.com"}, "the https address of an issuer"),
        ({"logins": {"ci": {**CI, "redirect_uris": ["https://*.example.com/"]}}}, "the https address"),
    ],
)
def test_a_token_login_without_bounds_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        tokens(**changes)
