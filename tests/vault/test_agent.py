"""An agent's certificate buys a token of five minutes that can do one job."""

from typing import Any

import pytest

from ai_zones.vault import VaultAgent, VaultCertAuth
from ai_zones.vault.validation import InvalidInputError
from tests.vault.recording import CA, DOMAIN, Recording, record

LOGIN = "index/certAuthBackendRole:CertAuthBackendRole"
READ = {"kind": "database-credentials", "mount": "database", "name": "rag-reader"}


def agent(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"zone": "inference", "agent": "summary", "trust_domain": DOMAIN, "ca_certificate": CA, "job": READ, **changes}
    return record(lambda: (made := VaultAgent("agent", args)) and [made.spiffe_id, made.job_policy, made.job_path], preview=preview)


def test_its_token_lives_for_five_minutes_and_nobody_renews_it() -> None:
    login = agent().one(LOGIN).inputs
    assert [login[name] for name in ("tokenTtl", "tokenMaxTtl", "tokenExplicitMaxTtl")] == [300, 300, 300]
    assert (login["tokenType"], login["tokenNoDefaultPolicy"], "tokenNumUses" in login) == ("batch", True, False)


def test_its_token_can_do_its_job_and_nothing_else() -> None:
    recording = agent()
    assert recording.one(LOGIN).inputs["tokenPolicies"] == ["job-inference-agent-summary"]
    assert recording.policy("job-inference-agent-summary") == {"database/creds/rag-reader": (["read"], [])}


@pytest.mark.parametrize(
    ("kind", "path", "granted"),
    [
        ("encrypt", "m/encrypt/n", (["update"], [])),
        ("decrypt", "m/decrypt/n", (["update"], [])),
        ("certificate", "m/sign/n", (["update"], ["not_after", "other_sans", "ttl", "user_ids"])),
        ("secret", "m/data/n", (["read"], [])),
    ],
)
def test_a_job_is_one_path_and_one_capability(kind: str, path: str, granted: tuple[list[str], list[str]]) -> None:
    recording = agent(job={"kind": kind, "mount": "m", "name": "n"})
    assert recording.policy("job-inference-agent-summary") == {path: granted}
    assert recording.result[2] == path


def test_it_logs_in_by_its_own_identity_alone() -> None:
    recording = agent()
    login = recording.one(LOGIN).inputs
    assert login["allowedUriSans"] == [f"spiffe://{DOMAIN}/zone/inference/agent/summary"] == recording.result[:1]
    assert login["certificate"] == CA
    assert recording.endpoint("pki/roles/inference-agent-summary")["allowed_uri_sans"] == login["allowedUriSans"]


def test_a_revoked_certificate_is_asked_for_at_each_login_and_silence_refuses() -> None:
    login = agent().one(LOGIN).inputs
    assert (login["ocspEnabled"], login["ocspFailOpen"], login["ocspCaCertificates"]) == (True, False, CA)
    assert agent(revocation_checked=False).one(LOGIN).inputs["ocspEnabled"] is False


def test_a_token_is_spent_after_so_many_calls_where_that_is_asked() -> None:
    login = agent(uses=1).one(LOGIN).inputs
    assert (login["tokenType"], login["tokenNumUses"]) == ("service", 1)


def test_cert_manager_may_ask_for_its_certificate_with_the_lifetimes_that_are_listed() -> None:
    [text] = [one.inputs["policy"] for one in agent(requested_hours=[24]).of("index/policy:Policy") if "sign" in one.inputs["policy"]]
    assert '"ttl" = ["24h", "24h0m0s"]' in text


def test_it_logs_in_only_once_its_policy_is_there() -> None:
    recording = agent()
    assert recording.waits(recording.one(LOGIN), recording.one("index/policy:Policy", "agent-job"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"token_seconds": 301}, "less than or equal to 300"),
        ({"job": {**READ, "kind": "root"}}, "must be one of database-credentials"),
        ({"job": {**READ, "name": "*"}}, "no wildcard stands for others"),
        ({"job": [READ, READ]}, "job: given"),
        ({"job": {"kind": "certificate", "mount": "pki", "name": "inference-agent-summary"}}, "its own next certificate"),
        ({"agent": "summary/other"}, "no slash"),
        ({"requested_hours": [25]}, "requested_hours: given 25, allowed are 1 to 24"),
        ({"certificate_hours": 25}, "less than or equal to 24"),
        ({"policies": ["default"]}, "is not an input"),
    ],
)
def test_an_agent_that_cant_be_built_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        agent(**changes)


def test_the_login_by_certificate_binds_tokens_to_certificates_and_is_protected() -> None:
    recording = record(lambda: VaultCertAuth("cert", {}).login_path)
    login = recording.one("index/authBackend:AuthBackend")
    assert (login.inputs["type"], login.inputs["path"], login.protect) == ("cert", "cert", True)
    assert (login.inputs["tune"]["maxLeaseTtl"], login.inputs["tune"]["listingVisibility"]) == ("5m", "hidden")
    assert recording.of("generic/endpoint:Endpoint") == [], "tokens are bound to their certificates unless somebody turns that off"
    assert recording.result == "auth/cert/login"
