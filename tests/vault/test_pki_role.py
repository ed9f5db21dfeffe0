"""A role certifies one identity for a day at most, and the policy that may ask names it alone."""

from typing import Any

import pytest

from ai_zones.vault import VaultPkiRole
from ai_zones.vault.validation import InvalidInputError
from tests.vault.recording import DOMAIN, Recording, record

PATH = "pki/roles/inference-agent-summary"
DENIED = ["not_after", "other_sans", "ttl", "user_ids"]


def role(preview: bool = False, **changes: Any) -> Recording:
    args: Any = {"zone": "inference", "workload": "agent/summary", "trust_domain": DOMAIN, **changes}
    return record(
        lambda: (made := VaultPkiRole("role", args)) and [made.role, made.spiffe_id, made.policy, made.sign_path], preview=preview
    )


def test_it_certifies_one_identity_and_nothing_by_wildcard() -> None:
    recording = role()
    made = recording.endpoint(PATH)
    assert made["allowed_uri_sans"] == [f"spiffe://{DOMAIN}/zone/inference/agent/summary"]
    assert made["allowed_domains"] == []
    wide = ["allow_any_name", "allow_subdomains", "allow_glob_domains", "allow_wildcard_certificates", "allow_localhost", "allow_ip_sans"]
    assert [made[name] for name in [*wide, "allow_bare_domains", "use_csr_common_name"]] == [False] * 8
    assert (made["client_flag"], made["server_flag"], made["key_usage"]) == (True, False, ["DigitalSignature"])


def test_it_holds_for_a_day_and_a_request_may_not_name_its_own_end() -> None:
    made = role().endpoint(PATH)
    assert (made["ttl"], made["max_ttl"], made["not_after_bound"]) == (86_400, 86_400, "forbid")
    assert role(max_hours=2160).endpoint(PATH)["max_ttl"] == 90 * 86_400
    assert role(max_hours=2160).endpoint(PATH)["ttl"] == 86_400
    assert role(max_hours=1).endpoint(PATH)["ttl"] == 3600


def test_what_it_gave_can_be_revoked() -> None:
    assert (role().endpoint(PATH)["no_store"], role().endpoint(PATH)["generate_lease"]) == (False, False)


def test_the_policy_signs_requests_of_this_role_without_an_end_of_their_own() -> None:
    recording = role()
    name, sign = "certificate-inference-agent-summary", "pki/sign/inference-agent-summary"
    assert recording.result == ["inference-agent-summary", f"spiffe://{DOMAIN}/zone/inference/agent/summary", name, sign]
    assert recording.policy(name) == {sign: (["update"], DENIED)}


def test_a_request_names_a_lifetime_only_where_that_is_listed_and_in_the_spelling_of_cert_manager_too() -> None:
    recording = role(max_hours=24, requested_hours=[24, 1])
    [text] = [one.inputs["policy"] for one in recording.of("index/policy:Policy")]
    assert '  allowed_parameters = {\n    "*" = []\n    "ttl" = ["1h", "1h0m0s", "24h", "24h0m0s"]\n  }' in text
    assert '"ttl" = []' not in text
    assert '"not_after" = []' in text


def test_keys_are_made_by_the_server_only_where_that_is_asked() -> None:
    policy = role(keys_on_server=True).policy("certificate-inference-agent-summary")
    assert policy["pki/issue/inference-agent-summary"] == (["update"], DENIED)


def test_who_logs_in_by_certificate_has_a_name_that_is_nobody_elses() -> None:
    made = role(named=True).endpoint(PATH)
    assert (made["allowed_domains"], made["require_cn"], made["allow_bare_domains"]) == (
        ["summary.agent.inference.clinic.example"],
        True,
        True,
    )
    assert role().endpoint(PATH)["require_cn"] is False


def test_hosts_and_addresses_are_named_one_by_one() -> None:
    made = role(dns_names=["api.inference.clinic.example"], ip_cidrs=["10.20.0.0/20"], usages=["server"]).endpoint(PATH)
    assert (made["allowed_domains"], made["allow_bare_domains"], made["allow_subdomains"]) == (
        ["api.inference.clinic.example"],
        True,
        False,
    )
    assert (made["allow_ip_sans"], made["allowed_ip_sans_cidr"]) == (True, ["10.20.0.0/20"])
    assert (made["client_flag"], made["server_flag"]) == (False, True)


def test_a_meshs_role_signs_accounts_of_the_named_namespaces_and_istiod_and_not_its_own_identity() -> None:
    recording = role(mesh_namespaces=["models", "agents"], workload="mesh")
    accounts = [f"spiffe://{DOMAIN}/ns/agents/sa/*", f"spiffe://{DOMAIN}/ns/models/sa/*"]
    istiod = f"spiffe://{DOMAIN}/ns/istio-system/sa/istiod-service-account"
    assert recording.endpoint("pki/roles/inference-mesh")["allowed_uri_sans"] == [*accounts, istiod]
    assert recording.result[1] == ""


def test_on_vault_of_hashicorp_it_is_the_providers_own_role() -> None:
    recording = role(server="vault")
    made = recording.one("pkiSecret/secretBackendRole:SecretBackendRole").inputs
    assert (made["name"], made["maxTtl"], made["allowIpSans"], made["allowWildcardCertificates"]) == (
        "inference-agent-summary",
        "86400",
        False,
        False,
    )
    assert made["keyUsages"] == ["DigitalSignature"]
    assert recording.of("generic/endpoint:Endpoint") == []
    assert recording.policy("certificate-inference-agent-summary")["pki/sign/inference-agent-summary"] == (["update"], DENIED)


def test_a_preview_knows_the_whole_role() -> None:
    assert role(preview=True).endpoint(PATH) == role().endpoint(PATH)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"zone": "dmz"}, "must be one of phi"),
        ({"workload": "agent/*"}, "no wildcard stands for others"),
        ({"workload": "../phi/x"}, "no wildcard stands for others"),
        ({"max_hours": 2161}, "less than or equal to 2160"),
        ({"max_hours": 2, "hours": 3}, "allowed are 1 to 2"),
        ({"requested_hours": [24, 25, 2160]}, "requested_hours: given 25, 2160, allowed are 1 to 24"),
        ({"mesh_namespaces": ["*"]}, "no wildcard"),
        ({"mesh_namespaces": ["agents", "istio-system"]}, "given istio-system, allowed are namespaces of the zone's own workloads"),
        ({"mesh_namespaces": ["agents"], "named": True}, "named: a mesh's certificates"),
        ({"requested_hours": [0]}, "requested_hours"),
        ({"dns_names": ["*.clinic.example"]}, "without a wildcard"),
        ({"usages": []}, "usages: given"),
        ({"usages": ["code-signing"]}, "must be one of client, server"),
        ({"ip_cidrs": ["10.20.0.0/20"], "server": "vault"}, "every address or none"),
        ({"workload": f"agent/{'a' * 60}", "named": True}, "allowed are 64"),
        ({"key_bits": 224}, "allowed for ec are 256, 384, 521"),
    ],
)
def test_a_role_that_cant_be_built_is_refused_by_name(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        role(**changes)
