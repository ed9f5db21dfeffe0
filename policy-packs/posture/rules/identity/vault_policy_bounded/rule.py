"""No path of a policy spans all mounts, or the whole of Vault's own system."""

from collections.abc import Iterator
from typing import Final

from posture.readers.vault.acl import Grant
from posture.readers.vault.kinds import ACL_POLICY
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_policies import each_policy
from posture.rules.vault_written import Written

_WHOLE: Final = ("sys", "auth", "identity")
"""Parts of Vault that are all engines' or all logins': a `*` right below them is everything."""


@rule(*ACL_POLICY.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Whatever the capabilities are: to read and to list everything is too much as well."""
    yield from each_policy(look, _bounded)


def _bounded(policy: Written, grants: tuple[Grant, ...]) -> Iterator[Fault]:
    for grant in grants:
        head, slash, rest = grant.path.partition("/")
        if not grant.allows:
            continue
        if head.rstrip("*") in ("", "+") or (head.endswith("*") and not slash):
            yield Fault(f"spans all engines: {grant.path}", policy.prop("policy"))
        elif head in _WHOLE and rest.strip("/") in ("*", "+", "+/*", "+*"):
            yield Fault(f"spans all of {head}: {grant.path}", policy.prop("policy"))
