"""A model in a cage: verified before it starts, called by those who were named, calling nobody."""

from typing import Any

import pytest

from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.pods import IMAGE
from tests.kubernetes.programs import MODEL, PEM, PROGRAM, built
from tests.kubernetes.recording import Recording

GPU = {**PROGRAM, "gpus": {"nvidia.com/gpu": 2}, "memory": "96Gi", "cpu": "12", "node_labels": {"accelerator": "h100"}}


def spec_of(made: Recording) -> Any:
    return made.object("Deployment").spec["template"]["spec"]


def test_the_model_is_read_only_for_the_whole_pod() -> None:
    spec = spec_of(built("model"))
    volume = next(one for one in spec["volumes"] if one["name"] == "model")
    assert volume["persistentVolumeClaim"] == {"claimName": "weights", "readOnly": True}
    for one in (*spec["initContainers"], *spec["containers"]):
        assert [mount["readOnly"] for mount in one["volumeMounts"] if mount["name"] == "model"] == [True]


def test_the_digest_and_then_the_signature_are_verified_before_the_server_starts() -> None:
    made = built("model")
    digest, signature = spec_of(made)["initContainers"]
    assert digest["command"] == ["sha256sum", "--check", "--strict", "/trusted/model.sha256"]
    assert signature["command"][:4] == ["model_signing", "verify", "key", "/model"]
    assert "/trusted/signer.pem" in signature["command"]
    trusted = made.object("ConfigMap")
    assert trusted.inputs["data"] == {"model.sha256": f"{'a' * 64}  /model/model.sig\n", "signer.pem": PEM}
    assert trusted.inputs["immutable"] is True
    assert made.waits(made.object("Deployment"), trusted)


def test_another_model_is_another_name_of_what_is_trusted() -> None:
    named = {built("model", model={**MODEL, "manifest_sha256": digit * 64}).object("ConfigMap").named for digit in "ab"}
    assert named == {f"models/trusted-{'a' * 12}", f"models/trusted-{'b' * 12}"}


def test_alone_it_is_called_by_nobody_and_calls_nobody() -> None:
    made = built("model")
    assert {name for name, one in made.objects("NetworkPolicy").items() if one.spec.get("ingress")} == set()
    assert {name for name, one in made.objects("NetworkPolicy").items() if one.spec.get("egress")} == {
        "models/to-resolver",
        "models/to-istiod",
        "models/to-istio-csr",
    }
    assert set(made.objects("AuthorizationPolicy")) == {"models/deny-all", "models/quarantine"}


def test_it_reaches_its_proxies_and_is_reached_by_its_callers_alone() -> None:
    made = built(
        "model",
        proxies={"redaction": {"zone": "deidentification", "service": "prompt", "port": 443, "namespaces": ["deid"]}},
        callers={"agents": {"zone": "inference", "namespaces": ["agents"], "service_accounts": ["agent-summary"]}},
    )
    out = made.object("NetworkPolicy", "models/flow-api-redaction").spec
    assert out["podSelector"]["matchLabels"] == {"ai-service": "api"}
    assert out["egress"][0]["to"][0]["podSelector"]["matchLabels"] == {"ai-service": "prompt"}
    assert made.object("NetworkPolicy", "models/into-api").spec["podSelector"]["matchLabels"] == {"ai-service": "api"}
    allowed = made.object("AuthorizationPolicy", "models/api-allow").spec["rules"][0]["from"][0]["source"]["principals"]
    assert allowed == ["prod.clinic.internal/ns/agents/sa/agent-summary"]
    assert made.object("Sidecar", "models/default").spec["egress"][0]["hosts"] == ["./*", "deid/*", "istio-system/*"]


def test_its_namespace_grants_the_gpus_that_it_asks_for_and_one_pod_more() -> None:
    made = built("model", program=GPU)
    hard = made.object("ResourceQuota").spec["hard"]
    assert (hard["pods"], hard["requests.nvidia.com/gpu"]) == ("3", "6")
    [main] = spec_of(made)["containers"]
    assert main["resources"]["limits"]["nvidia.com/gpu"] == main["resources"]["requests"]["nvidia.com/gpu"] == "2"
    assert made.object("LimitRange").spec["limits"][0]["max"] == {"cpu": "12", "memory": "96Gi"}
    assert spec_of(made)["nodeSelector"] == {"accelerator": "h100"}
    assert spec_of(made)["tolerations"] == [{"key": "nvidia.com/gpu", "operator": "Exists", "effect": "NoSchedule"}]


def test_it_says_who_it_is() -> None:
    assert built("model").result["principal"] == "prod.clinic.internal/ns/models/sa/api"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"model": {**MODEL, "manifest_sha256": "sha256:1"}}, "64 hexadecimal digits"),
        ({"model": {**MODEL, "public_key_pem": "a key"}}, "public key in PEM"),
        ({"model": {**MODEL, "verifier_image": IMAGE.partition("@")[0]}}, "by its digest"),
        ({"quota": {"memory": "much"}}, "a quantity"),
        ({"proxies": {"web": {"zone": "egress", "service": "llm", "port": 443}}}, "give one of the two"),
    ],
)
def test_a_model_that_nobody_can_verify_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        built("model", **changes)
