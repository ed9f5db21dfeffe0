"""Every object is read in one way, whatever its version and the form in which the program has it."""

from dataclasses import replace

from posture.readers.kubernetes.kinds import tokens
from posture.readers.kubernetes.objects import objects, objects_of, of_kind
from posture.stack import Form, Stack
from posture.values import UNKNOWN, is_unknown
from tests.posture.kubernetes.manifests import provider, resource, stack

DEPLOYMENT = {
    "apiVersion": "apps/v1",
    "kind": "Deployment",
    "metadata": {"name": "model", "namespace": "inference", "labels": {"app": "model"}},
    "spec": {"replicas": 1, "template": {"spec": {"containers": [{"name": "model", "image": "model:1"}]}}},
}


def test_an_object_says_its_group_version_kind_name_and_namespace() -> None:
    (one,) = objects(stack([DEPLOYMENT]))
    assert (one.group, one.version, one.kind, one.name, one.namespace) == ("apps", "v1", "Deployment", "model", "inference")
    assert one.value("spec.template.spec.containers[0].image") == "model:1"
    assert one.labels == {"app": "model"}
    assert one.whole


def test_older_versions_are_the_same_kind() -> None:
    older = {**DEPLOYMENT, "apiVersion": "extensions/v1beta1"}
    assert [one.group for one in of_kind(stack([older, DEPLOYMENT]), "Deployment")] == ["extensions", "apps"]
    assert "kubernetes:extensions/v1beta1:Deployment" in tokens("Deployment")
    assert "kubernetes:apps/v1:DeploymentPatch" in tokens("Deployment")


def test_a_custom_resource_is_an_object_too() -> None:
    (one,) = objects(
        stack([{"apiVersion": "cilium.io/v2", "kind": "CiliumNetworkPolicy", "metadata": {"name": "p"}, "spec": {"egress": [{}]}}])
    )
    assert (one.group, one.kind, one.namespace, one.items("spec.egress")) == ("cilium.io", "CiliumNetworkPolicy", "default", [{}])


def test_a_list_is_as_many_objects_as_it_has_items() -> None:
    items = [{"metadata": {"name": name, "namespace": "phi"}} for name in ("a", "b")]
    listed = {"apiVersion": "v1", "kind": "PodList", "metadata": {"name": "pods"}, "items": items}
    judged = stack([listed])
    assert [(one.kind, one.name, one.namespace) for one in objects(judged)] == [("Pod", "a", "phi"), ("Pod", "b", "phi")]
    assert [one.prop("spec") for one in objects_of(judged, judged.resources[0])] == ["items[0].spec", "items[1].spec"]
    assert len({one.key for one in objects(judged)}) == 2


def test_a_list_of_unknown_length_is_one_object_of_which_nothing_is_known() -> None:
    (one,) = objects(stack([{"apiVersion": "v1", "kind": "PodList", "metadata": {"name": "pods"}, "items": UNKNOWN}]))
    assert one.kind == "Pod"
    assert not one.whole
    assert is_unknown(one.name)
    assert is_unknown(one.spec)


def test_a_patch_is_laid_over_the_object_of_the_program() -> None:
    patch = {
        "apiVersion": "apps/v1",
        "kind": "DeploymentPatch",
        "metadata": {"name": "model", "namespace": "inference", "labels": {"tier": "ai"}},
        "spec": {"replicas": 3},
    }
    (one,) = objects(stack([patch, DEPLOYMENT]))
    assert one.kind == "Deployment"
    assert one.whole
    assert one.value("spec.replicas") == 3
    assert one.labels == {"app": "model", "tier": "ai"}
    assert one.value("spec.template.spec.containers[0].image") == "model:1"


def test_a_list_that_a_patch_alters_is_unknown() -> None:
    patch = {
        "apiVersion": "apps/v1",
        "kind": "DeploymentPatch",
        "metadata": {"name": "model", "namespace": "inference"},
        "spec": {"template": {"spec": {"containers": [{"name": "model", "image": "model:2"}]}}},
    }
    (one,) = objects(stack([DEPLOYMENT, patch]))
    assert is_unknown(one.items("spec.template.spec.containers"))


def test_a_patch_of_an_object_that_nobody_shows_is_not_whole() -> None:
    (one,) = objects(
        stack([{"apiVersion": "v1", "kind": "NamespacePatch", "metadata": {"name": "kube-system", "labels": {"ai-zone": "phi"}}}])
    )
    assert (one.kind, one.name, one.whole, one.namespace) == ("Namespace", "kube-system", False, None)


def test_the_same_name_in_another_namespace_is_another_object() -> None:
    patch = {"apiVersion": "apps/v1", "kind": "DeploymentPatch", "metadata": {"name": "model", "namespace": "phi"}, "spec": {"replicas": 3}}
    assert [(one.namespace, one.whole) for one in objects(stack([DEPLOYMENT, patch]))] == [("inference", True), ("phi", False)]


def test_the_providers_namespace_is_that_of_objects_that_name_none() -> None:
    bare = {**DEPLOYMENT, "metadata": {"name": "model"}}
    (one,) = objects(stack([bare], provider(props={"namespace": "inference"})))
    assert one.namespace == "inference"
    (other,) = objects(stack([bare]))
    assert other.namespace == "default"


def test_a_release_and_a_chart_are_no_objects() -> None:
    release = resource({"$type": "kubernetes:helm.sh/v3:Release", "$name": "istio", "chart": "istiod"})
    chart = replace(resource({"$type": "kubernetes:helm.sh/v4:Chart", "$name": "mesh"}), custom=False)
    assert objects(Stack((release, chart), Form.STATE)) == ()


def test_a_cluster_is_the_one_that_the_kubeconfig_is_made_from() -> None:
    eks = "aws:eks/cluster:Cluster"
    owner = resource({"$type": eks, "$name": "zone"})
    first = provider(property_dependencies={"kubeconfig": frozenset({owner.urn})}, props={"kubeconfig": UNKNOWN})
    (one,) = objects(stack([DEPLOYMENT], owner, first))
    assert one.cluster == owner.urn


def test_what_only_the_server_will_tell_is_absent() -> None:
    found = resource({**DEPLOYMENT, "status": UNKNOWN}, declared=frozenset({"apiVersion", "kind", "metadata", "spec"}))
    (one,) = objects(Stack((found,), Form.PREVIEW))
    assert one.value("status") is None
