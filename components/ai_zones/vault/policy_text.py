"""The text of a policy: a few paths, what may be done with each, and which parameters a request must leave out.

Source: Vault documentation, "Policies" (policy syntax, capabilities, parameter constraints: `denied_parameters` with an empty list denies the parameter
whatever its value); RFC 5280 4.1.2.5.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

CAPABILITIES: Final = ("create", "read", "update", "patch", "delete", "list")
"""What a policy of ours may allow; `sudo` and `root` are not among it."""

# A request that names its own end would leave a role's `max_ttl` behind (OpenBao with `not_after_bound` refuses it too, Vault has no such bound);
# one that names its serial's subject or other names asks for what no workload needs.
_ISSUING_DENIED: Final = ("not_after", "other_sans", "user_ids")


@dataclass(frozen=True)
class Grant:
    """What may be done with one path."""

    capabilities: Sequence[str]
    denied: Sequence[str] = field(default=())
    """Parameters that a request must leave out."""


def issuing() -> Grant:
    """The right to get certificates of one role, and no longer than it says."""
    return Grant(("update",), _ISSUING_DENIED)


def policy_text(grants: Mapping[str, Grant]) -> str:
    """The policy in HCL, the same for the same grants. ValueError where a path has a wildcard or a capability is not known."""
    return "\n\n".join(_block(path, grant) for path, grant in sorted(grants.items())) + "\n"


def _block(path: str, grant: Grant) -> str:
    if "*" in path or "+" in path or '"' in path:
        raise ValueError(f"{path!r} holds a wildcard or a quote: a policy of ours names its paths exactly")
    if stray := sorted(set(grant.capabilities) - set(CAPABILITIES)):
        raise ValueError(f"{path}: {', '.join(stray)} is not among {', '.join(CAPABILITIES)}")
    listed = ", ".join(f'"{one}"' for one in CAPABILITIES if one in grant.capabilities)
    lines = [f'path "{path}" {{', f"  capabilities = [{listed}]"]
    if grant.denied:
        lines.append("  denied_parameters = {")
        lines += [f'    "{name}" = []' for name in sorted(grant.denied)]
        lines.append("  }")
    return "\n".join([*lines, "}"])
