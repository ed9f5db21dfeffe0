"""Nothing runs that nobody signed for, takes of the node, lies about its zone or leaves the mesh; and nobody enters what runs."""

from typing import Any

import pytest

from ai_zones.kubernetes import KubernetesAdmission, KubernetesAdmissionArgs
from ai_zones.kubernetes import admission_objects as objects
from ai_zones.kubernetes import admission_pods as pods
from ai_zones.kubernetes.admission import SANDBOXES, Admission
from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.admitting import refused
from tests.kubernetes.pods import IMAGE, REGISTRY, container, made_by, pod
from tests.kubernetes.recording import Recording, record

SANDBOXED = pods.sandboxes({"inference": SANDBOXES})
OF_PODS = {rule.name: rule for rule in (pods.images([REGISTRY]), pods.node(), pods.tokens(), pods.labels(), pods.sidecars(), SANDBOXED)}


def built(**changes: Any) -> Recording:
    args: KubernetesAdmissionArgs = {"registries": [REGISTRY], **changes}  # type: ignore[typeddict-item]
    return record(lambda: KubernetesAdmission("admission", args).policy_names)


@pytest.mark.parametrize("kind", ["Pod", "Deployment", "CronJob"])
@pytest.mark.parametrize("name", sorted(OF_PODS))
def test_a_careful_pod_is_admitted_whoever_makes_it(name: str, kind: str) -> None:
    one = pod(volumes=[{"name": "scratch", "emptyDir": {}}], initContainers=[container(name="first")])
    assert refused(OF_PODS[name], one if kind == "Pod" else made_by(kind, one)) == []


REFUSED: list[tuple[str, str, dict[str, Any], str]] = [
    ("a tag", "images-by-digest", {"containers": [container(image=f"{REGISTRY}/server:1.2")]}, "not by digest"),
    ("another registry", "images-by-digest", {"containers": [container(image=IMAGE.replace("clinic", "other"))]}, "not from a signed"),
    ("a registry that only begins alike", "images-by-digest", {"containers": [container(image=IMAGE.replace("/signed/", "/signedx/"))]}, "signed"),
    ("an init container's tag", "images-by-digest", {"initContainers": [container(image="busybox")]}, "not by digest"),
    ("an ephemeral container's tag", "images-by-digest", {"ephemeralContainers": [container(image="busybox")]}, "not by digest"),
    ("the node's network", "nothing-of-the-node", {"hostNetwork": True}, "hostNetwork"),
    ("the node's processes", "nothing-of-the-node", {"hostPID": True}, "hostPID"),
    ("the node's IPC", "nothing-of-the-node", {"hostIPC": True}, "hostIPC"),
    ("a path of the node", "nothing-of-the-node", {"volumes": [{"name": "v", "hostPath": {"path": "/"}}]}, "path of the node"),
    ("a port of the node", "nothing-of-the-node", {"containers": [container(ports=[{"hostPort": 80, "containerPort": 80}])]}, "hostPort"),
    ("privilege", "nothing-of-the-node", {"containers": [container(secured={"privileged": True})]}, "is privileged"),
    ("an init container's privilege", "nothing-of-the-node", {"initContainers": [container(secured={"privileged": True})]}, "is privileged"),
    ("more privileges later", "nothing-of-the-node", {"containers": [container(secured={"allowPrivilegeEscalation": True})]}, "may gain"),
    ("capabilities", "nothing-of-the-node", {"containers": [container(secured={"capabilities": {"drop": ["NET_RAW"]}})]}, "capabilities"),
    ("a writable root", "nothing-of-the-node", {"containers": [container(secured={"readOnlyRootFilesystem": False})]}, "readOnlyRoot"),
    ("the default account", "accounts-and-tokens", {"serviceAccountName": "default"}, "default service account"),
    ("a token", "accounts-and-tokens", {"automountServiceAccountToken": True}, "mounts a token"),
    ("another zone", "required-labels", {"labels": {"ai-zone": "egress"}}, "not that of its namespace"),
    ("no zone", "required-labels", {"labels": {"ai-zone": None}}, "not that of its namespace"),
    ("no service", "required-labels", {"labels": {"ai-service": None}}, "no label ai-service"),
    ("half a quarantine", "required-labels", {"labels": {"ai-quarantine": "yes"}}, "ai-quarantine"),
    ("no sidecar by label", "inside-the-mesh", {"labels": {"sidecar.istio.io/inject": "false"}}, "no sidecar"),
    ("no sidecar by annotation", "inside-the-mesh", {"notes": {"sidecar.istio.io/inject": "false"}}, "no sidecar"),
    ("ports past the sidecar", "inside-the-mesh", {"notes": {"traffic.sidecar.istio.io/excludeOutboundPorts": "443"}}, "past its sidecar"),
    ("the node's kernel", "sandboxed", {"runtimeClassName": "runc"}, "shares the node's kernel"),
]  # fmt: skip


@pytest.mark.parametrize(("what", "name", "changes", "said"), REFUSED, ids=[what for what, *_ in REFUSED])
def test_a_pod_with_it_is_refused_whoever_makes_it(what: str, name: str, changes: dict[str, Any], said: str) -> None:
    for one in (pod(**changes), made_by("StatefulSet", pod(**changes)), made_by("CronJob", pod(**changes))):
        [message] = refused(OF_PODS[name], one)
        assert said in message


def test_a_zone_that_is_not_hostile_needs_no_sandbox() -> None:
    assert refused(SANDBOXED, pod(runtimeClassName="runc"), namespace={"metadata": {"labels": {"ai-zone": "control"}}}) == []


def service(**spec: Any) -> dict[str, Any]:
    return {"kind": "Service", "metadata": {"name": "one", "annotations": spec.pop("notes", {})}, "spec": spec}


INTERNAL = {"service.beta.kubernetes.io/aws-load-balancer-scheme": "internal"}


@pytest.mark.parametrize("given", [service(), service(type="ClusterIP")])
def test_a_service_inside_the_cluster_is_admitted(given: dict[str, Any]) -> None:
    assert refused(objects.services([]), given) == []


@pytest.mark.parametrize("kind", ["NodePort", "LoadBalancer", "ExternalName"])
def test_a_service_that_opens_the_cluster_is_refused(kind: str) -> None:
    for doors in ([], ["models"]):
        assert len(refused(objects.services(doors), service(type=kind))) == 1


def test_an_internal_balancer_stands_where_it_was_allowed_alone() -> None:
    balancer = service(type="LoadBalancer", notes=INTERNAL)
    assert refused(objects.services(["models"]), balancer) == []
    assert len(refused(objects.services(["agents"]), balancer)) == 1
    assert len(refused(objects.services([]), balancer)) == 1


def test_external_addresses_ingresses_and_gateways_are_refused() -> None:
    rule = objects.services([])
    assert "CVE-2020-8554" in refused(rule, service(externalIPs=["10.0.0.9"]))[0]
    assert "people enter by the zone access" in refused(rule, {"kind": "Ingress", "metadata": {"name": "one"}, "spec": {}})[0]


def namespace(**labels: str) -> dict[str, Any]:
    return {
        "kind": "Namespace",
        "metadata": {"name": "models", "labels": {key.replace("__", "/").replace("_", "-"): labels[key] for key in labels}},
    }


RESTRICTED = {
    "ai_zone": "inference",
    "pod_security.kubernetes.io__enforce": "restricted",
    "pod_security.kubernetes.io__enforce_version": "v1.34",
    "policy.sigstore.dev__include": "true",
}


def test_a_zones_namespace_stays_in_its_zone_and_restricted() -> None:
    rule, sound = objects.namespaces([]), namespace(**RESTRICTED)
    assert refused(rule, sound) == [] == refused(rule, sound, before=sound) == refused(rule, namespace(team="data"))
    assert "names no zone" in refused(rule, namespace(**{**RESTRICTED, "ai_zone": "prod"}))[0]
    assert "leaves its zone" in refused(rule, namespace(**{**RESTRICTED, "ai_zone": "egress"}), before=sound)[0]
    assert "leaves its zone" in refused(rule, namespace(), before=sound)[0]
    assert "is not restricted" in refused(rule, namespace(**{**RESTRICTED, "pod_security.kubernetes.io__enforce": "baseline"}))[0]
    assert "latest" in refused(rule, namespace(**{**RESTRICTED, "pod_security.kubernetes.io__enforce_version": "latest"}))[0]


@pytest.mark.parametrize("value", [None, "false"])
def test_a_zones_namespace_stays_under_the_judge_of_signatures_unless_it_is_named(value: str | None) -> None:
    labels = {key: found for key, found in {**RESTRICTED, "policy.sigstore.dev__include": value}.items() if found is not None}
    assert "set its label policy.sigstore.dev/include to true" in refused(objects.namespaces([]), namespace(**labels))[0]
    assert "nobody judges" in refused(objects.namespaces(["sandbox"]), namespace(**labels), before=namespace(**RESTRICTED))[0]
    assert refused(objects.namespaces(["models"]), namespace(**labels)) == []


@pytest.mark.parametrize("value", ["", "false", "true"])
def test_no_label_makes_the_judge_of_signatures_pass_over_a_zones_namespace(value: str) -> None:
    marked = namespace(**{**RESTRICTED, "webhooks.knative.dev__exclude": value})
    assert "remove its label webhooks.knative.dev/exclude" in refused(objects.namespaces([]), marked)[0]
    assert refused(objects.namespaces([]), namespace(**{"webhooks.knative.dev__exclude": value})) == []


def test_nobody_enters_a_pod_but_who_breaks_the_glass() -> None:
    attach, helper = {"kind": "PodExecOptions"}, {"request": {"userInfo": {"username": "ann", "groups": ["clinic:break-glass"]}}}
    assert len(refused(objects.entering([]), attach)) == 1
    assert len(refused(objects.entering(["clinic:break-glass"]), attach)) == 1
    assert refused(objects.entering(["clinic:break-glass"]), attach, **helper) == []


MESH = objects.mesh("istio-system", ["system:serviceaccount:istio-system:istiod"])


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("PeerAuthentication", {"mtls": {"mode": "STRICT"}}),
        ("PeerAuthentication", {"mtls": {"mode": "STRICT"}, "portLevelMtls": {"8443": {"mode": "STRICT"}}}),
        ("AuthorizationPolicy", {}),
        ("AuthorizationPolicy", {"action": "DENY", "rules": [{}]}),
        ("AuthorizationPolicy", {"rules": [{"from": [{"source": {"principals": ["clinic/ns/models/sa/*"]}}]}]}),
        ("Sidecar", {"outboundTrafficPolicy": {"mode": "REGISTRY_ONLY"}}),
    ],
)
def test_what_keeps_the_mesh_closed_is_admitted(kind: str, spec: dict[str, Any]) -> None:
    assert refused(MESH, {"kind": kind, "metadata": {"name": "one"}, "spec": spec}) == []


@pytest.mark.parametrize(
    ("kind", "spec"),
    [
        ("PeerAuthentication", {}),
        ("PeerAuthentication", {"mtls": {"mode": "PERMISSIVE"}}),
        ("PeerAuthentication", {"mtls": {"mode": "STRICT"}, "portLevelMtls": {"8443": {"mode": "DISABLE"}}}),
        ("AuthorizationPolicy", {"rules": [{}]}),
        ("AuthorizationPolicy", {"action": "ALLOW", "rules": [{"to": [{"operation": {"ports": ["443"]}}]}]}),
        ("AuthorizationPolicy", {"rules": [{"from": [{"source": {"principals": ["*"]}}]}]}),
        ("AuthorizationPolicy", {"rules": [{"from": [{"source": {"ipBlocks": ["10.0.0.0/8"]}}]}]}),
        ("Sidecar", {"egress": [{"hosts": ["*/*"]}]}),
        ("Sidecar", {"outboundTrafficPolicy": {"mode": "ALLOW_ANY"}}),
        ("EnvoyFilter", {}),
    ],
)
def test_what_opens_the_mesh_is_refused(kind: str, spec: dict[str, Any]) -> None:
    assert len(refused(MESH, {"kind": kind, "metadata": {"name": "one"}, "spec": spec})) == 1


def test_each_policy_refuses_and_is_bound() -> None:
    policies, bindings = built().objects("ValidatingAdmissionPolicy"), built().objects("ValidatingAdmissionPolicyBinding")
    assert set(policies) == set(bindings) == set(built().result)
    assert len(policies) == len(Admission.parse("a", {"registries": [REGISTRY]}).rules()) == 10
    for name, binding in bindings.items():
        assert policies[name].spec["failurePolicy"] == "Fail"
        assert (binding.spec["policyName"], binding.spec["validationActions"]) == (name, ["Deny", "Audit"])
        assert built().waits(binding, policies[name])


def test_only_what_is_exempt_is_left_out_and_of_zones_nothing() -> None:
    made = built(exempt_namespaces=["kube-system", "gke-managed-system"]).objects("ValidatingAdmissionPolicyBinding")
    selectors = {name: binding.spec["matchResources"]["namespaceSelector"]["matchExpressions"] for name, binding in made.items()}
    exempt = {"key": "kubernetes.io/metadata.name", "operator": "NotIn", "values": ["gke-managed-system", "kube-system"]}
    assert selectors["ai-zones-images-by-digest"] == selectors["ai-zones-nothing-of-the-node"] == [exempt]
    assert selectors["ai-zones-nobody-enters"] == selectors["ai-zones-sandboxed"] == [{"key": "ai-zone", "operator": "Exists"}]


def test_the_rules_are_protected_unless_they_may_go() -> None:
    assert all(one.protect for one in built().objects("ValidatingAdmissionPolicy").values())
    assert not any(one.protect for one in built(removable=True).objects("ValidatingAdmissionPolicyBinding").values())


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"registries": []}, "at least one registry"),
        ({"registries": ["https://registry.clinic.internal"]}, "a registry, or a path below one"),
        ({"break_glass_groups": ["system:authenticated"]}, "is everybody"),
        ({"runtime_classes": {"wards": ["gvisor"]}}, "must be one of phi"),
    ],
)
def test_inputs_that_would_open_it_are_refused(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        built(**changes)
