"""The gates' roads: a client of vectors reaches the database and Vault, the gateway its providers, and neither anything else."""

from typing import Any

import pytest

from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.programs import DATABASE, VAULT, built


def roads(what: str, **changes: Any) -> dict[str, Any]:
    found = built(what, **changes).objects("NetworkPolicy")
    return {name: one.spec["egress"] for name, one in found.items() if "Egress" in one.spec["policyTypes"]}


def test_a_vector_client_reaches_the_database_and_vault_alone() -> None:
    assert roads("vectors") == {
        "deid/flow-retrieval-database": [{"to": [{"ipBlock": {"cidr": "10.64.2.0/28"}}], "ports": [{"protocol": "TCP", "port": 5432}]}],
        "deid/flow-retrieval-vault": [{"to": [{"ipBlock": {"cidr": "10.64.9.0/28"}}], "ports": [{"protocol": "TCP", "port": 8200}]}],
    }


def test_a_vector_client_keeps_no_password_and_checks_whom_it_talks_to() -> None:
    spec = built("vectors").object("Deployment").spec["template"]["spec"]
    environment = {one["name"]: one["value"] for one in spec["containers"][0]["env"]}
    assert environment["PGSSLMODE"] == "verify-full"
    assert environment["VAULT_DATABASE_PATH"] == "database/creds/rag-reader"
    assert not any("secret" in volume for volume in spec["volumes"])


def test_the_database_is_tcp_to_the_mesh_because_its_tls_begins_with_words_of_its_own() -> None:
    entries = built("vectors").objects("ServiceEntry")
    assert entries["deid/flow-retrieval-database"].spec["ports"] == [{"number": 5432, "name": "tcp", "protocol": "TCP"}]
    assert entries["deid/flow-retrieval-vault"].spec["ports"] == [{"number": 8200, "name": "tls", "protocol": "TLS"}]


def test_the_gateway_has_no_road_out_until_one_is_named() -> None:
    assert roads("gateway") == {}
    assert roads("gateway", proxy_cidrs=["10.64.12.8/32"], proxy_port=3128) == {
        "egress/to-providers": [{"to": [{"ipBlock": {"cidr": "10.64.12.8/32"}}], "ports": [{"protocol": "TCP", "port": 3128}]}]
    }


def test_behind_the_firewall_it_reaches_public_addresses_and_none_of_ours() -> None:
    [rule] = roads("gateway", behind_firewall=True)["egress/to-providers"]
    [peer] = rule["to"]
    assert peer["ipBlock"]["cidr"] == "0.0.0.0/0"
    assert {"10.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10"} == set(peer["ipBlock"]["except"])
    assert rule["ports"] == [{"protocol": "TCP", "port": 443}]


def test_the_mesh_knows_its_providers_by_name_for_its_namespace_alone() -> None:
    entry = built("gateway").object("ServiceEntry", "egress/to-providers").spec
    assert (entry["hosts"], entry["exportTo"], entry["location"]) == (["api.anthropic.com"], ["."], "MESH_EXTERNAL")


@pytest.mark.parametrize(
    ("what", "changes", "said"),
    [
        ("gateway", {"providers": []}, "at least one host"),
        ("gateway", {"providers": ["*.anthropic.com"]}, "a host name"),
        ("gateway", {"proxy_cidrs": ["10.0.0.1/32"], "behind_firewall": True}, "one road"),
        ("gateway", {"zone": "inference"}, "stands in egress"),
        ("proxy", {"service": "tools"}, "KubernetesToolServer"),
        ("proxy", {"zone": "access"}, "stands in deidentification"),
        ("vectors", {"database": VAULT}, "it is phi/database"),
        ("vectors", {"vault": DATABASE}, "it is management/vault"),
        ("vectors", {"zone": "inference"}, "only deidentification"),
    ],
)
def test_a_gate_elsewhere_or_with_another_road_is_refused(what: str, changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        built(what, **changes)
