"""Rights of Roles and ClusterRoles, and where they hold.

Sources: Kubernetes documentation, "Using RBAC Authorization", "Role Based Access Control Good Practices" (Privilege escalation risks).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault
from posture.rules.kubernetes_places import OF_THE_SYSTEM, ground
from posture.rules.kubernetes_words import fault, k8s, others, rows, texts, things, untold
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

ROLES: Final = k8s("Role", "ClusterRole")
BINDINGS: Final = k8s("RoleBinding", "ClusterRoleBinding")
_AGGREGATES: Final = "rbac.authorization.k8s.io/aggregate-to-"
READS: Final = frozenset({"get", "list", "watch"})
WRITES: Final = frozenset({"create", "update", "patch", "delete", "deletecollection"})
CHANGES: Final = frozenset({"update", "patch"})


@dataclass(frozen=True)
class Right:
    """One rule of a role."""

    role: KubernetesObject
    path: str
    verbs: frozenset[str]
    groups: frozenset[str]
    resources: frozenset[str]
    named: bool
    """Whether it holds for named objects alone."""

    def gives(self, verbs: frozenset[str], resources: frozenset[str], groups: frozenset[str]) -> frozenset[str]:
        """Which of these resources it gives one of these verbs on. `*` counts as each verb and group; not as a resource: that is said apart."""
        if not self.verbs & (verbs | {"*"}) or not self.groups & (groups | {"*"}):
            return frozenset()
        subresources = {f"*/{one.partition('/')[2]}": one for one in resources if "/" in one}
        return frozenset(self.resources & resources) | frozenset(one for star, one in subresources.items() if star in self.resources)


Judge = Callable[[Right], Iterator[str]]
"""What is wrong with a right: messages."""


def judged(look: Look, judge: Judge) -> Iterator[Fault]:
    """Each right of each role that holds in a zone, or everywhere, against one judgement."""
    for role in things(look):
        if not holds_in_zones(look, role):
            continue
        listed = rows(role, "rules")
        if isinstance(listed, Unknown):
            yield untold(role, "rules", "which rights it gives")
            continue
        for path, item in listed:
            right = _right(role, path, item)
            if right is None:
                yield untold(role, path, "which rights it gives")
                continue
            for message in judge(right):
                yield fault(role, message, path)


def _right(role: KubernetesObject, path: str, item: Mapping[str, Any] | None) -> Right | None:
    if item is None:
        return None
    said = [texts(item.get(part)) for part in ("verbs", "apiGroups", "resources")]
    if any(isinstance(part, Unknown) for part in said):
        return None
    verbs, groups, resources = (frozenset(part) for part in said if not isinstance(part, Unknown))
    return Right(role, path, verbs, groups, resources, item.get("resourceNames") not in (None, [], ()))


def holds_in_zones(look: Look, role: KubernetesObject) -> bool:
    """Whether a role counts: in a cluster with zones, a Role in a zone or a namespace of the system; a ClusterRole unless it is bound elsewhere alone."""
    if not look.scene.classified:
        return False
    if role.kind == "Role":
        return ground(look.scene).zone(role) is not None or role.namespace in OF_THE_SYSTEM
    labels = role.labels
    if is_unknown(labels) or any(str(label).startswith(_AGGREGATES) for label in labels):
        return True  # Its rights become those of admin, edit or view.
    bindings = [one for one in others(look, "RoleBinding", "ClusterRoleBinding", cluster=role.cluster) if _names(one, role)]
    return not bindings or any(_counts(look, one) for one in bindings)


def everywhere(look: Look, role: KubernetesObject) -> bool:
    """Whether a ClusterRole may be held in all namespaces: it is bound so, or no binding of the stack says otherwise."""
    if role.kind != "ClusterRole":
        return False
    bindings = [one for one in others(look, "RoleBinding", "ClusterRoleBinding", cluster=role.cluster) if _names(one, role)]
    return any(one.kind == "ClusterRoleBinding" for one in bindings)


def _counts(look: Look, binding: KubernetesObject) -> bool:
    return (
        binding.kind == "ClusterRoleBinding"
        or ground(look.scene).zone(binding) is not None
        or binding.namespace in OF_THE_SYSTEM
        or is_unknown(binding.namespace)
    )


def _names(binding: KubernetesObject, role: KubernetesObject) -> bool:
    name = binding.value("roleRef.name")
    return binding.value("roleRef.kind") == role.kind and (is_unknown(name) or is_unknown(role.name) or name == role.name)
