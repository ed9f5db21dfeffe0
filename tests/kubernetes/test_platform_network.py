"""The platform's namespaces are closed both ways, and open what certificates, the mesh and signatures need."""

from typing import Any

import pytest

from ai_zones.kubernetes import KubernetesPlatformNetwork
from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.recording import Recording, record

API, VAULT, REGISTRY = ["10.66.32.0/21"], ["10.66.40.0/21"], ["10.66.48.0/21"]
SPACES = ("cert-manager", "cosign-system", "istio-system")


def built(**changes: Any) -> Recording:
    args: Any = {
        "mesh_namespaces": {"inference": ["models", "agents"]},
        "api_server_cidrs": API,
        "vault_cidrs": VAULT,
        "registry_cidrs": REGISTRY,
        **changes,
    }
    return record(lambda: KubernetesPlatformNetwork("platform", args).namespaces)


def test_each_namespace_is_closed_after_what_it_needs_is_open() -> None:
    made = built()
    assert sorted(made.result) == list(SPACES)
    policies = made.objects("NetworkPolicy")
    for namespace in SPACES:
        closed = policies[f"{namespace}/default-deny"]
        assert closed.spec == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}
        waits = {one.rsplit("::", 1)[-1] for one in closed.depends_on}
        assert {f"platform-{one}" for one in ("istio-system-webhook", "cert-manager-webhook", "cosign-system-webhook")} <= waits


@pytest.mark.parametrize(
    ("namespace", "labels", "port"),
    [
        ("cert-manager", {"app": "webhook"}, 10250),
        ("istio-system", {"app": "istiod"}, 15017),
        ("cosign-system", {"app.kubernetes.io/name": "policy-controller"}, 8443),
    ],
)
def test_the_api_server_alone_calls_a_webhook(namespace: str, labels: dict[str, str], port: int) -> None:
    spec = built().object("NetworkPolicy", f"{namespace}/webhook").spec
    assert spec["podSelector"]["matchLabels"] == labels
    assert spec["ingress"] == [{"from": [{"ipBlock": {"cidr": API[0]}}], "ports": [{"protocol": "TCP", "port": port}]}]


def test_sidecars_of_the_zones_namespaces_ask_istiod_and_istio_csr() -> None:
    for name, port in (("istio-system/settings", 15012), ("cert-manager/identities", 6443)):
        [rule] = built().object("NetworkPolicy", name).spec["ingress"]
        [peer] = rule["from"]
        assert peer["namespaceSelector"]["matchLabels"] == {"ai-zone": "inference"}
        assert peer["namespaceSelector"]["matchExpressions"][0]["values"] == ["agents", "models"]
        assert rule["ports"] == [{"protocol": "TCP", "port": port}]
    assert {"istio-system/settings", "cert-manager/identities"}.isdisjoint(built(mesh_namespaces={}).objects("NetworkPolicy"))


def test_who_leaves_goes_to_vault_or_to_the_registry_and_nowhere_else() -> None:
    policies = built(api_server_port=6443, credential_cidrs=["169.254.170.23/32"]).objects("NetworkPolicy")
    roads = {
        (name, peer["ipBlock"]["cidr"], port["port"])
        for name, one in policies.items()
        for rule in one.spec.get("egress", ())
        for peer in rule["to"]
        if "ipBlock" in peer
        for port in rule["ports"]
    }
    assert roads == {
        *((f"{space}/to-api-server", API[0], 6443) for space in SPACES),
        ("cert-manager/to-vault", VAULT[0], 8200),
        ("cosign-system/to-registry", REGISTRY[0], 443),
        ("cosign-system/to-credentials", "169.254.170.23/32", 80),
    }


@pytest.mark.parametrize("key", ["api_server_cidrs", "vault_cidrs", "registry_cidrs"])
def test_what_all_need_is_named(key: str) -> None:
    with pytest.raises(InvalidInputError, match=f"{key}: must name at least one range"):
        built(**{key: []})
    with pytest.raises(InvalidInputError, match="must be a private range"):
        built(**{key: ["0.0.0.0/0"]})
