"""Roles of zones let nobody into pods or onto nodes."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_rbac import ROLES, Right, judged
from posture.rules.look import Look

_DOORS = frozenset(
    {
        "pods/exec",
        "pods/attach",
        "pods/portforward",
        "pods/proxy",
        "pods/ephemeralcontainers",
        "services/proxy",
        "nodes/proxy",
    }
)
_OPENS = frozenset({"get", "create", "update", "patch"})


@rule(*ROLES)
def check(look: Look) -> Iterator[Fault]:
    """With `get` alone, exec is allowed too, over WebSocket; `nodes/proxy` speaks with the kubelet, past admission and audit."""
    yield from judged(look, _doors)


def _doors(right: Right) -> Iterator[str]:
    for door in sorted(right.gives(_OPENS, _DOORS, frozenset({""}))):
        yield f"lets its holder into pods past every gate, by {door}"
