"""Roles of zones read no secrets but those that they name."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_rbac import READS, ROLES, Right, judged
from posture.rules.look import Look

_SECRETS = frozenset({"secrets"})


@rule(*ROLES)
def check(look: Look) -> Iterator[Fault]:
    """`list` and `watch` show the contents of secrets too."""
    yield from judged(look, _secrets)


def _secrets(right: Right) -> Iterator[str]:
    if not right.named and right.gives(READS, _SECRETS, frozenset({""})):
        yield "reads every secret" if right.role.kind == "ClusterRole" else "reads every secret of its namespace"
