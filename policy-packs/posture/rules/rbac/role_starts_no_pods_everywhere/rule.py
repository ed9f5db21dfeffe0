"""No role starts pods in all namespaces, or in those of the system."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_places import OF_THE_SYSTEM
from posture.rules.kubernetes_rbac import ROLES, Right, everywhere, judged
from posture.rules.look import Look

_CORE = frozenset({"pods", "replicationcontrollers", "podtemplates"})
_MAKERS = frozenset({"deployments", "daemonsets", "statefulsets", "replicasets", "jobs", "cronjobs"})
_STARTS = frozenset({"create", "update", "patch"})


@rule(*ROLES)
def check(look: Look) -> Iterator[Fault]:
    """RBAC good practices, "Workload creation". A ClusterRole that is bound namespace by namespace is the way it should be."""
    yield from judged(look, lambda right: _starts(look, right))


def _starts(look: Look, right: Right) -> Iterator[str]:
    if right.role.namespace not in OF_THE_SYSTEM and not everywhere(look, right.role):
        return
    started = right.gives(_STARTS, _CORE, frozenset({""})) | right.gives(_STARTS, _MAKERS, frozenset({"apps", "batch", "extensions"}))
    if started:
        where = "in every namespace" if right.role.kind == "ClusterRole" else f"in {right.role.namespace}"
        yield f"starts pods {where}: {', '.join(sorted(started))}"
