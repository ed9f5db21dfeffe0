"""The text of a policy: a few paths, what may be done with each, which parameters a request must leave out, and which values it may give.

Sources: Vault documentation, "Policies" (policy syntax, capabilities, parameter constraints: `denied_parameters` with an empty list denies the parameter
whatever its value; `allowed_parameters` compares values as they are written, and `*` lets all other parameters through); cert-manager's Vault issuer
(it sends each request's lifetime as Go writes it, `24h0m0s`); RFC 5280 4.1.2.5.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

CAPABILITIES: Final = ("create", "read", "update", "patch", "delete", "list")
"""What a policy of ours may allow; `sudo` and `root` are not among it."""

# A request that names its own end would leave a role's `max_ttl` behind (OpenBao with `not_after_bound` refuses it too, Vault has no such bound);
# one that names its serial's subject or other names asks for what no workload needs.
_ISSUING_DENIED: Final = ("not_after", "other_sans", "user_ids")
# A server cuts a lifetime over the role's to it and says nothing; a policy refuses it. Values are compared as texts, so denying the long ones would
# leave all their other spellings open: it is denied altogether, or a few are allowed.
_LIFETIME: Final = "ttl"


@dataclass(frozen=True)
class Grant:
    """What may be done with one path."""

    capabilities: Sequence[str]
    denied: Sequence[str] = field(default=())
    """Parameters that a request must leave out."""
    only: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Parameters that may have these values alone, letter by letter. All others may have any."""


def issuing(hours: Collection[int] = ()) -> Grant:
    """The right to get certificates of one role. `hours`: lifetimes that a request may name; none: one that names a lifetime is refused."""
    if not hours:
        return Grant(("update",), (*_ISSUING_DENIED, _LIFETIME))
    return Grant(("update",), _ISSUING_DENIED, {_LIFETIME: [text for one in sorted(set(hours)) for text in (f"{one}h", f"{one}h0m0s")]})


def policy_text(grants: Mapping[str, Grant]) -> str:
    """The policy in HCL, the same for the same grants. ValueError where a path has a wildcard or a capability is not known."""
    return "\n\n".join(_block(path, grant) for path, grant in sorted(grants.items())) + "\n"


def _block(path: str, grant: Grant) -> str:
    if "*" in path or "+" in path or '"' in path:
        raise ValueError(f"{path!r} holds a wildcard or a quote: a policy of ours names its paths exactly")
    if stray := sorted(set(grant.capabilities) - set(CAPABILITIES)):
        raise ValueError(f"{path}: {', '.join(stray)} is not among {', '.join(CAPABILITIES)}")
    lines = [f'path "{path}" {{', f"  capabilities = [{_quoted(one for one in CAPABILITIES if one in grant.capabilities)}]"]
    if grant.denied:
        lines.append("  denied_parameters = {")
        lines += [f'    "{name}" = []' for name in sorted(grant.denied)]
        lines.append("  }")
    if grant.only:
        lines += ["  allowed_parameters = {", '    "*" = []']
        lines += [f'    "{name}" = [{_quoted(values)}]' for name, values in sorted(grant.only.items())]
        lines.append("  }")
    return "\n".join([*lines, "}"])


def _quoted(values: Iterable[str]) -> str:
    return ", ".join(f'"{one}"' for one in values)
