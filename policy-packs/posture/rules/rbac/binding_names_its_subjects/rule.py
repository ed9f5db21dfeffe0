"""Bindings of zones name programs and people, not everybody."""

from collections.abc import Iterator
from typing import Any

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import OF_THE_SYSTEM, ground
from posture.rules.kubernetes_rbac import BINDINGS
from posture.rules.kubernetes_words import fault, rows, things, untold, word
from posture.rules.look import Look
from posture.values import Unknown, is_unknown

_EVERYBODY = {
    "system:anonymous": "whoever says no name",
    "system:unauthenticated": "whoever says no name",
    "system:authenticated": "whoever has any login",
    "system:serviceaccounts": "every program of the cluster",
}
_FOR_ALL = frozenset({"system:discovery", "system:basic-user", "system:public-info-viewer", "system:service-account-issuer-discovery"})
"""Roles that Kubernetes gives to all by itself: they tell versions and one's own name."""


@rule(*BINDINGS)
def check(look: Look) -> Iterator[Fault]:
    """Users and groups of everybody, all accounts of a namespace, and default accounts, which pods without one of their own have."""
    for one in things(look):
        counts = one.kind == "ClusterRoleBinding" or ground(look.scene).zone(one) is not None or one.namespace in OF_THE_SYSTEM
        if not look.scene.classified or not counts or one.text("roleRef.name") in _FOR_ALL:
            continue
        listed = rows(one, "subjects")
        if isinstance(listed, Unknown):
            yield untold(one, "subjects", "whom it names")
            continue
        for path, subject in listed:
            name = word(subject, "name")
            if subject is None or (is_unknown(name) and subject.get("kind") != "ServiceAccount"):
                yield untold(one, path, "whom it names")
            elif message := _everybody(subject.get("kind"), name):
                yield fault(one, message, path)


def _everybody(kind: Any, name: Any) -> str:
    if not isinstance(name, str):
        return ""
    if kind == "ServiceAccount":
        return "gives rights to a default service account: every pod that names no other has them" if name == "default" else ""
    if name in _EVERYBODY:
        return f"gives rights to {_EVERYBODY[name]}: {name}"
    return f"gives rights to every program of a namespace: {name}" if name.startswith("system:serviceaccounts:") else ""
