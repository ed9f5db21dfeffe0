"""Every program of ours runs alike: admitted by every rule, nobody's privileges, no token, no road that nobody asked for."""

from typing import Any

import pytest

from ai_zones.kubernetes.admission import Admission
from ai_zones.kubernetes.validation import InvalidInputError
from tests.kubernetes.admitting import refused
from tests.kubernetes.pods import REGISTRY
from tests.kubernetes.programs import COMPONENTS, PROGRAM, built

RULES = Admission.parse("rules", {"registries": [REGISTRY]}).rules()
EVERY = sorted(COMPONENTS)
GATES = ("gateway", "proxy", "tools", "vectors")


def pod_spec(what: str, **changes: Any) -> dict[str, Any]:
    spec: dict[str, Any] = built(what, **changes).object("Deployment").spec["template"]["spec"]
    return spec


@pytest.mark.parametrize("what", EVERY)
def test_our_own_admission_admits_it(what: str) -> None:
    deployment = built(what).object("Deployment")
    zone = {"metadata": {"labels": {"ai-zone": deployment.spec["template"]["metadata"]["labels"]["ai-zone"]}}}
    for rule in RULES:
        if any("deployments" in one.resources for one in rule.matched):
            assert refused(rule, deployment.inputs, namespace=zone) == [], rule.name


@pytest.mark.parametrize("what", EVERY)
def test_it_runs_as_nobody_with_an_account_of_its_own_and_no_token(what: str) -> None:
    made, spec = built(what), pod_spec(what)
    account = made.object("ServiceAccount", f"{made.object('Deployment').inputs['metadata']['namespace']}/{spec['serviceAccountName']}")
    assert account.inputs["automountServiceAccountToken"] is False
    assert spec["automountServiceAccountToken"] is False
    assert spec["securityContext"]["runAsNonRoot"] is True
    assert spec["securityContext"]["runAsUser"] >= 1000
    for one in (*spec["containers"], *spec.get("initContainers", [])):
        assert one["securityContext"]["readOnlyRootFilesystem"] is True
        assert one["resources"]["limits"]["memory"]
        assert one["image"].count("@sha256:") == 1


@pytest.mark.parametrize("what", EVERY)
def test_what_is_hostile_runs_in_a_sandbox(what: str) -> None:
    spec = pod_spec(what)
    hostile = built(what).object("Deployment").inputs["metadata"]["labels"]["ai-zone"] == "inference"
    assert spec.get("runtimeClassName") == ("gvisor" if hostile else None)
    assert pod_spec(what, program={**PROGRAM, "runtime_class": "kata"})["runtimeClassName"] == "kata"


@pytest.mark.parametrize("what", EVERY)
def test_its_pods_are_selected_by_what_they_are_and_some_stay_up(what: str) -> None:
    made = built(what)
    deployment = made.object("Deployment")
    name, labels = deployment.inputs["metadata"]["name"], deployment.spec["template"]["metadata"]["labels"]
    assert deployment.spec["selector"]["matchLabels"] == {"ai-service": name}
    assert labels["ai-service"] == name
    assert made.object("PodDisruptionBudget").spec["selector"]["matchLabels"] == {"ai-service": name}
    assert deployment.spec["replicas"] == 2


@pytest.mark.parametrize("what", EVERY)
def test_with_more_load_it_scales_where_it_may(what: str) -> None:
    made = built(what, program={**PROGRAM, "replicas": 3, "most_replicas": 9})
    scaling = made.object("HorizontalPodAutoscaler").spec
    assert (scaling["minReplicas"], scaling["maxReplicas"]) == (3, 9)
    assert "replicas" not in made.object("Deployment").spec
    assert built(what).objects("HorizontalPodAutoscaler") == {}


@pytest.mark.parametrize("what", [one for one in EVERY if one != "agent"])
def test_it_listens_on_the_plans_port_without_privileges_and_says_whether_it_is_well(what: str) -> None:
    made, spec = built(what), pod_spec(what)
    [port], [main] = made.object("Service").spec["ports"], spec["containers"]
    assert port["port"] == port["targetPort"] == main["ports"][0]["containerPort"] == 443
    assert spec["securityContext"]["sysctls"] == [{"name": "net.ipv4.ip_unprivileged_port_start", "value": "443"}]
    assert {"startupProbe", "readinessProbe", "livenessProbe"} <= set(main)
    assert made.object("Service").spec["type"] == "ClusterIP"
    assert "sysctls" not in pod_spec(what, port=8443)["securityContext"]


@pytest.mark.parametrize("what", GATES)
def test_a_gate_without_its_program_stands_closed_and_says_so(what: str) -> None:
    made = built(what, program=None)
    service = made.object("Service").inputs["metadata"]
    assert made.objects("Deployment") == made.objects("PodDisruptionBudget") == {}
    assert service["annotations"] == {"ai-zones/gate-program": "missing"}
    assert service["labels"]["ai-gate"] == ("egress-inspector" if what == "gateway" else "deidentification-service")
    assert built(what).object("Service").inputs["metadata"]["annotations"] == {"ai-zones/gate-program": "present"}
    doors = {name: one for name, one in made.objects("NetworkPolicy").items() if one.spec["policyTypes"] == ["Ingress"]}
    assert len(doors) == 1


@pytest.mark.parametrize("what", ["proxy", "gateway", "vectors", "tools"])
def test_a_login_to_vault_is_a_token_for_vault_alone_of_ten_minutes(what: str) -> None:
    key = "login" if what == "vectors" else "vault"
    spec = pod_spec(what, **{key: {"host": "vault.clinic.internal", "role": "gate"}})
    [token] = [one["projected"]["sources"][0]["serviceAccountToken"] for one in spec["volumes"] if "projected" in one]
    assert (token["audience"], token["expirationSeconds"]) == ("vault", 600)
    environment = {one["name"]: one["value"] for one in spec["containers"][0]["env"]}
    assert environment["VAULT_ADDR"] == "https://vault.clinic.internal:8200"


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ({"image": "server:1.0"}, "an image by its digest"),
        ({**PROGRAM, "environment": {"DB_PASSWORD": "x"}}, "must hold no secrets"),
        ({**PROGRAM, "environment": {"lower": "x"}}, "in capitals"),
        ({**PROGRAM, "user_id": 0}, "greater than or equal to 1000"),
        ({**PROGRAM, "replicas": 3, "most_replicas": 2}, "or more"),
        ({**PROGRAM, "privileged": True}, "is not an input|Extra inputs"),
    ],
)
def test_a_program_that_would_be_more_is_refused(program: dict[str, Any], said: str) -> None:
    with pytest.raises(InvalidInputError, match=said):
        built("proxy", program=program)


def test_settings_that_only_name_where_a_secret_lies_are_no_secrets() -> None:
    made = built("proxy", program={**PROGRAM, "environment": {"TOKEN_FILE": "/var/run/secrets/vault/token", "SECRET_PATH": "kv/x"}})
    assert {"name": "TOKEN_FILE", "value": "/var/run/secrets/vault/token"} in made.object("Deployment").spec["template"]["spec"][
        "containers"
    ][0]["env"]
