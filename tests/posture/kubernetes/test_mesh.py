"""Istio's settings as they add up: a port before a workload, a workload before its namespace, a namespace before the mesh."""

import pytest

from posture.readers.kubernetes.mesh import in_mesh
from posture.readers.kubernetes.mesh_callers import denies_by_default, everybody
from posture.readers.kubernetes.mesh_egress import outbound_mode
from posture.readers.kubernetes.mesh_mtls import namespace_mode
from posture.readers.kubernetes.mesh_records import calls_recorded
from posture.readers.kubernetes.objects import KubernetesObject, of_kind
from posture.stack import Stack
from posture.values import UNKNOWN
from tests.posture.kubernetes.manifests import stack

ZONE = "{apiVersion: v1, kind: Namespace, metadata: {name: phi, labels: {ai-zone: phi, istio-injection: enabled}}}"
ROOT = "{apiVersion: v1, kind: Namespace, metadata: {name: istio-system}}"


def policy(kind: str, namespace: str, spec: str, name: str = "default", group: str = "security.istio.io/v1") -> str:
    """A manifest of one of Istio's kinds."""
    return f"{{apiVersion: {group}, kind: {kind}, metadata: {{name: {name}, namespace: {namespace}}}, spec: {spec}}}"


def made(*manifests: str) -> tuple[Stack, KubernetesObject]:
    """A stack, and its namespace of phi."""
    judged = stack("\n---\n".join((ZONE, *manifests)))
    return judged, next(one for one in of_kind(judged, "Namespace") if one.name == "phi")


def peers(namespace: str, spec: str, name: str = "default") -> str:
    return policy("PeerAuthentication", namespace, spec, name)


def test_without_any_policy_a_mesh_takes_plain_connections() -> None:
    assert namespace_mode(*made(ROOT)) == "PERMISSIVE"


def test_what_stands_in_another_program_is_not_known_here() -> None:
    assert namespace_mode(*made()) is UNKNOWN
    assert outbound_mode(*made()) is UNKNOWN
    assert denies_by_default(*made()) is UNKNOWN
    assert calls_recorded(*made()) is UNKNOWN


def test_a_namespaces_mode_goes_before_the_meshs() -> None:
    strict, lax = "{mtls: {mode: STRICT}}", "{mtls: {mode: PERMISSIVE}}"
    assert namespace_mode(*made(peers("istio-system", strict))) == "STRICT"
    assert namespace_mode(*made(peers("istio-system", strict), peers("phi", lax))) == "PERMISSIVE"
    assert namespace_mode(*made(peers("istio-system", lax), peers("phi", strict))) == "STRICT"


def test_a_mode_that_is_unset_is_that_of_what_is_above() -> None:
    assert namespace_mode(*made(peers("istio-system", "{mtls: {mode: STRICT}}"), peers("phi", "{mtls: {mode: UNSET}}"))) == "STRICT"


def test_a_policy_of_one_workload_says_nothing_of_its_namespace() -> None:
    assert namespace_mode(*made(ROOT, peers("phi", "{selector: {matchLabels: {app: a}}, mtls: {mode: STRICT}}"))) == "PERMISSIVE"


@pytest.mark.parametrize(
    ("policies", "denied"),
    [
        ([ROOT], False),
        ([policy("AuthorizationPolicy", "istio-system", "{}")], True),
        ([policy("AuthorizationPolicy", "phi", "{}")], True),
        ([ROOT, policy("AuthorizationPolicy", "phi", "{action: DENY, rules: [{}]}")], False),
        ([ROOT, policy("AuthorizationPolicy", "phi", "{selector: {matchLabels: {app: a}}}")], False),
        ([ROOT, policy("AuthorizationPolicy", "others", "{}")], False),
    ],
    ids=["none", "mesh", "namespace", "deny-alone", "one-workload", "another-namespace"],
)
def test_whom_no_policy_names_is_denied_where_some_policy_for_all_allows(policies: list[str], denied: bool) -> None:
    assert denies_by_default(*made(*policies)) is denied


@pytest.mark.parametrize(
    ("rules", "open_"),
    [
        ("[]", False),
        ("[{}]", True),
        ("[{to: [{operation: {methods: [GET]}}]}]", True),
        ("[{from: [{source: {principals: [cluster.local/ns/a/sa/b]}}]}]", False),
        ("[{from: [{source: {principals: ['*/ns/a/sa/b']}}]}]", False),
        ("[{from: [{source: {principals: ['*']}}]}]", True),
        ("[{from: [{source: {principals: ['cluster.local/*']}}]}]", True),
        ("[{from: [{source: {notPrincipals: [cluster.local/ns/a/sa/b]}}]}]", True),
        ("[{from: [{source: {ipBlocks: [10.0.0.0/8]}}]}]", True),
        ("[{from: [{source: {namespaces: [a]}}]}]", False),
        ("[{from: [{source: {namespaces: [a], principals: ['*']}}]}]", False),
        ("[{from: [{source: {principals: [cluster.local/ns/a/sa/b]}}, {}]}]", True),
    ],
)
def test_a_rule_that_names_no_caller_lets_everybody_in(rules: str, open_: bool) -> None:
    judged, _ = made(policy("AuthorizationPolicy", "phi", f"{{rules: {rules}}}"))
    [found] = of_kind(judged, "AuthorizationPolicy")
    assert bool(list(everybody(found))) is open_


def test_a_sidecar_goes_before_the_settings_of_the_mesh() -> None:
    settings = "{apiVersion: v1, kind: ConfigMap, metadata: {name: istio, namespace: istio-system}, data: {mesh: 'outboundTrafficPolicy: {mode: REGISTRY_ONLY}'}}"
    open_ = policy("Sidecar", "phi", "{outboundTrafficPolicy: {mode: ALLOW_ANY}}", group="networking.istio.io/v1")
    assert outbound_mode(*made(ROOT)) == "ALLOW_ANY"
    assert outbound_mode(*made(settings)) == "REGISTRY_ONLY"
    assert outbound_mode(*made(settings, open_)) == "ALLOW_ANY"


def test_calls_are_recorded_where_telemetry_or_the_mesh_says_so() -> None:
    logs = policy("Telemetry", "istio-system", "{accessLogging: [{providers: [{name: otel}]}]}", group="telemetry.istio.io/v1")
    none = policy("Telemetry", "istio-system", "{accessLogging: [{disabled: true}]}", group="telemetry.istio.io/v1")
    assert calls_recorded(*made(logs)) is True
    assert calls_recorded(*made(none)) is False
    assert calls_recorded(*made(ROOT)) is False


@pytest.mark.parametrize(
    ("labels", "inside"),
    [
        ("{istio-injection: enabled}", True),
        ("{istio-injection: disabled, istio.io/rev: stable}", False),
        ("{istio.io/rev: stable}", True),
        ("{istio.io/dataplane-mode: ambient}", True),
        ("{}", False),
    ],
)
def test_labels_of_a_namespace_say_whether_it_is_in_the_mesh(labels: str, inside: bool) -> None:
    [found] = of_kind(stack(f"{{apiVersion: v1, kind: Namespace, metadata: {{name: phi, labels: {labels}}}}}"), "Namespace")
    assert in_mesh(found) is inside
