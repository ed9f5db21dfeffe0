"""Policies of workloads change neither policies nor logins, mounts, identities or audit devices, and have no sudo."""

from collections.abc import Iterator
from typing import Final

from posture.readers.vault.acl import Grant
from posture.readers.vault.kinds import ACL_POLICY
from posture.rules.contract import Fault, rule
from posture.rules.look import Look
from posture.rules.vault_policies import each_policy, held_by_people_alone, reaches
from posture.rules.vault_written import Written

_POWERS: Final = {
    "sys/policy/x": "policies", "sys/policies/acl/x": "policies", "sys/policies/rgp/x": "policies", "sys/policies/egp/x": "policies",
    "sys/auth/x": "logins", "sys/auth/x/tune": "logins", "sys/mounts/x": "engines", "sys/mounts/x/tune": "engines", "sys/remount": "engines",
    "sys/audit/x": "audit devices", "sys/audit-hash/x": "audit devices", "sys/config/auditing/request-headers/x": "audit devices",
    "sys/raw/x": "Vault's storage", "sys/seal": "the seal", "sys/step-down": "the seal", "sys/generate-root/attempt": "root's token",
    "sys/rekey/init": "the seal", "sys/rotate": "the seal", "sys/plugins/catalog/x": "plugins", "sys/plugins/catalog/secret/x": "plugins",
    "sys/storage/raft/snapshot": "copies of Vault", "sys/storage/raft/snapshot-force": "copies of Vault",
    "sys/namespaces/x": "namespaces", "sys/config/cors": "who may ask",
    "sys/leases/revoke-prefix/x": "others' leases", "sys/leases/revoke-force/x": "others' leases",
    "auth/+/role/+": "logins", "auth/+/roles/+": "logins", "auth/+/certs/+": "logins", "auth/+/users/+": "logins", "auth/+/config": "logins", "auth/+/groups/+": "logins",
    "auth/token/create": "tokens", "auth/token/create/+": "tokens", "auth/token/create-orphan": "tokens", "auth/token/roles/+": "tokens",
    "identity/entity": "identities", "identity/entity/id/+": "identities", "identity/entity/name/+": "identities", "identity/entity-alias": "identities",
    "identity/group": "identities", "identity/group/id/+": "identities", "identity/group/name/+": "identities", "identity/group-alias": "identities",
    "identity/oidc/key/+": "identities", "identity/oidc/role/+": "identities", "identity/oidc/client/+": "identities",
}  # fmt: skip
"""A path by which one gains more than one has → what it changes."""
_READS: Final = ("sys/raw/x", "sys/storage/raft/snapshot")


@rule(*ACL_POLICY.tokens)
def check(look: Look) -> Iterator[Fault]:
    """A policy that only people hold who log in by OIDC is theirs to run Vault with."""
    yield from each_policy(look, _grants)


def _grants(policy: Written, grants: tuple[Grant, ...]) -> Iterator[Fault]:
    if held_by_people_alone(policy):
        return
    for grant in grants:
        if "sudo" in grant.allows or "root" in grant.allows:
            yield Fault(f"may do what only root may, by sudo: {grant.path}", policy.prop("policy"))
            continue
        found = {
            what for path, what in _POWERS.items() if (grant.writes or "delete" in grant.allows or path in _READS) and reaches(grant, path)
        }
        if found:
            yield Fault(f"may change {', '.join(sorted(found))}: {grant.path}", policy.prop("policy"))
