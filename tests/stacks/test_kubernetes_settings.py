"""The stack of a cluster: its file is judged before anything is registered, against the plan whose zones the cluster holds."""

import base64
import json
from typing import Any

import pytest

from stacks.errors import SettingsError
from stacks.kubernetes.cluster import kubeconfig, kubeconfig_of
from stacks.kubernetes.settings import SCHEMA_FILE, KubernetesSettings, is_kubernetes, schema_text
from tests.stacks.stack_files import as_the_engine_gives_it, engine_config, stack_file

STACKS = ("kubernetes-clinical", "kubernetes-dev")
BUILT = {"stack": "aws-clinical", "zone": "inference", "login": ["aws", "eks", "get-token"]}
CLUSTER = {"name": "clinic-a-prod-inference", "endpoint": "https://10.66.32.4", "certificate_authority": "cGVt"}


def settings(stack: str = "kubernetes-clinical", **changes: Any) -> KubernetesSettings:
    config = {**stack_file(stack)["config"], **{f"ai-zones:{key}": value for key, value in changes.items()}}
    return KubernetesSettings.from_config(stack, as_the_engine_gives_it({key: value for key, value in config.items() if value is not None}))


@pytest.mark.parametrize("stack", STACKS)
def test_the_repositorys_files_are_sound_and_picked_by_their_cloud(stack: str) -> None:
    assert set(settings(stack).config.namespaces) <= set(settings(stack).plan.zones)
    assert is_kubernetes(engine_config(stack))
    assert not is_kubernetes(engine_config("aws-clinical"))


def test_production_holds_one_zone_and_is_protected() -> None:
    found = settings()
    assert set(found.config.namespaces) == {"inference"}
    assert found.config.deletion_protection


@pytest.mark.parametrize("stack", STACKS)
def test_every_key_of_the_files_is_in_the_schema(stack: str) -> None:
    known = json.loads(SCHEMA_FILE.read_text())["properties"]["config"]["properties"]
    assert set(stack_file(stack)["config"]) <= set(known)
    assert SCHEMA_FILE.read_text() == schema_text(), "stale: run `python -m stacks.kubernetes.settings`"


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"nodes": 3}, "the key is unknown"),
        ({"plan_file": "Pulumi.nowhere.yaml"}, "cannot be read"),
        ({"plan_file": None}, "is missing"),
        ({"vault": None}, "ai-zones:vault: is missing"),
        ({"namespaces": {"inference": {"agents": {}}, "deidentification": {"deid": {}}}}, "deidentification and inference share a cluster"),
        ({"flows": {"callers": {"retrievals": ["agent"]}}}, "did you mean 'retrieval'"),
        ({"cluster": {"context": "a", **BUILT}}, "names a context and a stack"),
        ({"cluster": {"stack": "aws-clinical"}}, "no zone or no login"),
        ({"cluster": {"certificate_authority": "cGVt"}}, "is given without a stack"),
        ({"cluster": {**BUILT, "certificate_authority": "/etc/ca.pem"}}, "is no certificate"),
    ],
)
def test_what_is_wrong_is_told_where_it_stands(changes: dict[str, Any], said: str) -> None:
    with pytest.raises(SettingsError, match=said):
        settings(**changes)


def test_in_development_zones_may_share_a_cluster() -> None:
    assert {"deidentification", "inference", "egress"} <= set(settings("kubernetes-dev").config.namespaces)


def test_a_zone_that_the_plan_does_not_have_is_refused() -> None:
    plan = stack_file("kubernetes-dev")["config"]["ai-zones:plan"]
    with pytest.raises(SettingsError, match="the plan has no such zone"):
        settings("kubernetes-dev", plan=plan, namespaces={"training": {"notebooks": {}}})


def test_the_kubeconfig_at_hand_counts_unless_a_stack_is_named() -> None:
    assert kubeconfig_of(settings()) is None


def test_a_cluster_of_another_stack_is_found_by_its_outputs_and_entered_by_a_command() -> None:
    asked: list[str] = []

    def read(stack: str) -> dict[str, Any]:
        asked.append(stack)
        return {"clusters": {"inference": CLUSTER}}

    text = kubeconfig_of(settings(cluster={**BUILT, "stack": "clinic/ai-zones/aws-clinical"}), read)
    assert text is not None
    document = json.loads(text)
    assert asked == ["clinic/ai-zones/aws-clinical"]
    assert document["clusters"][0]["cluster"] == {"server": "https://10.66.32.4", "certificate-authority-data": "cGVt"}
    assert document["users"][0]["user"]["exec"]["command"] == "aws"
    assert not {"token", "password", "client-key-data"} & set(document["users"][0]["user"])


def test_a_stack_without_such_a_cluster_is_told() -> None:
    found = settings(cluster={**BUILT, "stack": "clinic/ai-zones/aws-clinical"})
    with pytest.raises(SettingsError, match="has no cluster of inference"):
        kubeconfig_of(found, lambda _: {"clusters": {}})

    def unreadable(_: str) -> dict[str, Any]:
        raise RuntimeError("unknown stack")

    with pytest.raises(SettingsError, match="can't be read: unknown stack"):
        kubeconfig_of(found, unreadable)


def test_a_kubeconfig_is_the_same_text_each_time() -> None:
    login = ["gke-gcloud-auth-plugin"]
    assert kubeconfig("a", "https://b", "c", login) == kubeconfig("a", "https://b", "c", login)


PEM = base64.b64encode(b"-----BEGIN CERTIFICATE-----\nof the cluster\n-----END CERTIFICATE-----\n").decode()
ON_AKS = {"stack": "clinic/ai-zones/azure-clinical", "zone": "inference", "login": ["kubelogin", "get-token"]}
AKS_OUTPUT = {"name": "clinic-b-prod-inference", "endpoint": "clinic-b-1.privatelink.westeurope.azmk8s.io"}


def test_on_aks_the_user_gives_the_authority_that_azure_keeps_in_a_kubeconfig() -> None:
    text = kubeconfig_of(settings(cluster={**ON_AKS, "certificate_authority": PEM}), lambda _: {"clusters": {"inference": AKS_OUTPUT}})
    assert text is not None
    assert json.loads(text)["clusters"][0]["cluster"] == {
        "server": "https://clinic-b-1.privatelink.westeurope.azmk8s.io",
        "certificate-authority-data": PEM,
    }


def test_without_an_authority_one_is_told_where_it_is_found() -> None:
    with pytest.raises(SettingsError, match=r"(?s)gives out no authority.*az aks get-credentials --name clinic-b-prod-inference --file -"):
        kubeconfig_of(settings(cluster=ON_AKS), lambda _: {"clusters": {"inference": AKS_OUTPUT}})


def test_a_cluster_that_does_not_stand_yet_is_told() -> None:
    with pytest.raises(SettingsError, match="doesn't say where its cluster of inference is"):
        kubeconfig_of(settings(cluster=ON_AKS), lambda _: {"clusters": {"inference": {"name": "a", "endpoint": ""}}})
