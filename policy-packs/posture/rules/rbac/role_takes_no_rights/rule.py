"""Roles of zones can't widen their own rights."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_rbac import CHANGES, ROLES, Right, judged
from posture.rules.look import Look

_RBAC = frozenset({"rbac.authorization.k8s.io"})
_ROLES = frozenset({"roles", "clusterroles"})
_BINDINGS = frozenset({"rolebindings", "clusterrolebindings"})
_WHO = frozenset({"users", "groups", "serviceaccounts", "uids"})
_CERTIFICATES = frozenset({"certificates.k8s.io"})
_APPROVALS = frozenset({"certificatesigningrequests/approval", "certificatesigningrequests/status"})
_SIGNS = frozenset({"approve", "sign", "attest"})
_CORE = frozenset({""})


@rule(*ROLES)
def check(look: Look) -> Iterator[Fault]:
    """Without `escalate` and `bind` the API server itself lets nobody give more than they have."""
    yield from judged(look, _rights)


def _rights(right: Right) -> Iterator[str]:
    if right.gives(frozenset({"escalate"}), _ROLES, _RBAC):
        yield "writes roles with more rights than its own"
    if right.gives(frozenset({"bind"}), _ROLES | _BINDINGS, _RBAC) and not right.named:
        yield "binds roles with more rights than its own"
    if right.gives(frozenset({"impersonate"}), _WHO, _CORE | {"authentication.k8s.io"}):
        yield "acts as whoever it wants to be"
    if right.gives(frozenset({"create"}), frozenset({"serviceaccounts/token"}), _CORE) and not right.named:
        yield "makes tokens of any service account"
    if right.gives(CHANGES, _APPROVALS, _CERTIFICATES) or right.gives(_SIGNS, frozenset({"signers"}), _CERTIFICATES):
        yield "approves or signs certificates in anybody's name"
