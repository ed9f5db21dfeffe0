"""Roles of zones name what they give."""

from collections.abc import Iterator

from posture.rules.contract import Fault, rule
from posture.rules.kubernetes_rbac import ROLES, Right, judged
from posture.rules.look import Look


@rule(*ROLES)
def check(look: Look) -> Iterator[Fault]:
    """Verbs, groups and resources without a star; `*/scale` is one too."""
    yield from judged(look, _stars)


def _stars(right: Right) -> Iterator[str]:
    if "*" in right.verbs:
        yield "gives every verb there is"
    if "*" in right.groups:
        yield "gives rights in every group there is"
    if any(one.startswith("*") for one in right.resources):
        yield "gives every resource there is"
