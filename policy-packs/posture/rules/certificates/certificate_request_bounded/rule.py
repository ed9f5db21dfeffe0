"""Whoever may issue or sign can't name the end of the certificate himself: the role or his policy forbids `not_after`."""

from collections.abc import Iterator
from typing import Final

from posture.proofs.verdict import Verdict
from posture.readers.vault.acl import Grant
from posture.readers.vault.kinds import ACL_POLICY, PKI_ROLE
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_policies import each_policy
from posture.rules.vault_written import Written, all_of, each
from posture.values import is_unknown

_BOUND: Final = ("forbid", "ttl-limited")
_VERBS: Final = ("issue", "sign")


@rule(*ACL_POLICY.tokens, *PKI_ROLE.tokens)
def check(look: Look) -> Iterator[Fault]:
    """Judged where a policy meets a role of the stack, and where a role is written with the bound left open."""
    yield from each_policy(look, _grants)
    yield from each(look, PKI_ROLE, _role)


def _role(role: Written) -> Iterator[Fault]:
    """Only OpenBao's roles have the field, and only an endpoint can write it."""
    bound = role.text("not_after_bound") if role.data is not None else None
    if is_unknown(bound):
        yield Fault(
            "may give certificates any end that is asked for: not_after_bound is unknown", role.prop("not_after_bound"), Verdict.UNPROVEN
        )
    elif bound is not None and bound not in _BOUND:
        yield Fault("gives certificates any end that is asked for (not_after_bound)", role.prop("not_after_bound"))


def _grants(policy: Written, grants: tuple[Grant, ...]) -> Iterator[Fault]:
    for role in all_of(policy.look.scene, PKI_ROLE):
        if role.text("not_after_bound") in _BOUND or not (isinstance(role.mount_path, str) and isinstance(role.name, str)):
            continue
        for verb in _VERBS:
            path = f"{role.mount_path}/{verb}/{role.name}"
            for grant in grants:
                if grant.writes and grant.covers(path) and not grant.refuses("not_after"):
                    yield Fault(
                        f"asks for certificates with any end: {path} takes not_after, past the role's max_ttl", policy.prop("policy")
                    )
