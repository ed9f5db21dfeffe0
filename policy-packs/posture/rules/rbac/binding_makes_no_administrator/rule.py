"""No binding makes an administrator of a cluster with zones."""

from collections.abc import Iterator

from posture.readers.kubernetes.objects import KubernetesObject
from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_accounts import subjects
from posture.rules.kubernetes_places import OF_THE_SYSTEM, ground
from posture.rules.kubernetes_rbac import BINDINGS
from posture.rules.kubernetes_words import fault, things, untold
from posture.rules.look import Look
from posture.values import is_unknown

_ALL = frozenset({"cluster-admin"})
_MANY = frozenset({"cluster-admin", "admin", "edit", "system:aggregate-to-admin", "system:aggregate-to-edit"})
"""Roles of Kubernetes itself that read secrets and enter pods; `view` does neither."""
_MASTERS = "system:masters"


@rule(*BINDINGS)
def check(look: Look) -> Iterator[Fault]:
    """RBAC documentation, "User-facing roles": cluster-admin anywhere, admin and edit in zones and cluster-wide; system:masters passes all checks."""
    for one in things(look):
        if look.scene.classified:
            yield from _role(look, one)
            for path, subject in subjects(one):
                if subject.get("kind") == "Group" and subject.get("name") == _MASTERS:
                    yield fault(one, "names system:masters, whom no role binds and nobody can stop", path)


def _role(look: Look, one: KubernetesObject) -> Iterator[Fault]:
    name = one.text("roleRef.name")
    wide = one.kind == "ClusterRoleBinding"
    if not wide and ground(look.scene).zone(one) is None and one.namespace not in OF_THE_SYSTEM:
        return
    if is_unknown(name):
        # A role of the stack is judged itself, and is none of Kubernetes' own.
        if not look.resource.property_dependencies.get("roleRef") and one.value("roleRef.kind") != "Role":
            yield untold(one, "roleRef.name", "which role it gives")
    elif one.value("roleRef.kind") == "ClusterRole" and str(name) in _MANY:
        where = "of the whole cluster" if wide else "of a namespace"
        yield fault(one, f"makes an administrator {where}: it binds {name}", "roleRef.name")
