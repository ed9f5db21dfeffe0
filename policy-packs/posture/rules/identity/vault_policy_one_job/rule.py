"""Paths of engines whose last part is a role or a key name it; nobody signs what he likes."""

import re
from collections.abc import Iterator
from typing import Final

from posture.readers.vault.acl import Grant
from posture.readers.vault.kinds import ACL_POLICY
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_policies import each_policy, held_by_people_alone
from posture.rules.vault_written import Written, engine_of

_VERBS: Final = {
    "database": ("creds", "static-creds"), "pki": ("issue", "sign"), "ssh": ("sign", "creds", "issue"), "kubernetes": ("creds",),
    "transit": ("encrypt", "decrypt", "rewrap", "sign", "verify", "hmac", "datakey/plaintext", "datakey/wrapped", "datakey", "export", "export/encryption-key", "backup"),
    "aws": ("creds", "sts"), "azure": ("creds",), "gcp": ("token", "key", "roleset", "impersonated-account"),
}  # fmt: skip
"""Engine → what stands before the name of a role or key."""
_NEVER: Final = re.compile(
    r"/(?:issuer/[^/]+/)?(?:sign-verbatim|sign-self-issued|sign-intermediate|sign-revocation-list)|/root(?:/|$)|/(?:export|backup|restore)/"
)
"""Paths that sign whatever is asked for, or take keys out."""


@rule(*ACL_POLICY.tokens)
def check(look: Look) -> Iterator[Fault]:
    """The engine is the mount's, where the stack has it; else the name of the mount tells, if it does."""
    yield from each_policy(look, _grants)


def _grants(policy: Written, grants: tuple[Grant, ...]) -> Iterator[Fault]:
    if held_by_people_alone(policy):
        return
    for grant in grants:
        head = grant.path.partition("/")[0]
        engine = engine_of(policy.look.scene, grant.path) or next(
            (name for name in _VERBS if head == name or head.startswith((f"{name}-", f"{name}_"))), ""
        )
        if engine not in _VERBS or not grant.allows or not (grant.writes or "read" in grant.allows):
            continue
        if (grant.writes or "export" in grant.path or "backup" in grant.path) and _NEVER.search(f"/{grant.path.split('/', 1)[-1]}"):
            yield Fault(f"signs whatever is asked for, or takes keys out: {grant.path}", policy.prop("policy"))
        elif _any_role(policy, grant, engine):
            yield Fault(f"is for every role or key of the engine: {grant.path}", policy.prop("policy"))


def _any_role(policy: Written, grant: Grant, engine: str) -> bool:
    mounted = _mount(policy, grant)
    rest = grant.path.removeprefix(mounted).strip("/")
    if rest in ("*", "+", "+/*", "+/+"):
        return True
    for verb in _VERBS[engine]:
        if rest.startswith(f"{verb}/") and rest.removeprefix(f"{verb}/").strip("/") in ("*", "+"):
            return True
        if rest == f"{verb}*" or (verb.startswith(rest[:-1]) and rest.endswith("*") and rest[:-1]):
            return True
    return False


def _mount(policy: Written, grant: Grant) -> str:
    from posture.rules.vault_written import secret_mounts

    fitting = [one for one in secret_mounts(policy.look.scene) if grant.path.startswith(f"{one}/")]
    return max(fitting, key=len) if fitting else grant.path.partition("/")[0]
