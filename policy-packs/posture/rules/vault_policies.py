"""Policies of Vault as rules see them: their grants, who holds them, and what their paths reach.

Sources: Vault documentation, "Policies"; "HTTP API: system backend".
"""

from collections.abc import Callable, Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.acl import Grant, parse_policy
from posture.readers.vault.kinds import ACL_POLICY, JWT_ROLE, LOGINS
from posture.rules.contract import Fault
from posture.rules.look import Look
from posture.rules.vault_words import of_people
from posture.rules.vault_written import Written, all_of, each
from posture.values import is_unknown

Judge = Callable[[Written, tuple[Grant, ...]], Iterator[Fault]]

SAMPLE: Final = "x"
"""Stands for any one segment of a path."""


def each_policy(look: Look, judge: Judge) -> Iterator[Fault]:
    """Each policy that a resource writes, parsed; what can't be is unproven."""

    def parsed(policy: Written) -> Iterator[Fault]:
        text = policy.text("policy")
        if is_unknown(text):
            yield Fault("can't be read: its text is a secret or unknown until the update", policy.prop("policy"), Verdict.UNPROVEN)
            return
        grants = parse_policy(text or "")
        if grants is None:
            yield Fault(
                "can't be read: it is neither HCL nor JSON as Vault's policies are written", policy.prop("policy"), Verdict.UNPROVEN
            )
        else:
            yield from judge(policy, grants)

    yield from each(look, ACL_POLICY, parsed)


def reaches(grant: Grant, path: str) -> bool:
    """Whether a grant takes effect on any request below `path`, in which `+` is any segment and a final `*` any rest."""
    return bool(grant.allows) and _meet(_steps(grant.path), _steps(path))


def _steps(path: str) -> list[str]:
    return path.strip("/").split("/")


def _meet(one: list[str], other: list[str]) -> bool:
    """Whether two patterns have a path in common."""
    if not one or not other:
        return not one and not other
    head, second = one[0], other[0]
    if head.endswith("*") and len(one) == 1:
        return _begins(other, head[:-1])
    if second.endswith("*") and len(other) == 1:
        return _begins(one, second[:-1])
    return (head == second or "+" in (head, second)) and _meet(one[1:], other[1:])


def _begins(steps: list[str], prefix: str) -> bool:
    """Whether a pattern's first segment can begin with a prefix."""
    head = steps[0]
    if head == "+":
        return True
    if head.endswith("*") and len(steps) == 1:
        return head[:-1].startswith(prefix) or prefix.startswith(head[:-1])
    return head.startswith(prefix)


def holders(policy: Written) -> list[Written]:
    """Logins of the stack whose tokens have the policy."""
    name = policy.name
    found = []
    for login in all_of(policy.look.scene, *LOGINS):
        names = login.texts("token_policies", "policies", "allowed_policies")
        given = () if is_unknown(names) else names
        if (isinstance(name, str) and name in given) or policy.look.urn in _depends_on(login):
            found.append(login)
    return found


def _depends_on(login: Written) -> frozenset[str]:
    return login.look.resource.property_dependencies.get("tokenPolicies", frozenset())


def held_by_people_alone(policy: Written) -> bool:
    """Whether only people who log in by OIDC hold the policy, and somebody does."""
    found = holders(policy)
    return bool(found) and all(one.kind is JWT_ROLE and of_people(one) for one in found)
