"""Istio's settings as they add up: a port before a workload, a workload before its namespace, a namespace before the mesh."""

import json
from datetime import date

import pytest

from posture.check import check
from posture.readers.kubernetes.mesh import in_mesh
from posture.readers.kubernetes.mesh_callers import denies_by_default, everybody
from posture.readers.kubernetes.mesh_egress import outbound_mode
from posture.readers.kubernetes.mesh_mtls import namespace_mode
from posture.readers.kubernetes.mesh_principals import Domains, lets_in
from posture.readers.kubernetes.mesh_records import calls_recorded
from posture.readers.kubernetes.objects import KubernetesObject, of_kind
from posture.resource import Provider
from posture.rules.catalogue import rules
from posture.settings.effective import Settings
from posture.settings.posture_file import parse_posture
from posture.settings.waivers import Waivers
from posture.stack import Form, Stack
from posture.values import UNKNOWN
from tests.posture.kubernetes.manifests import PROVIDER, provider, resource, stack

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


@pytest.mark.parametrize(
    ("source", "inside"),
    [
        ({"principals": ["*"]}, True),
        ({"principals": ["clinic.example/*"]}, True),
        ({"principals": ["clinic.example/ns/*"]}, True),
        ({"principals": ["clinic.example/ns/ag*"]}, True),
        ({"principals": ["clinic.example/ns/agents/sa/su*"]}, True),
        ({"principals": ["clinic.example/ns/agents/*"]}, True),
        ({"principals": ["clinic.ex*"]}, True),
        ({"principals": ["partner*"]}, False),
        ({"principals": ["*/sa/summary"]}, True),
        ({"principals": ["*summary"]}, True),
        ({"principals": ["*/ns/agents/sa/summary"]}, True),
        ({"principals": ["*example/ns/agents/sa/summary"]}, True),
        ({"principals": ["*/ns/other/sa/summary"]}, False),
        ({"principals": ["cluster.local/ns/agents/sa/summary"]}, True),
        ({"principals": ["old.example/ns/agents/sa/summary"]}, True),
        ({"principals": ["partner.example/ns/agents/sa/summary"]}, False),
        ({"principals": ["clinic.example/ns/other/*", "clinic.example/ns/agents/sa/a"]}, True),
        ({"principals": ["clinic.example/ns/agent/sa/*"]}, False),
        ({"namespaces": ["*"]}, True),
        ({"namespaces": ["ag*"]}, True),
        ({"namespaces": ["*ents"]}, True),
        ({"namespaces": ["phi"]}, False),
        ({"serviceAccounts": ["agents/a"]}, True),
        ({"serviceAccounts": ["a"]}, False),
        ({"notPrincipals": ["clinic.example/ns/agents/sa/a"]}, True),
        ({"notPrincipals": ["clinic.example/ns/agents/*"]}, False),
        ({"notNamespaces": ["agents"]}, False),
        ({"notNamespaces": ["phi"]}, True),
        ({"principals": ["clinic.example/ns/agents/sa/a"], "namespaces": ["phi"]}, False),
    ],
)
def test_a_wildcard_lets_in_everybody_whom_it_matches(source: dict[str, list[str]], inside: bool) -> None:
    known = Domains("clinic.example", ("old.example",))
    assert lets_in(source, "agents", "phi", known) is inside


def test_a_mesh_whose_domain_nobody_says_may_have_any() -> None:
    assert lets_in({"principals": ["partner.example/ns/agents/sa/a"]}, "agents", "phi", Domains())


def other_mesh(alias: str, *, zone: str) -> list[tuple[str, str]]:
    """Findings of two clusters, phi's with an alias, and the other's whose own domain is models.example."""
    second = provider("second")
    spaces = (("phi", "phi", PROVIDER), ("other", zone, second.urn))
    found = [
        resource({"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": name, "labels": {"ai-zone": of}}}, provider=Provider(urn))
        for name, of, urn in spaces
    ]
    for name, urn, own, more in (("one", PROVIDER, "phi.example", [alias]), ("two", second.urn, "models.example", [])):
        data = {"mesh": json.dumps({"trustDomain": own, "trustDomainAliases": more})}
        about = {"name": "istio", "namespace": "istio-system"}
        made = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": about, "data": data, "$name": name}
        found.append(resource(made, provider=Provider(urn)))
    judged = Stack((provider(), second, *found), Form.STATE, "meshes")
    settings = Settings(parse_posture({}, "test"), None, Waivers(day=date(2026, 1, 1)), "test")
    results = check(judged, settings, rules=(rules()["mesh-callers-declared"],)).results
    return [
        (one.urn.rsplit("::", 1)[-1], one.verdict.value)
        for result in results
        if result.theorem == "mesh-callers-declared"
        for one in result.findings
    ]


def test_a_mesh_does_not_count_another_zones_programs_as_its_own() -> None:
    assert other_mesh("models.example", zone="inference") == [("one", "violated")]
    assert other_mesh("models.example", zone="phi") == []
    assert other_mesh("unheard.example", zone="phi") == [("one", "unproven")]
