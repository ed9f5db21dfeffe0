"""Agents of the stack `vault-pki` on a real OpenBao: a certificate buys a token of five minutes that can do one job and nothing else."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.live.vault_pki import DOMAIN, Leaf, PkiStack, requested

pytestmark = [pytest.mark.live, pytest.mark.engine]
AGENT = "deidentification-agent-pseudonymizer"
ELSEWHERE = [
    ("read", "database/creds/rag-reader"),
    ("write", "transit/decrypt/patient-name"),
    ("write", "transit/encrypt/record-number"),
    ("read", "transit/keys/patient-name"),
    ("read", "auth/token/lookup-self"),
    ("write", "auth/token/renew-self"),
    ("write", "auth/token/create"),
    ("read", "sys/mounts"),
    ("read", "sys/policies/acl/job-deidentification-agent-pseudonymizer"),
    ("write", "sys/policies/acl/job-deidentification-agent-pseudonymizer"),
    ("write", "auth/cert/certs/deidentification-agent-pseudonymizer"),
    ("write", "pki/sign/deidentification-agent-pseudonymizer"),
    ("read", "pki/crl/rotate"),
    ("read", "cubbyhole/anything"),
]


def encrypts(client: Any, text: str = "TWFkZSB1cA==") -> str:
    answered = client.write_data("transit/encrypt/patient-name", data={"plaintext": text})
    return str(answered["data"]["ciphertext"])


def tries(client: Any, verb: str, path: str) -> Any:
    return client.read(path) if verb == "read" else client.write_data(path, data={"plaintext": "AAAA", "ciphertext": "vault:v1:AAAA"})


def test_the_token_lives_for_five_minutes_and_has_one_policy(pki_stack: PkiStack) -> None:
    answered = pki_stack.login(pki_stack.agents_leaf("pseudonymizer"), AGENT).json()["auth"]
    assert (answered["lease_duration"], answered["renewable"], answered["token_type"]) == (300, False, "batch")
    assert answered["policies"] == [f"job-{AGENT}"]
    seen = pki_stack.root.write_data("auth/token/lookup", data={"token": answered["client_token"]})["data"]
    assert 0 < seen["ttl"] <= 300


def test_it_can_do_its_job(pki_stack: PkiStack) -> None:
    assert encrypts(pki_stack.agent("pseudonymizer")).startswith("vault:v1:")


@pytest.mark.parametrize(("verb", "path"), ELSEWHERE)
def test_it_can_do_nothing_else(pki_stack: PkiStack, verb: str, path: str) -> None:
    with pytest.raises(Exception, match="permission denied"):
        tries(pki_stack.agent("pseudonymizer"), verb, path)


def test_who_may_decrypt_once_may_not_a_second_time(pki_stack: PkiStack) -> None:
    hidden = encrypts(pki_stack.agent("pseudonymizer"))
    client = pki_stack.agent("identifier")
    shown = client.write_data("transit/decrypt/patient-name", data={"ciphertext": hidden})
    assert shown["data"]["plaintext"] == "TWFkZSB1cA=="
    with pytest.raises(Exception, match="permission denied"):
        client.write_data("transit/decrypt/patient-name", data={"ciphertext": hidden})


@pytest.mark.parametrize("name", ["summary", "triage"])
def test_an_agent_of_the_models_seals_what_it_writes_and_opens_nothing(pki_stack: PkiStack, name: str) -> None:
    request, key = requested(f"spiffe://{DOMAIN}/zone/inference/agent/{name}", name=f"{name}.agent.inference.{DOMAIN}")
    # As cert-manager asks.
    leaf = pki_stack.leaf(f"inference-agent-{name}", request, key, ttl="24h0m0s")
    answered = pki_stack.login(leaf, f"inference-agent-{name}").json()["auth"]
    assert (answered["policies"], answered["lease_duration"]) == ([f"job-inference-agent-{name}"], 300)
    client, patient = pki_stack.client(answered["client_token"]), {"context": "cGF0aWVudA=="}
    sealed = client.write_data("transit/encrypt/drafts", data={"plaintext": "TWFkZSB1cA==", **patient})["data"]["ciphertext"]
    for path in ("transit/decrypt/drafts", "transit/encrypt/patient-name", "transit/decrypt/patient-name"):
        with pytest.raises(Exception, match="permission denied"):
            client.write_data(path, data={"plaintext": "TWFkZSB1cA==", "ciphertext": sealed, **patient})
    opener = pki_stack.agent("draft-opener")
    assert opener.write_data("transit/decrypt/drafts", data={"ciphertext": sealed, **patient})["data"]["plaintext"] == "TWFkZSB1cA=="


def test_one_agent_is_not_another(pki_stack: PkiStack) -> None:
    answered = pki_stack.login(pki_stack.agents_leaf("pseudonymizer"), "deidentification-agent-identifier")
    assert answered.status_code == requests.codes.bad_request


def test_a_workload_that_is_no_agent_does_not_log_in(pki_stack: PkiStack) -> None:
    request, key = requested(
        f"spiffe://{DOMAIN}/zone/deidentification/redactor",
        name=f"redactor.deidentification.{DOMAIN}",
        hosts=(f"redactor.deidentification.{DOMAIN}",),
    )
    leaf = pki_stack.leaf("deidentification-redactor", request, key)
    assert pki_stack.login(leaf, AGENT).status_code == requests.codes.bad_request


def test_without_a_certificate_nobody_logs_in(pki_stack: PkiStack) -> None:
    answered = pki_stack.login(None, AGENT)
    assert answered.status_code == requests.codes.bad_request
    assert "client certificate" in answered.text


def test_a_certificate_of_another_authority_opens_nothing(pki_stack: PkiStack, tmp_path: Path) -> None:
    shown = pki_stack.shown
    leaf = pki_stack.agents_leaf("pseudonymizer")
    stranger = Leaf(leaf.certificate, shown.certificate, shown.key)
    assert pki_stack.login(stranger, AGENT).status_code == requests.codes.bad_request


def test_a_revoked_certificate_buys_no_further_token(pki_stack: PkiStack) -> None:
    leaf = pki_stack.agents_leaf("pseudonymizer")
    assert pki_stack.login(leaf, AGENT).status_code == requests.codes.ok
    pki_stack.root.write_data("pki/revoke", data={"serial_number": leaf.serial})
    assert pki_stack.login(leaf, AGENT).status_code == requests.codes.bad_request


def test_no_key_of_a_field_leaves_the_server_or_is_deleted(pki_stack: PkiStack) -> None:
    for path in ("transit/export/encryption-key/patient-name", "transit/backup/patient-name"):
        with pytest.raises(Exception, match=r"not exportable|not allowed|disallowed"):
            pki_stack.root.read(path)
    with pytest.raises(Exception, match="deletion is not allowed"):
        pki_stack.root.delete("transit/keys/patient-name")


def _claims(**changes: Any) -> dict[str, Any]:
    return {"sub": "system:serviceaccount:rag:rag", "aud": "vault", **changes}


def test_a_token_of_the_cloud_buys_the_right_to_one_certificate(pki_stack: PkiStack) -> None:
    token = pki_stack.issuer.token(**_claims())
    answered = pki_stack.client("").write_data("auth/cloud/login", data={"role": "rag", "jwt": token})["auth"]
    assert (answered["policies"], answered["lease_duration"]) == (["certificate-inference-rag"], 300)
    client = pki_stack.client(answered["client_token"])
    request, _ = requested(f"spiffe://{DOMAIN}/zone/inference/rag", hosts=(f"rag.inference.{DOMAIN}",))
    assert client.write_data("pki/sign/inference-rag", data={"csr": request})["data"]["certificate"]
    with pytest.raises(Exception, match="permission denied"):
        client.write_data("pki/sign/deidentification-redactor", data={"csr": request})


@pytest.mark.parametrize(
    "changes",
    [{"sub": "system:serviceaccount:rag:other"}, {"aud": "other"}, {"iss": "https://other.example"}, {"exp": 1, "nbf": 0, "iat": 0}],
)
def test_a_token_with_another_claim_opens_nothing(pki_stack: PkiStack, changes: dict[str, Any]) -> None:
    with pytest.raises(Exception, match=r"error validating|invalid|does not match|expired"):
        pki_stack.client("").write_data("auth/cloud/login", data={"role": "rag", "jwt": pki_stack.issuer.token(**_claims(**changes))})


def test_both_audit_devices_record_each_call_and_no_value_in_clear(pki_stack: PkiStack) -> None:
    encrypts(pki_stack.agent("pseudonymizer"), "UmVjb3JkZWQgaGFzaGVk")
    for name in ("audit-1.log", "audit-2.log"):
        lines = (pki_stack.folder / name).read_text().splitlines()
        calls = [json.loads(line) for line in lines]
        assert any(one["request"]["path"] == "transit/encrypt/patient-name" and one["type"] == "response" for one in calls)
        assert not any("UmVjb3JkZWQgaGFzaGVk" in line for line in lines)
