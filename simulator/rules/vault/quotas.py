"""How often, and how much: rate limits and lease counts.

Sources: Vault API documentation, "/sys/quotas/rate-limit", "/sys/quotas/lease-count" (Vault Enterprise; OpenBao has none); Terraform Vault provider,
vault_quota_rate_limit, vault_quota_lease_count; messages of OpenBao 2.7.
"""

from simulator.packages.vault import ROOT_NAMESPACE, namespace_of
from simulator.packages.vault_paths import PathId, trimmed
from simulator.rules import Action, Allowed, Between, Rules
from simulator.rules.vault.common import BAD, mount_at
from simulator.rules.vault.kinds import LEASE_COUNT, RATE_LIMIT

_RATE = "Vault API documentation, '/sys/quotas/rate-limit'"

rate_limit = Rules(
    RATE_LIMIT,
    source=f"{_RATE}; Terraform Vault provider, vault_quota_rate_limit",
    checks=(Allowed("groupBy", ("ip", "none", "entity_then_ip", "entity_then_none"), source=f"{_RATE}: group_by"),),
    id=PathId("{name}"),
    outputs={"groupBy": "ip", "interval": 1, "secondaryRate": 0},
)
lease_count = Rules(
    LEASE_COUNT,
    source="Vault API documentation, '/sys/quotas/lease-count'; Terraform Vault provider, vault_quota_lease_count",
    checks=(Between("maxLeases", 0, None, source="Terraform Vault provider, vault_quota_lease_count: max_leases"),),
    id=PathId("{name}"),
)


@rate_limit.before("create")
@rate_limit.before("update")
@lease_count.before("create")
@lease_count.before("update")
def refuse_quota(action: Action) -> None:
    """In the root namespace alone, of a mount that stands, with a rate, and one for each path and role."""
    if namespace_of(action) != ROOT_NAMESPACE:
        action.refuse(BAD, "operation only available in root namespace")
    if action.type == RATE_LIMIT and action.inputs["rate"] <= 0:
        action.refuse(BAD, "'rate' is invalid")
    path, role = trimmed(action.inputs.get("path")), action.inputs.get("role")
    is_auth = path.startswith("auth/")
    if path and not _stands(action, path):
        action.refuse(BAD, f'invalid mount path "{action.inputs["path"]}"')
    if role and not is_auth:
        action.refuse(BAD, f'Mount path "{path}/" is not a valid auth method and therefore unsuitable for use with role-based quotas')
    for one in action.find(action.type):
        alike = trimmed(one.outputs.get("path")) == path and one.outputs.get("role") == role
        if alike and one.id != trimmed(action.inputs["name"]):
            action.refuse(BAD, f'quota rule with similar properties exists under the name "{one.id}"')


def _stands(action: Action, path: str) -> bool:
    """Whether a mount stands at the path or above it: a quota may be of a path inside of one."""
    is_auth = path.startswith("auth/")
    parts = path.removeprefix("auth/").split("/")
    if path == "auth/token" or parts[0] in ("sys", "identity", "cubbyhole"):
        return True
    return any(mount_at(action, "/".join(parts[: i + 1]), auth=is_auth) for i in range(len(parts)))
