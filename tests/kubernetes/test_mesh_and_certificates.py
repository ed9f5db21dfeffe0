"""Identities come from Vault for an hour, every call is mutual TLS 1.3, goes where somebody said, and is written down."""

import base64
import json
from typing import Any

import pytest

from ai_zones.kubernetes import (
    KubernetesCertificate,
    KubernetesCertificateIssuer,
    KubernetesCertManager,
    KubernetesImageSignatures,
    KubernetesMesh,
)
from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.pods import IMAGE, REGISTRY
from tests.kubernetes.programs import PEM, TRUST
from tests.kubernetes.recording import Recording, record

CHARTS = "oci://registry.clinic.internal/charts"
ISSUER = {"vault_host": "vault.clinic.internal", "sign_path": "pki/sign/mesh", "role": "mesh", "ca_certificate": "authority"}
DIGEST = IMAGE.partition("@")[2]


def mesh(**changes: Any) -> Recording:
    images = dict.fromkeys(("istiod", "proxy", "cni", "istio_csr"), IMAGE)
    args: Any = {"zone": "inference", "trust_domain": TRUST, "issuer": ISSUER, "chart_repository": CHARTS, "images": images, **changes}
    return record(lambda: KubernetesMesh("mesh", args).issuer_audience)


def release(made: Recording, name: str) -> dict[str, Any]:
    [found] = [one.inputs for one in made.of("helm.sh/v3:Release") if one.inputs["name"] == name]
    return found


def test_the_meshs_settings_are_a_document_of_ours_and_ask_for_tls_1_3_and_known_hosts() -> None:
    made = mesh()
    settings = json.loads(made.object("ConfigMap", "istio-system/istio").inputs["data"]["mesh"])
    assert settings["trustDomain"] == TRUST
    assert settings["meshMTLS"] == settings["tlsDefaults"] == {"minProtocolVersion": "TLSV1_3"}
    assert settings["outboundTrafficPolicy"] == {"mode": "REGISTRY_ONLY"}
    assert settings["pathNormalization"] == {"normalization": "DECODE_AND_MERGE_SLASHES"}
    assert release(made, "istiod")["values"]["configMap"] is False


def test_calls_are_logged_by_who_called_whom_without_query_or_body() -> None:
    made = mesh()
    [provider] = json.loads(made.object("ConfigMap").inputs["data"]["mesh"])["extensionProviders"]
    logged = provider["envoyFileAccessLog"]["logFormat"]["labels"]
    assert logged["caller"] == "%DOWNSTREAM_PEER_URI_SAN%"
    assert not any("QUERY_PARAM" in value or value == "%REQ(:PATH)%" for value in logged.values())
    assert made.object("Telemetry", "istio-system/default").spec["accessLogging"][0]["providers"] == [{"name": provider["name"]}]


def test_for_every_workload_mutual_tls_is_strict_and_nobody_gets_in_unasked() -> None:
    made = mesh()
    assert made.object("PeerAuthentication", "istio-system/default").spec == {"mtls": {"mode": "STRICT"}}
    assert made.object("AuthorizationPolicy", "istio-system/deny-all").spec == {}
    assert made.object("Sidecar", "istio-system/default").spec["outboundTrafficPolicy"] == {"mode": "REGISTRY_ONLY"}


def test_istiod_signs_nothing_and_istio_csr_asks_vaults_issuer_for_an_hour() -> None:
    made = mesh()
    istiod, csr = release(made, "istiod")["values"], release(made, "cert-manager-istio-csr")["values"]
    assert istiod["env"]["ENABLE_CA_SERVER"] == "false"
    assert istiod["global"]["caAddress"] == "cert-manager-istio-csr.cert-manager.svc:443"
    assert csr["app"]["tls"]["trustDomain"] == TRUST
    assert csr["app"]["server"]["maxCertificateDuration"] == "1h"
    issuer = made.object("Issuer", "istio-system/mesh")
    assert csr["app"]["certmanager"]["issuer"]["name"] == issuer.inputs["metadata"]["name"]
    assert made.result == "vault://istio-system/mesh"


def test_every_chart_is_one_version_of_our_registry_and_every_image_a_digest() -> None:
    made = mesh()
    charts = {one.inputs["name"]: one.inputs for one in made.of("helm.sh/v3:Release")}
    assert set(charts) == {"istio-base", "istio-cni", "istiod", "cert-manager-istio-csr"}
    for one in charts.values():
        assert one["chart"].startswith(f"{CHARTS}/")
        assert one["version"].count(".") == 2
        assert one["atomic"] is True
    assert charts["istiod"]["values"]["image"] == charts["istiod"]["values"]["global"]["proxy"]["image"] == IMAGE
    assert charts["istio-cni"]["values"]["image"] == IMAGE
    assert charts["cert-manager-istio-csr"]["values"]["image"]["digest"] == DIGEST


def test_pods_need_no_right_to_join_the_mesh_as_the_cni_plugin_does_it_outside_of_the_zones() -> None:
    made = mesh()
    assert release(made, "istio-cni")["namespace"] == "kube-system"
    assert release(made, "istiod")["values"]["cni"] == {"enabled": True}
    assert release(made, "istiod")["values"]["global"]["proxy"]["privileged"] is False


def test_the_control_plane_waits_for_its_settings_its_kinds_and_its_signer() -> None:
    made = mesh()
    [istiod] = [one for one in made.of("helm.sh/v3:Release") if one.inputs["name"] == "istiod"]
    for earlier in ("istio-base", "cert-manager-istio-csr", "istio-cni"):
        [other] = [one for one in made.of("helm.sh/v3:Release") if one.inputs["name"] == earlier]
        assert made.waits(istiod, other), earlier
    assert made.waits(istiod, made.object("ConfigMap"))
    assert made.object("ConfigMap").protect
    assert not mesh(removable=True).object("ConfigMap").protect


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"istio_version": "1.x"}, "an exact version"),
        ({"chart_repository": "https://istio-release.storage.googleapis.com/charts"}, "a repository of charts"),
        ({"issuer": {**ISSUER, "sign_path": "pki/issue/mesh"}}, "a path that signs"),
        ({"trust_domain": "Cluster Local"}, "trust domain"),
        ({"images": {"istiod": "pilot:1.31"}}, "by its digest"),
    ],
)
def test_a_mesh_of_unknown_origin_is_refused_before_anything_is_registered(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        mesh(**changes)


def issuer(**changes: Any) -> Recording:
    args: Any = {"zone": "inference", "namespace": "agents", "issuer": "agents", **ISSUER, **changes}
    return record(lambda: KubernetesCertificateIssuer("issuer", args).audience)


def test_an_issuer_logs_in_by_a_token_of_its_own_account_and_keeps_no_secret() -> None:
    made = issuer()
    vault = made.object("Issuer", "agents/agents").spec["vault"]
    assert vault["server"] == "https://vault.clinic.internal:8200"
    assert vault["path"] == "pki/sign/mesh"
    assert base64.b64decode(vault["caBundle"]) == b"authority"
    account = {"name": "issuer-agents", "audiences": ["https://kubernetes.default.svc"]}
    assert vault["auth"] == {"kubernetes": {"role": "mesh", "mountPath": "/v1/auth/kubernetes", "serviceAccountRef": account}}
    assert made.object("ServiceAccount").inputs["automountServiceAccountToken"] is False
    assert made.result == "vault://agents/agents"


def test_cert_manager_may_make_tokens_of_that_account_and_of_no_other() -> None:
    made = issuer()
    assert made.object("Role", "agents/issuer-agents").inputs["rules"] == [
        {"apiGroups": [""], "resources": ["serviceaccounts/token"], "resourceNames": ["issuer-agents"], "verbs": ["create"]}
    ]
    binding = made.object("RoleBinding").inputs
    assert binding["subjects"] == [{"kind": "ServiceAccount", "name": "cert-manager", "namespace": "cert-manager"}]
    assert binding["roleRef"]["name"] == "issuer-agents"


def certificate(**changes: Any) -> Recording:
    args: Any = {"zone": "egress", "namespace": "egress", "workload": "gateway", "trust_domain": TRUST, "issuer": "egress", **changes}
    return record(lambda: KubernetesCertificate("certificate", args).spiffe_id)


def test_a_certificate_is_an_identity_for_a_day_and_a_new_key_each_time() -> None:
    spec = certificate().object("Certificate", "egress/gateway-identity").spec
    assert spec["uris"] == [certificate().result] == [f"spiffe://{TRUST}/zone/egress/gateway"]
    assert (spec["duration"], spec["privateKey"]["rotationPolicy"]) == ("24h0m0s", "Always")
    assert {"dnsNames", "commonName", "isCA", "ipAddresses"} & set(spec) == set()


def test_who_serves_has_names_and_says_so() -> None:
    spec = certificate(dns_names=["llm.clinic.internal"]).object("Certificate").spec
    assert (spec["dnsNames"], "server auth" in spec["usages"]) == (["llm.clinic.internal"], True)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"hours": 2161}, "less than or equal to 2160"),
        ({"dns_names": ["*.clinic.internal"]}, "a host name"),
        ({"workload": "agent/*"}, "a name below the zone"),
    ],
)
def test_a_certificate_for_long_or_for_many_is_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        certificate(**changes)


def test_cert_manager_comes_pinned_into_a_restricted_namespace_and_its_kinds_stay() -> None:
    args: Any = {"chart_repository": CHARTS, "images": dict.fromkeys(("controller", "webhook", "cainjector"), IMAGE)}
    made = record(lambda: KubernetesCertManager("certificates", args).namespace)
    values = release(made, "cert-manager")["values"]
    assert values["crds"] == {"enabled": True, "keep": True}
    assert values["image"]["digest"] == values["webhook"]["image"]["digest"] == values["cainjector"]["image"]["digest"] == DIGEST
    assert made.object("Namespace").inputs["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def signatures(**changes: Any) -> Recording:
    args: Any = {
        "registries": [REGISTRY], "public_keys_pem": {"ci": PEM, "review": PEM}, "chart_repository": CHARTS, "controller_image": IMAGE, **changes,
    }  # fmt: skip
    return record(lambda: KubernetesImageSignatures("signatures", args).policy_names)


def test_an_image_needs_the_signature_of_each_signer_by_a_key_that_stands_here() -> None:
    made = signatures()
    assert made.result == ["signed-by-ci", "signed-by-review"]
    for name, one in made.objects("ClusterImagePolicy").items():
        assert one.spec["mode"] == "enforce"
        assert one.spec["images"] == [{"glob": f"{REGISTRY}/**"}]
        assert one.spec["authorities"] == [{"name": name.removeprefix("signed-by-"), "key": {"data": PEM, "hashAlgorithm": "sha256"}}]
        assert one.protect


def test_an_image_that_no_policy_names_is_refused_and_so_is_all_while_the_controller_is_down() -> None:
    made = signatures()
    assert made.object("ConfigMap", "cosign-system/config-policy-controller").inputs["data"] == {"no-match-policy": "deny"}
    webhook = release(made, "policy-controller")["values"]["webhook"]
    assert (webhook["failurePolicy"], webhook["configData"]) == ("Fail", {"no-match-policy": "deny"})
    assert webhook["image"]["version"] == DIGEST


def test_the_controller_starts_without_a_way_out_as_its_namespace_demands_and_no_hook_brings_an_image() -> None:
    made = release(signatures(), "policy-controller")
    assert made["values"]["webhook"]["extraArgs"] == {"disable-tuf": "true"}
    secured = made["values"]["webhook"]["securityContext"]
    assert secured.items() >= {"enabled": True, "runAsNonRoot": True, "seccompProfile": {"type": "RuntimeDefault"}}.items()
    assert made["disableWebhooks"] is True


def test_the_controllers_account_bears_what_the_cloud_asks_for() -> None:
    given = {"account_annotations": {"azure.workload.identity/client-id": "one"}, "pod_labels": {"azure.workload.identity/use": "true"}}
    webhook = release(signatures(**given), "policy-controller")["values"]["webhook"]
    assert webhook["serviceAccount"] == {"annotations": given["account_annotations"]}
    assert webhook["customLabels"] == given["pod_labels"]
    assert {"serviceAccount", "customLabels"}.isdisjoint(release(signatures(), "policy-controller")["values"]["webhook"])


def test_while_a_key_is_being_changed_either_is_enough() -> None:
    made = signatures(public_keys_pem={"ci": PEM.rstrip() + "\n" + PEM})
    assert [one["name"] for one in made.objects("ClusterImagePolicy")["signed-by-ci"].spec["authorities"]] == ["ci", "ci-2"]
    with pytest.raises(InvalidInputError, match="a public key in PEM"):
        signatures(public_keys_pem={"ci": PEM + "and more"})


def test_attestations_are_asked_for_by_name_beside_the_signature() -> None:
    policies = signatures(predicates=["slsaprovenance1"]).objects("ClusterImagePolicy")
    assert set(policies) == {"signed-by-ci", "attested-by-ci", "signed-by-review", "attested-by-review"}
    [attesting] = policies["attested-by-ci"].spec["authorities"]
    assert attesting["attestations"] == [{"name": "slsaprovenance1", "predicateType": "slsaprovenance1"}]
    assert all("attestations" not in one for one in policies["signed-by-ci"].spec["authorities"])


def test_without_a_signer_nothing_is_built() -> None:
    with pytest.raises(InvalidInputError, match="at least one each"):
        signatures(public_keys_pem={})
