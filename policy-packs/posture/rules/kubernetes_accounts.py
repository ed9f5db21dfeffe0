"""Service accounts of pods, and who binds a role to them.

Source: Kubernetes documentation, "Using RBAC Authorization" (Referring to subjects), "Configure Service Accounts for Pods".
"""

from collections.abc import Iterator, Mapping
from typing import Any

from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.kubernetes_places import ground
from posture.rules.kubernetes_pods import Pod
from posture.rules.kubernetes_words import others, rows
from posture.rules.look import Look
from posture.values import Unknown, is_unknown


def account_of(look: Look, pod: Pod) -> KubernetesObject | None:
    """The service account that a pod acts as, where the stack has it."""
    namespace = ground(look.scene).namespace_name(pod.owner)
    for one in others(look, "ServiceAccount", cluster=pod.owner.cluster):
        if one.name == pod.account and ground(look.scene).namespace_name(one) == namespace:
            return one
    return None


def bound(look: Look, pod: Pod) -> bool:
    """Whether a role is bound to the pod's account: by name, or by all accounts of its namespace."""
    namespace = ground(look.scene).namespace_name(pod.owner)
    return any(
        _is_meant(subject, pod.account, namespace)
        for binding in others(look, "RoleBinding", "ClusterRoleBinding", cluster=pod.owner.cluster)
        for _, subject in subjects(binding)
    )


def subjects(binding: KubernetesObject) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Subjects of a binding that are known, with their paths."""
    listed = rows(binding, "subjects")
    for path, subject in [] if isinstance(listed, Unknown) else listed:
        if subject is not None:
            yield path, subject


def _is_meant(subject: Mapping[str, Any], account: str | Unknown, namespace: str | None) -> bool:
    if subject.get("kind") != "ServiceAccount":
        return False
    name, place = subject.get("name"), subject.get("namespace")
    # An unknown name may be this one: then the token has a use.
    return (is_unknown(name) or is_unknown(account) or name == account) and (is_unknown(place) or namespace is None or place == namespace)
