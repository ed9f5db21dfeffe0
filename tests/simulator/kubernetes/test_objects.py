"""Objects in a simulated cluster: names, namespaces, what replaces, what stands already, what a patch and a refresh see."""

from typing import Any

import pytest

from simulator.errors import CloudError
from simulator.packages.kubernetes_pods import pull_policy
from simulator.rules.kubernetes.expressions import unreadable
from simulator.world import World
from tests.simulator.kubernetes.landscape import OBJECTS, SELECTOR, container, template
from tests.simulator.kubernetes.places import HOME, Cluster
from tests.simulator.place import Made

NAMESPACE = "kubernetes:core/v1:Namespace"
SETTINGS = "kubernetes:core/v1:ConfigMap"
ACCOUNT = "kubernetes:core/v1:ServiceAccount"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
SERVICE = "kubernetes:core/v1:Service"
QUOTA = "kubernetes:core/v1:ResourceQuota"
RELEASE = "kubernetes:helm.sh/v3:Release"
CONFIG = """
apiVersion: v1
kind: Config
current-context: a
contexts: [{name: a, context: {cluster: one, user: u, namespace: team}}, {name: b, context: {cluster: two, user: u}}]
clusters: [{name: one, cluster: {server: "https://one.example"}}, {name: two, cluster: {server: "https://two.example"}}]
users: [{name: u, user: {}}]
"""


def settings(cluster: Cluster, as_: str = "", **metadata: Any) -> Made:
    """A ConfigMap."""
    return cluster.make(SETTINGS, as_, apiVersion="v1", kind="ConfigMap", metadata={"namespace": HOME, **metadata}, data={"a": "1"})


def test_a_name_is_made_up_and_stays(cluster: Cluster) -> None:
    made = settings(cluster, "limits")
    name = made["metadata"]["name"]
    assert name.startswith("limits-")
    assert len(name) == len("limits-") + 8
    assert made["metadata"]["annotations"] == {"pulumi.com/autonamed": "true"}
    again, _ = cluster.cloud.check(made.urn, made.inputs, {"metadata": {"namespace": HOME}, "data": {"a": "1"}})
    assert again["metadata"]["name"] == name


def test_a_name_that_is_given_no_longer_makes_another_object(cluster: Cluster) -> None:
    made = settings(cluster, "limits", name="mine")
    again, _ = cluster.cloud.check(made.urn, made.inputs, {"metadata": {"namespace": HOME}, "data": {"a": "1"}})
    assert again["metadata"]["name"].startswith("limits-")
    assert cluster.cloud.diff(made.urn, made.inputs, again).replaces == ["metadata"]


def test_what_names_no_namespace_stands_in_default_and_what_has_none_in_none(cluster: Cluster) -> None:
    assert cluster.make(ACCOUNT, metadata={"name": "a"}).id == "default/a"
    assert cluster.make(NAMESPACE, metadata={"name": "b"}).id == "b"
    assert (
        cluster.make(
            "kubernetes:cert-manager.io/v1:ClusterIssuer", apiVersion="cert-manager.io/v1", kind="ClusterIssuer", metadata={"name": "c"}
        ).id
        == "c"
    )


def test_the_kubeconfig_says_which_cluster_and_which_namespace(tmp_path: Any) -> None:
    world = World(tmp_path / "two.sqlite")
    one, two = Cluster(world, kubeconfig=CONFIG), Cluster(world, kubeconfig=CONFIG, context="b")
    assert one.cloud.place.account == "https://one.example"
    assert two.cloud.place.account == "https://two.example"
    one.make(NAMESPACE, metadata={"name": "team"})
    assert one.make(ACCOUNT, metadata={"name": "a"}).id == "team/a"
    assert two.make(ACCOUNT, metadata={"name": "a"}).id == "default/a"
    with pytest.raises(CloudError, match="context: 'c' is not in the kubeconfig; there are: a, b"):
        Cluster(world, kubeconfig=CONFIG, context="c")


def test_a_namespace_must_stand(cluster: Cluster) -> None:
    cluster.refuses("NotFound", SETTINGS, match='namespaces "nowhere" not found', metadata={"name": "a", "namespace": "nowhere"})


def test_a_name_is_taken_once_for_each_kind(cluster: Cluster) -> None:
    settings(cluster, name="a")
    cluster.refuses("AlreadyExists", SETTINGS, match='configmaps "a" already exists', metadata={"name": "a", "namespace": HOME})
    cluster.refuses("AlreadyExists", NAMESPACE, match='namespaces "kube-system" already exists', metadata={"name": "kube-system"})
    assert cluster.make(ACCOUNT, metadata={"name": "a", "namespace": HOME}).id == f"{HOME}/a"


def test_one_object_has_all_its_versions(cluster: Cluster) -> None:
    scaled = {
        "metadata": {"name": "a", "namespace": HOME},
        "spec": {"maxReplicas": 2, "scaleTargetRef": {"kind": "Deployment", "name": "d"}},
    }
    cluster.make("kubernetes:autoscaling/v1:HorizontalPodAutoscaler", **scaled)
    cluster.refuses("AlreadyExists", "kubernetes:autoscaling/v2:HorizontalPodAutoscaler", **scaled)


def test_a_namespace_brings_an_account_and_takes_everything_with_it(cluster: Cluster) -> None:
    cluster.refuses("AlreadyExists", ACCOUNT, metadata={"name": "default", "namespace": HOME})
    settings(cluster, name="a")
    cluster.delete(cluster.home)
    assert cluster.cloud.world.remaining() == []


@pytest.mark.parametrize(
    ("type_", "inputs", "change", "replaced"),
    [
        (SETTINGS, {"data": {"a": "1"}}, {"data": {"a": "2"}}, ["data"]),
        (ACCOUNT, {}, {"automountServiceAccountToken": False}, []),
        (
            DEPLOYMENT,
            {"spec": {"selector": SELECTOR, "template": template()}},
            {"spec": {"selector": SELECTOR, "template": template(), "replicas": 2}},
            [],
        ),
        (
            DEPLOYMENT,
            {"spec": {"selector": SELECTOR, "template": template()}},
            {"spec": {"selector": {"matchLabels": {"app": "other"}}, "template": template()}},
            ["spec"],
        ),
        (SERVICE, {"spec": {"ports": [{"port": 1}]}}, {"spec": {"ports": [{"port": 1}], "clusterIP": "None"}}, ["spec"]),
        (SERVICE, {"spec": {"ports": [{"port": 1}]}}, {"spec": {"ports": [{"port": 2}]}}, []),
        ("kubernetes:core/v1:Secret", {"stringData": {"a": "1"}}, {"stringData": {"a": "2"}}, ["stringData"]),
    ],
    ids=["settings", "account", "replicas", "selector", "address", "port", "secret"],
)
def test_what_the_api_does_not_change_in_place_is_replaced(
    type_: str, inputs: dict[str, Any], change: dict[str, Any], replaced: list[str], cluster: Cluster
) -> None:
    made = cluster.make(type_, metadata={"name": "a", "namespace": HOME}, **inputs)
    difference = cluster.cloud.diff(made.urn, made.inputs, {**made.inputs, **change})
    assert difference.replaces == replaced
    assert difference.delete_before_replace  # The name is the program's: two can't have it.


def test_a_change_in_place_keeps_what_the_server_gave(cluster: Cluster) -> None:
    made = cluster.make(SERVICE, metadata={"name": "a", "namespace": HOME}, spec={"type": "NodePort", "ports": [{"port": 443}]})
    before = made.outputs
    after = cluster.change(made, spec={"type": "NodePort", "ports": [{"port": 443}], "sessionAffinity": "ClientIP"})
    assert after["spec"]["clusterIP"] == before["spec"]["clusterIP"]
    assert after["spec"]["ports"] == before["spec"]["ports"]
    assert after["metadata"]["uid"] == before["metadata"]["uid"]


def test_a_change_of_the_spec_is_another_generation(cluster: Cluster) -> None:
    made = cluster.make(DEPLOYMENT, metadata={"name": "a", "namespace": HOME}, spec={"selector": SELECTOR, "template": template()})
    labelled = cluster.change(made, metadata={**made.inputs["metadata"], "labels": {"a": "b"}})
    assert labelled["metadata"]["generation"] == 1
    assert cluster.change(made, spec={**made.inputs["spec"], "replicas": 3})["metadata"]["generation"] == 2


def test_a_patch_lays_fields_over_an_object_and_takes_them_back(cluster: Cluster) -> None:
    patch = cluster.make(f"{ACCOUNT}Patch", metadata={"name": "default", "namespace": HOME}, automountServiceAccountToken=False)
    [account] = [one for one in cluster.cloud.world.by_id(f"{HOME}/default") if one.type == ACCOUNT]
    assert account.outputs["automountServiceAccountToken"] is False
    cluster.delete(patch)
    [account] = [one for one in cluster.cloud.world.by_id(f"{HOME}/default") if one.type == ACCOUNT]
    assert "automountServiceAccountToken" not in account.outputs


def test_a_patch_needs_a_name(cluster: Cluster) -> None:
    assert any("is required: a patch names" in one for one in cluster.faults(f"{ACCOUNT}Patch", automountServiceAccountToken=False))


def test_what_others_change_is_drift_and_what_they_add_is_not(cluster: Cluster) -> None:
    made = cluster.make(
        DEPLOYMENT, metadata={"name": "a", "namespace": HOME}, spec={"replicas": 2, "selector": SELECTOR, "template": template()}
    )
    assert cluster.read(made)[1] == made.inputs
    [found] = cluster.cloud.world.by_id(made.id)
    found.outputs["spec"]["replicas"] = 5
    found.outputs["metadata"]["annotations"] = {"others": "say"}
    cluster.cloud.world.put(found)
    inputs = cluster.read(made)[1]
    assert inputs["spec"]["replicas"] == 5
    assert "annotations" not in inputs["metadata"]


def test_another_way_to_write_the_same_is_no_drift(cluster: Cluster) -> None:
    made = cluster.make(QUOTA, metadata={"name": "a", "namespace": HOME}, spec={"hard": {"requests.cpu": "2000m", "pods": "2"}})
    [found] = cluster.cloud.world.by_id(made.id)
    found.outputs["spec"]["hard"]["requests.cpu"] = "2"
    cluster.cloud.world.put(found)
    made.outputs = cluster.read(made)[0]
    assert cluster.read(made)[1] == made.inputs
    found.outputs["spec"]["hard"]["pods"] = "9"
    cluster.cloud.world.put(found)
    assert cluster.read(made)[1]["spec"]["hard"] == {"requests.cpu": "2000m", "pods": "9"}


def test_a_custom_kind_takes_any_field_and_a_wrong_kind_of_kubernetes_is_refused(cluster: Cluster) -> None:
    made = cluster.make(
        "kubernetes:security.istio.io/v1:PeerAuthentication",
        apiVersion="security.istio.io/v1",
        kind="PeerAuthentication",
        metadata={"name": "a", "namespace": HOME},
        spec={"mtls": {"mode": "STRICT"}},
    )
    assert made["spec"] == {"mtls": {"mode": "STRICT"}}
    assert any("has no resource type" in one for one in cluster.faults("kubernetes:apps/v1:Deploymint", metadata={"name": "a"}))


def test_a_release_is_taken_as_a_chart_and_brings_its_namespace(cluster: Cluster) -> None:
    made = cluster.make(RELEASE, "mesh", chart="istiod", version="1.31.1", namespace="istio-system", createNamespace=True)
    assert made["name"].startswith("mesh-")
    assert (made["status"]["status"], made["status"]["chart"]) == ("deployed", "istiod")
    cluster.make(SETTINGS, metadata={"name": "a", "namespace": "istio-system"})
    cluster.refuses("NotFound", RELEASE, match='namespaces "elsewhere" not found', chart="a", namespace="elsewhere")


def test_a_pod_by_itself_needs_its_account(cluster: Cluster) -> None:
    pod = {"metadata": {"name": "a", "namespace": HOME}, "spec": {"serviceAccountName": "none", "containers": [container(resources={})]}}
    cluster.refuses("Forbidden", "kubernetes:core/v1:Pod", match='serviceaccount "none" not found', **pod)


def test_a_preview_knows_defaults_but_neither_addresses_nor_readiness(cluster: Cluster) -> None:
    planned = cluster.plan(SERVICE, metadata={"name": "a", "namespace": HOME}, spec={"ports": [{"port": 443}]})
    assert planned["spec"]["type"] == "ClusterIP"
    assert repr(planned["spec"]["clusterIP"]) == "<unknown>"
    assert "status" not in planned
    assert "uid" not in planned["metadata"]


@pytest.mark.parametrize(
    ("image", "policy"),
    [
        ("nginx", "Always"),
        ("nginx:latest", "Always"),
        ("registry.example:5000/nginx", "Always"),
        ("nginx:1.29", "IfNotPresent"),
        ("nginx@sha256:" + "0" * 64, "IfNotPresent"),
        ("nginx:latest@sha256:" + "0" * 64, "Always"),
    ],
)
def test_the_tag_decides_when_an_image_is_pulled(image: str, policy: str) -> None:
    assert pull_policy(image) == policy


@pytest.mark.parametrize(
    "expression",
    ["object.spec.?hostNetwork.orValue(false)", "object.metadata.labels[?'ai-zone'].hasValue()", "'a.?b' == 'x'", "a ? [b] : {}"],
)
def test_optional_fields_of_an_expression_can_be_read(expression: str) -> None:
    assert unreadable(expression) is None


@pytest.mark.parametrize("expression", ["object.spec.?", "object.spec ==", "[1, 2", ""])
def test_half_an_expression_can_not(expression: str) -> None:
    assert unreadable(expression)


def test_the_landscape_names_each_object_once() -> None:
    names = [(one["kind"], one["metadata"]["name"]) for one in OBJECTS]
    assert len(names) == len({*names})


@pytest.mark.parametrize(
    ("key", "told"),
    [
        ({"data": "-----BEGIN PUBLIC KEY-----"}, []),
        ({"secretRef": {"name": "signer"}, "hashAlgorithm": "sha256"}, []),
        ({"hashAlgorithm": "sha256"}, ["spec.authorities[0].key: expected exactly one of data, secretRef, kms, got none of them"]),
        (
            {"data": "-----BEGIN PUBLIC KEY-----", "kms": "awskms:///alias/signer"},
            ["spec.authorities[0].key: expected exactly one of data, secretRef, kms, got data and kms"],
        ),
    ],
)
def test_a_key_that_signs_images_is_named_in_one_way(key: dict[str, Any], told: list[str], cluster: Cluster) -> None:
    manifest = {
        "apiVersion": "policy.sigstore.dev/v1beta1",
        "kind": "ClusterImagePolicy",
        "metadata": {"name": "signed"},
        "spec": {"images": [{"glob": "**"}], "authorities": [{"name": "pipeline", "key": key}]},
    }
    assert cluster.refused(manifest) == told
