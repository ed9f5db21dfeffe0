"""The stack of Vault: its file is judged before anything is registered, against the plan whose zones it serves."""

import json
from typing import Any

import pytest

from ai_zones.kubernetes.certificate_issuer import CertificateIssuer
from stacks.errors import SettingsError
from stacks.vault.program import PASSWORD, build
from stacks.vault.settings import SCHEMA_FILE, VaultSettings, is_vault, schema_text
from tests.stacks.stack_files import as_the_engine_gives_it, engine_config, stack_file
from tests.vault.recording import Recording, record

STACK = "vault-pki"
AGENT = {"job": {"kind": "decrypt", "mount": "transit", "name": "patient-name"}}

MESH = {"mesh": {"mesh_namespaces": ["agents"]}}
TWO_MESHES = {"deidentification": MESH, "inference": MESH}


def settings(**changes: Any) -> VaultSettings:
    config = {**stack_file(STACK)["config"], **{f"ai-zones:{key}": value for key, value in changes.items()}}
    return VaultSettings.from_config(STACK, as_the_engine_gives_it({key: value for key, value in config.items() if value is not None}))


def test_the_repositorys_file_is_sound_and_serves_the_zones_of_its_plan() -> None:
    found = settings()
    assert found.plan.organization == "clinic-a"
    assert set(found.config.workloads) <= set(found.plan.zones)
    assert found.config.deletion_protection


def test_it_is_picked_by_its_cloud_alone() -> None:
    assert is_vault(engine_config(STACK))
    assert not is_vault(engine_config("aws-clinical"))


def test_no_password_stands_in_the_repositorys_file() -> None:
    assert settings().config.database_password is None


def test_every_key_of_the_file_is_in_its_schema() -> None:
    known = json.loads(SCHEMA_FILE.read_text())["properties"]["config"]["properties"]
    assert set(stack_file(STACK)["config"]) <= set(known)
    assert SCHEMA_FILE.read_text() == schema_text(), "stale: run `python -m stacks.vault.settings`"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"root_token": "x"}, "the key is unknown"),
        ({"plan_file": "Pulumi.nowhere.yaml"}, "cannot be read"),
        ({"audit": None}, "ai-zones:audit: is missing"),
        ({"clusters": {"a": {"zone": "dmz", "inputs": {}, "logins": {}}}}, "ai-zones:clusters.a.zone"),
        (
            {"clusters": {"a": {"zone": "inference", "inputs": {}, "logins": {"x": {"workload": "reg", "inputs": {}}}}}},
            "'reg' is no workload of inference",
        ),
        ({"acme_roles": {"access": ["api"]}}, "'api' is no workload of access"),
        ({"workloads": TWO_MESHES}, "clinic-a.example has a mesh already, at ai-zones:workloads.deidentification.mesh"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        settings(**changes)


def built(monkeypatch: pytest.MonkeyPatch, password: str) -> Recording:
    monkeypatch.setenv(PASSWORD, password)
    return record(lambda: build(STACK, engine_config(STACK)))


def test_without_a_first_password_the_database_alone_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    without, with_one = built(monkeypatch, ""), built(monkeypatch, "of-the-test")
    connection = "database/secretBackendConnection:SecretBackendConnection"
    assert (len(without.of(connection)), len(with_one.of(connection))) == (0, 1)
    assert len(without.of("index/mount:Mount")) == len(with_one.of("index/mount:Mount")) - 1


def test_everything_is_built_by_the_server_that_the_file_names(monkeypatch: pytest.MonkeyPatch) -> None:
    recording = built(monkeypatch, "of-the-test")
    made = [one for one in recording.resources if one.type.startswith("vault:")]
    assert {one.provider for one in made} == {"clinic-a-prod-vault-server"}
    [server] = [one for one in recording.resources if one.type == "pulumi:providers:vault"]
    assert server.inputs["address"] == "https://vault.management.clinic-a.example:8200"
    assert "token" not in server.inputs


def test_a_login_gets_the_certificate_of_its_workload_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    roles = built(monkeypatch, "of-the-test").of("kubernetes/authBackendRole:AuthBackendRole")
    assert {one.inputs["roleName"]: one.inputs["tokenPolicies"] for one in roles} == {
        "agent-summary": ["certificate-inference-agent-summary"],
        "agent-triage": ["certificate-inference-agent-triage"],
        "mesh": ["certificate-inference-mesh"],
        "agent-retriever": ["certificate-deidentification-agent-retriever"],
        "redactor": ["certificate-deidentification-redactor"],
    }


def test_a_zone_without_a_flow_to_vault_gets_nothing_from_it(tmp_path: Any) -> None:
    plan = stack_file("aws-clinical")["config"]["ai-zones:plan"]
    flows = {name: flow for name, flow in plan["flows"].items() if name not in ("vault-inference", "vault-makes-users")}
    file = tmp_path / "plan.yaml"
    accounts = stack_file("aws-clinical")["config"]["ai-zones:accounts"]
    zones = {zone: {**(given or {}), "account": accounts[zone]} for zone, given in plan["zones"].items()}
    availability = stack_file("aws-clinical")["config"].get("ai-zones:availability_zones", plan.get("availability_zones"))
    file.write_text(json.dumps({**plan, "zones": zones, "flows": flows, "availability_zones": availability}))
    with pytest.raises(SettingsError) as refused:
        settings(plan_file=str(file))
    assert "zone inference has no flow to Vault" in str(refused.value)
    assert "the plan lets Vault reach no database" in str(refused.value)


def test_the_mesh_of_kubernetes_clinical_finds_its_role_and_its_login() -> None:
    vault, cluster = stack_file(STACK)["config"], stack_file("kubernetes-clinical")["config"]
    mesh = vault["ai-zones:workloads"]["inference"]["mesh"]
    assert vault["ai-zones:trust_domain"] == cluster["ai-zones:trust_domain"]
    assert set(mesh["mesh_namespaces"]) == {*cluster["ai-zones:namespaces"]["inference"], "models"}
    login = vault["ai-zones:clusters"][cluster["ai-zones:vault"]["login_mount"]]["logins"]["mesh"]
    issuer = CertificateIssuer.parse(
        "mesh",
        {
            "zone": "inference",
            "namespace": "istio-system",
            "issuer": "mesh",
            "vault_host": "vault.internal",
            "sign_path": "pki/sign/inference-mesh",
            "role": "mesh",
            "ca_certificate": "authority",
        },
    )
    assert login["inputs"] == {"service_account": issuer.account, "namespace": issuer.namespace, "audience": issuer.audience}


def test_a_second_mesh_stands_in_a_trust_domain_of_its_own() -> None:
    other = {"mesh": {**MESH["mesh"], "trust_domain": "inference.clinic-a.example"}}
    found = settings(workloads={"deidentification": MESH, "inference": other}, clusters={}, identities={}, acme_roles={}).config
    assert set(found.workloads) == {"deidentification", "inference"}
