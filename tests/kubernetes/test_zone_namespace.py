"""A zone's namespace is closed both ways, restricted, bounded, and gives nobody a token."""

from typing import Any

import pytest

from ai_zones.kubernetes import KubernetesZoneNamespace, KubernetesZoneNamespaceArgs
from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.recording import Recording, record


def built(**changes: Any) -> Recording:
    args: KubernetesZoneNamespaceArgs = {"zone": "inference", "namespace": "models", **changes}  # type: ignore[typeddict-item]
    return record(lambda: KubernetesZoneNamespace("space", args).namespace)


def labels(**changes: Any) -> dict[str, str]:
    found: dict[str, str] = built(**changes).object("Namespace").inputs["metadata"]["labels"]
    return found


def test_it_says_its_zone_and_is_restricted_at_a_pinned_version() -> None:
    found = labels()
    assert found["ai-zone"] == "inference"
    for mode in ("enforce", "audit", "warn"):
        assert found[f"pod-security.kubernetes.io/{mode}"] == "restricted"
        assert found[f"pod-security.kubernetes.io/{mode}-version"] == "v1.34"
    assert (found["istio-injection"], found["policy.sigstore.dev/include"]) == ("enabled", "true")


def test_everything_is_denied_both_ways() -> None:
    assert built().object("NetworkPolicy", "models/default-deny").spec == {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def test_the_only_roads_are_to_the_resolver_and_to_the_meshs_control() -> None:
    opened = {
        name: ([(peer["namespaceSelector"]["matchLabels"], peer["podSelector"]["matchLabels"]) for peer in rule["to"]], rule["ports"])
        for name, one in built().objects("NetworkPolicy").items()
        for rule in one.spec.get("egress", [])
    }
    name = "kubernetes.io/metadata.name"
    assert opened == {
        "models/to-resolver": (
            [({name: "kube-system"}, {"k8s-app": "kube-dns"})],
            [{"protocol": "UDP", "port": 53}, {"protocol": "TCP", "port": 53}],
        ),
        "models/to-istiod": ([({name: "istio-system"}, {"app": "istiod"})], [{"protocol": "TCP", "port": 15012}]),
        "models/to-istio-csr": ([({name: "cert-manager"}, {"app": "cert-manager-istio-csr"})], [{"protocol": "TCP", "port": 6443}]),
    }
    assert not any(one.spec.get("ingress") for one in built().objects("NetworkPolicy").values())


def test_a_quarantined_pod_has_not_even_these() -> None:
    for name, one in built().objects("NetworkPolicy").items():
        if name != "models/default-deny":
            assert one.spec["podSelector"]["matchExpressions"] == [{"key": "ai-quarantine", "operator": "DoesNotExist"}]


def test_a_resolver_on_the_node_is_named_by_its_address() -> None:
    [rule] = built(resolver_cidrs=["169.254.20.10/32"]).object("NetworkPolicy", "models/to-resolver").spec["egress"]
    assert {"ipBlock": {"cidr": "169.254.20.10/32"}} in rule["to"]


def test_no_gpu_and_no_way_out_is_granted_unless_asked_for() -> None:
    hard = built().object("ResourceQuota").spec["hard"]
    none = ("requests.nvidia.com/gpu", "requests.amd.com/gpu", "services.loadbalancers", "services.nodeports", "requests.storage")
    assert {hard[name] for name in none} == {"0"}
    granted = built(quota={"gpus": {"nvidia.com/gpu": 4}, "pods": 8}).object("ResourceQuota").spec["hard"]
    assert (granted["requests.nvidia.com/gpu"], granted["requests.amd.com/gpu"], granted["pods"]) == ("4", "0", "8")


def test_a_container_is_bounded_and_one_that_asks_for_nothing_gets_little() -> None:
    [limits] = built(container_memory="64Gi").object("LimitRange").spec["limits"]
    assert limits["max"] == {"cpu": "4", "memory": "64Gi"}
    assert limits["default"]["memory"] == "512Mi"


def test_the_default_account_mounts_no_token() -> None:
    one = built().object("ServiceAccount", "models/default")
    assert one.type == "kubernetes:core/v1:ServiceAccountPatch"
    assert one.inputs["automountServiceAccountToken"] is False


def test_in_the_mesh_nobody_gets_in_without_a_policy_and_nothing_goes_where_nobody_knows() -> None:
    made = built(visible_namespaces=["agents"])
    assert made.object("PeerAuthentication").spec == {"mtls": {"mode": "STRICT"}}
    assert made.object("AuthorizationPolicy").spec == {}
    assert made.object("Sidecar").spec == {
        "outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"},
        "egress": [{"hosts": ["./*", "agents/*", "istio-system/*"]}],
    }


def test_outside_of_the_mesh_no_resource_of_istio_is_made() -> None:
    made = built(in_mesh=False)
    assert made.of("security.istio.io/v1:PeerAuthentication") == []
    assert set(made.objects("NetworkPolicy")) == {"models/default-deny", "models/to-resolver"}
    assert labels(in_mesh=False)["istio-injection"] == "disabled"


def test_it_is_protected_and_everything_in_it_waits_for_it() -> None:
    made = built()
    space = made.object("Namespace")
    assert space.protect
    assert not built(removable=True).object("Namespace").protect
    assert all(made.waits(one, space) for one in made.resources if one.inputs.get("metadata", {}).get("namespace"))


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"namespace": "kube-zone"}, "cluster's own"),
        ({"namespace": "default"}, "cluster's own"),
        ({"namespace": "Models"}, "lower-case letters"),
        ({"zone": "wards"}, "must be one of phi"),
        ({"labels": {"ai-zone": "egress"}}, "sets these itself"),
        ({"pod_security_version": "latest"}, "not latest"),
        ({"resolver_cidrs": ["8.8.8.8/32"]}, "private range"),
        ({"quota": {"memory": "a lot"}}, "a quantity of Kubernetes"),
    ],
)
def test_inputs_that_would_open_it_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        built(**changes)
