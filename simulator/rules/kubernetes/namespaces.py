"""Namespaces: each brings a service account and the cluster's root certificates; a patch goes back when it is deleted."""

from simulator.action import Action
from simulator.packages.kubernetes import patched_object, stands
from simulator.packages.kubernetes_kinds import RELEASE, kind_of
from simulator.packages.kubernetes_patches import take_back
from simulator.rules import Rules
from simulator.rules.registry import every_type

namespace = Rules(
    "kubernetes:core/v1:Namespace",
    source="Kubernetes documentation, 'Configure Service Accounts for Pods' (the `default` account), 'Namespaces'; kube-controller-manager, "
    "root-ca-certificate-publisher (`kube-root-ca.crt`)",
)


@namespace.after("create")
def bring_account_and_roots(action: Action) -> None:
    """What the controllers make in every namespace: a program that makes it too is told that it exists; to change it, it patches it."""
    name = action.id
    for kind, one in (("ServiceAccount", "default"), ("ConfigMap", "kube-root-ca.crt")):
        metadata = {"name": one, "namespace": name, "uid": action.uuid(one)}
        action.keep(f"kubernetes:core/v1:{kind}", f"{name}/{one}", {"apiVersion": "v1", "kind": kind, "metadata": metadata})


release = Rules(RELEASE, source="Helm documentation, 'helm install --create-namespace'")


@release.after("create")
def bring_namespace(action: Action) -> None:
    """The release's namespace, where it is asked for. Helm leaves it behind; here it goes with the release, so that nothing remains."""
    name = str(action.inputs["namespace"])
    if action.inputs.get("createNamespace") is True and not stands(action.world, name, action.account):
        metadata = {"name": name, "labels": {"kubernetes.io/metadata.name": name, "name": name}, "uid": action.uuid("namespace")}
        action.keep("kubernetes:core/v1:Namespace", name, {"apiVersion": "v1", "kind": "Namespace", "metadata": metadata})


@every_type("kubernetes", "delete", source="Kubernetes documentation, 'Server-Side Apply: transferring ownership'")
def take_patch_back(action: Action) -> None:
    """The fields of a patch go with it."""
    if action.type == RELEASE:
        return
    kind = kind_of(action.type)
    base = patched_object(action, kind) if kind.is_patch else None
    if base is not None:
        take_back(action, kind, base)
